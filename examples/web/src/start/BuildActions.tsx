/** Cancel a build that goes on; build again what has ended. */
export function BuildActions(_props: { /** UUID or global id. */ buildId: string }) {
  return null;
}
