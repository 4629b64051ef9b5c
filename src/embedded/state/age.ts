/**
 * The embedded Coder behaves as the version that it says it is, where the versions differ in what the gateway uses:
 * the search by id came with 2.10, the watch socket with 2.22, `expect_status` with 2.25, `PUT state` with 2.30.
 */
export function isOlderThan(version: string, minor: number): boolean {
  const [, major, has] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
  return major === '2' && Number(has) < minor;
}
