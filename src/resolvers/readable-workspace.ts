import { isCoderRefusal } from '../coder/response/failures.ts';
import { build as ofBuild } from '../coder/rest/build.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { isReadable } from '../loaders/build-rows.ts';
import type { Loaders } from '../loaders/loaders.ts';
import type { WorkspaceNode } from '../loaders/nodes.ts';

// Where the token may not read its template, Coder refuses a workspace (403 by its id, 404 by its name, left out of
// searches) but gives its builds. So the workspace is there by every path, as its builds name it; what only its own JSON
// has is refused field by field.

/** A workspace by its id; null when it is missing, deleted or hidden. */
export async function workspaceWithId(id: Uuid, loaders: Loaders): Promise<WorkspaceNode | null> {
  let refusal: unknown;
  const workspace = await loaders.workspaces.byId(id).catch((error: unknown) => {
    if (!isCoderRefusal(error) || error.status !== 403) throw error;
    refusal = error;
    return null;
  });
  if (workspace) return loaders.workspace(workspace);
  if (refusal === undefined && !loaders.workspaces.wasLeftOut(id)) return null;
  const [newest] = (await loaders.builds.window({ workspace: id, since: undefined, offset: 0, limit: 1 })) ?? [];
  // The builds of a deleted workspace stay.
  if (newest && isReadable(newest) && ofBuild.peek(newest.build, 'transition') !== 'delete')
    return loaders.builds.node(newest.build).workspace;
  if (refusal !== undefined) throw refusal;
  return null;
}

/** A workspace by its owner and name; null when it is missing, deleted or hidden. */
export async function workspaceWithName(owner: string, name: string, loaders: Loaders): Promise<WorkspaceNode | null> {
  const workspace = await loaders.workspaces.byName(owner, name);
  if (workspace) return loaders.workspace(workspace);
  // Every workspace has a first build, and Coder finds those of deleted workspaces by no name.
  const first = await loaders.builds.byName({ owner, name, number: 1 });
  return first?.workspace ?? null;
}
