/** The log of a build, live. */
export function BuildLog(_props: { /** UUID or global id. */ buildId: string }) {
  return null;
}
