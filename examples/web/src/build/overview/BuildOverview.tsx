/** Of a build: its job, resources, agents with live metadata, apps, parameters. */
export function BuildOverview(_props: { /** UUID or global id. */ buildId: string }) {
  return null;
}
