/** Start (with a form), stop, restart, delete a workspace; what `viewerCan` denies is disabled and says why. */
export function WorkspaceActions(_props: { /** UUID or global id. */ workspaceId: string }) {
  return null;
}
