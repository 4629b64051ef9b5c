import { type Context, FORBIDDEN_DETAIL, json, NOT_FOUND, type Reply, readJson, refuse } from '../http/http.ts';
import { renderNewBuild } from '../render/build.ts';
import type { Lifecycle } from '../state/lifecycle.ts';
import { isOwner, mayReadTemplate, mayUpdateTemplate, mayWorkspace } from '../state/permissions.ts';
import { matchedProvisioners } from '../state/provisioners.ts';
import type { TemplateRow, UserRow, VersionRow, WorkspaceRow } from '../state/rows.ts';
import { isActive, jobStatus } from '../state/status.ts';
import type { Store } from '../state/store.ts';
import { insertBuild, succeedJob } from '../state/transitions.ts';
import { resolveParameters } from './build-parameters.ts';
import { type BuildRequest, parseBuildRequest } from './build-request.ts';
import { pathWorkspace } from './lookup.ts';

/** `POST /workspaces/{workspace}/builds`: every check in the server's order, then the insert. */
export async function createBuild(context: Context, lifecycle: Lifecycle): Promise<Reply> {
  const { store, user } = context;
  const workspace = pathWorkspace(context);
  const request = parseBuildRequest(await readJson(context));
  if (workspace.deleted && request.transition !== 'delete') {
    refuse(
      409,
      `Cannot ${request.transition} a deleted workspace!`,
      'This workspace has been deleted and cannot be modified.',
    );
  }
  const wasDormant = workspace.dormantAt !== null;
  if (wasDormant && request.transition === 'start') refuseUnsettingDormancy(store, user, workspace);
  refuseOrphan(request);
  refuseAction(store, user, workspace, wasDormant ? 'update' : request.transition);
  const template = store.templates.get(workspace.templateId);
  if (template === undefined || !mayReadTemplate(user, template) || store.failures.take('create.template')) {
    return plainRefusal(500, 'failed to fetch template');
  }
  refuseStateAndLogLevel(store, user, template, request);
  const previous = store.latestBuild(workspace);
  const version = requestedVersion(store, user, template, request.versionId ?? previous?.versionId ?? null);
  refuseUnimported(version);
  if (store.settings.licenseRefusal !== null) {
    plainRefusal(403, `Build is not permitted: ${store.settings.licenseRefusal}`);
  }
  if (previous !== undefined && isActive(previous.job)) plainRefusal(409, 'A workspace build is already active.');
  const { values, presetId } = resolveParameters(request, template, version, previous);
  refuseInsert(store, user, template, version);
  if (store.failures.take('create.unclassified')) {
    refuse(500, 'Internal error creating workspace build.', 'pq: deadlock detected');
  }

  // Dormancy is cleared in the transaction that creates the build: a refused start leaves it.
  if (wasDormant && request.transition === 'start') {
    workspace.dormantAt = null;
    workspace.deletingAt = null;
  }
  const build = insertBuild(store, workspace, {
    transition: request.transition,
    versionId: version.id,
    initiatorId: user.id,
    // A reason given for a delete is ignored.
    reason: request.transition === 'delete' || request.reason === '' ? 'initiator' : request.reason,
    parameters: values,
    presetId,
    ...(request.state.length === 0 ? {} : { state: request.state }),
  });
  const matched = matchedProvisioners(store, build.job);
  if (request.orphan && matched.available === 0) {
    // No worker could run it, so the server completes it at once.
    const at = store.now();
    build.job.startedAt = at;
    succeedJob(store, build, { at, state: Buffer.alloc(0), inline: true });
  } else lifecycle.enqueue(build);
  return json(renderNewBuild(store, build, matched), 201);
}

/** After the action check, most refusals repeat the message as their detail. */
function plainRefusal(status: number, message: string): never {
  return refuse(status, message, message);
}

function refuseUnsettingDormancy(store: Store, user: UserRow, workspace: WorkspaceRow): void {
  const failed = store.failures.take('create.unset-dormant');
  if (failed || !mayWorkspace(user, 'update', workspace)) {
    refuse(
      500,
      'Internal error unsetting workspace dormant status',
      failed ? 'pq: EOF' : 'unauthorized: rbac: forbidden',
    );
  }
}

function refuseOrphan(request: BuildRequest): void {
  if (!request.orphan) return;
  if (request.transition !== 'delete') refuse(400, 'Orphan is only permitted when deleting a workspace.');
  if (request.state.length > 0) {
    refuse(400, 'ProvisionerState cannot be set alongside Orphan since state intent is unclear.');
  }
}

function refuseAction(
  store: Store,
  user: UserRow,
  workspace: WorkspaceRow,
  action: 'start' | 'stop' | 'delete' | 'update',
): void {
  // Readable when the request came in, and no longer so.
  if (store.failures.take('create.unreadable')) plainRefusal(404, NOT_FOUND);
  if (!mayWorkspace(user, action, workspace)) {
    refuse(403, `You do not have permission to ${action} this workspace.`, FORBIDDEN_DETAIL);
  }
}

function refuseStateAndLogLevel(store: Store, user: UserRow, template: TemplateRow, request: BuildRequest): void {
  if ((request.state.length > 0 || request.orphan) && !mayUpdateTemplate(user, template)) {
    plainRefusal(403, 'Only template managers may provide custom state');
  }
  if (request.logLevel === '') return;
  if (!isOwner(user)) {
    plainRefusal(400, 'Workspace builds with a custom log level are restricted to administrators only.');
  }
  if (!store.settings.debugMode) {
    plainRefusal(400, 'Terraform debug mode is disabled in the deployment configuration.');
  }
}

function requestedVersion(store: Store, user: UserRow, template: TemplateRow, id: string | null): VersionRow {
  const wanted = id ?? template.activeVersionId;
  const version = store.versions.get(wanted);
  if (version === undefined) {
    const detail = `get template version ${wanted}: sql: no rows in result set`;
    return refuse(400, 'template version does not exist', detail);
  }
  if (version.templateId === template.id) return version;
  const other = store.templates.get(version.templateId);
  if (other === undefined || !mayReadTemplate(user, other))
    return plainRefusal(500, 'failed to fetch template version');
  return refuse(
    400,
    "template version doesn't match template",
    `templateVersion.TemplateID = {UUID:${version.templateId} Valid:true}, template.ID = ${template.id}`,
  );
}

function refuseUnimported(version: VersionRow): void {
  const status = jobStatus(version.job);
  if (status === 'pending' || status === 'running') {
    plainRefusal(406, `The provided template version is ${status}. Wait for it to complete importing!`);
  }
  if (status !== 'succeeded') {
    plainRefusal(
      400,
      `The provided template version "${version.name}" has failed to import: "${version.job.error}". You cannot build workspaces with it!`,
    );
  }
}

function refuseInsert(store: Store, user: UserRow, template: TemplateRow, version: VersionRow): void {
  const message = 'insert workspace build';
  const outdated = template.requireActiveVersion && version.id !== template.activeVersionId;
  if ((outdated && !mayUpdateTemplate(user, template)) || store.failures.take('create.insert-forbidden')) {
    refuse(403, message, `${message}: unauthorized: rbac: forbidden`);
  }
  if (store.failures.take('create.insert-race')) {
    refuse(
      409,
      message,
      `${message}: pq: duplicate key value violates unique constraint "workspace_builds_workspace_id_build_number_key"`,
    );
  }
  if (store.failures.take('create.insert-database')) refuse(500, message, `${message}: pq: could not serialize access`);
}
