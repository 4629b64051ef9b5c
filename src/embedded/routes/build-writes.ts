import { type Context, notFound, type Reply, readJson, refuse } from '../http/http.ts';
import type { Router } from '../http/router.ts';
import { isOlderThan } from '../state/age.ts';
import type { Lifecycle } from '../state/lifecycle.ts';
import { mayReadTemplate, mayUpdateTemplate } from '../state/permissions.ts';
import { asBytes, asObject } from './build-request.ts';
import { cancelBuild } from './cancel-build.ts';
import { createBuild } from './create-build.ts';
import { pathBuild } from './lookup.ts';

/** The writes of builds. */
export function addBuildWrites(router: Router, lifecycle: Lifecycle, version: string): void {
  router.add('POST', '/api/v2/workspaces/{workspace}/builds', (context) => createBuild(context, lifecycle));
  router.add('PATCH', '/api/v2/workspacebuilds/{workspacebuild}/cancel', (context) => cancelBuild(context, lifecycle));
  if (!isOlderThan(version, 30)) router.add('PUT', '/api/v2/workspacebuilds/{workspacebuild}/state', updateState);
}

/** Replaces the state of any build, old or running; no event is sent. */
async function updateState(context: Context): Promise<Reply> {
  const { store, user } = context;
  const { build, workspace } = pathBuild(context);
  if (store.failures.take('state.no-workspace')) refuse(500, 'No workspace exists for this job.');
  const template = store.templates.get(workspace.templateId);
  if (template === undefined || !mayReadTemplate(user, template) || store.failures.take('state.template')) {
    return refuse(500, 'Failed to get template', 'sql: no rows in result set');
  }
  if (!mayUpdateTemplate(user, template)) return notFound();
  const fields = asObject(await readJson(context), 'codersdk.UpdateWorkspaceBuildStateRequest');
  const state = asBytes(fields.state, 'UpdateWorkspaceBuildStateRequest.state');
  if (store.failures.take('state.write')) refuse(500, 'Failed to update workspace build state.', 'pq: EOF');
  build.state = state;
  build.updatedAt = store.now();
  return { status: 204 };
}
