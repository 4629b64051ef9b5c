import type { Workspace } from '../coder/model.ts';
import { itemsOf } from '../coder/response/check.ts';
import type { PermissionCheck } from '../coder/rest/authcheck.ts';
import { workspace as ofWorkspace } from '../coder/rest/workspace.ts';
import type { RequestContext } from './context.ts';

type WorkspaceAction = 'start' | 'stop' | 'delete' | 'update';

/** Whether the viewer may do this with the workspace, whatever state it is in. */
export function mayDo(action: WorkspaceAction, json: Workspace, { loaders }: RequestContext): Promise<boolean> {
  // Coder wakes a dormant workspace before it starts it, and then asks for the right to change it.
  const asked = action === 'start' && ofWorkspace.read(json, 'dormant_at') !== null ? 'update' : action;
  return loaders.permissions.load({ object: objectOf(json), action: asked });
}

/** Whether the viewer may cancel its builds: who may change it, where the template lets users, and else the site owner alone. */
export async function mayCancelBuild(json: Workspace, context: RequestContext): Promise<boolean> {
  const letsUsers = ofWorkspace.read(json, 'template_allow_user_cancel_workspace_jobs') === true;
  const both = await Promise.all([
    mayDo('update', json, context),
    letsUsers || context.loaders.permissions.load(SITE_OWNER),
  ]);
  return both.every(Boolean);
}

/** Whether the viewer may read and replace the state of its builds: who may change the template. */
export async function mayUpdateState(json: Workspace, { loaders }: RequestContext): Promise<boolean> {
  const template = ofWorkspace.read(json, 'template_id');
  if (template === null) return false;
  return loaders.permissions.load({ object: { resource_type: 'template', resource_id: template }, action: 'update' });
}

/** Of all roles only the site owner has this right. */
const SITE_OWNER: PermissionCheck = { object: { resource_type: 'deployment_config' }, action: 'update' };

/** Only Coder knows what a share gives to whom, so a shared workspace is asked for by its id. */
function objectOf(json: Workspace): PermissionCheck['object'] {
  const shares = ofWorkspace.peek(json, 'shared_with');
  const organization = ofWorkspace.peek(json, 'organization_id');
  if (shares && itemsOf(shares).length === 0 && organization) {
    return { resource_type: 'workspace', owner_id: ofWorkspace.read(json, 'owner_id'), organization_id: organization };
  }
  return { resource_type: 'workspace', resource_id: ofWorkspace.read(json, 'id') };
}
