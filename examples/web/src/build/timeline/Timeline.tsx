/** Where the time of a build went, as a chart. */
export function Timeline(_props: { /** UUID or global id. */ buildId: string }) {
  return null;
}
