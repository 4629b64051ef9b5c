/** Where the page of a workspace is. */
export function workspacePath(uuid: string): string {
  return `/workspaces/${uuid}`;
}

/** Where the page of a build is. */
export function buildPath(uuid: string): string {
  return `/builds/${uuid}`;
}
