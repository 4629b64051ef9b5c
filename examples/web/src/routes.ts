/** Where the page of a workspace is. */
export function workspacePath(uuid: string): string {
  return `/workspaces/${uuid}`;
}

/** Where the page of a build is. */
export function buildPath(uuid: string): string {
  return `/builds/${uuid}`;
}

/** Where a workspace is started. `version` is `active`, or the UUID of a template version. */
export function startPath(workspace: string, version?: string): string {
  return `${workspacePath(workspace)}/start${version === undefined ? '' : `?version=${version}`}`;
}
