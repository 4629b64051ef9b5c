import { parseGoTime, RFC3339 } from '../http/go-time.ts';
import { type Context, envelope, json, type Reply, readJson, refuse } from '../http/http.ts';
import type { Router } from '../http/router.ts';
import { renderWorkspace } from '../render/workspace.ts';
import { formatTime } from '../state/go-encoding.ts';
import { mayWorkspace } from '../state/permissions.ts';
import type { WorkspaceRow } from '../state/rows.ts';
import { jobStatus } from '../state/status.ts';
import { asObject } from './build-request.ts';
import { pathWorkspace } from './lookup.ts';

/** The small writes of a workspace: schedule, time to live, deadline, dormancy. Only `extend` is announced. */
export function addWorkspaceWrites(router: Router): void {
  router.add('PUT', '/api/v2/workspaces/{workspace}/autostart', putAutostart);
  router.add('PUT', '/api/v2/workspaces/{workspace}/ttl', putTtl);
  router.add('PUT', '/api/v2/workspaces/{workspace}/extend', putExtend);
  router.add('PUT', '/api/v2/workspaces/{workspace}/dormant', putDormant);
}

const MINUTE = 60_000;

async function begin(context: Context): Promise<{ workspace: WorkspaceRow; fields: Record<string, unknown> }> {
  const workspace = pathWorkspace(context);
  if (!mayWorkspace(context.user, 'update', workspace)) {
    refuse(404, 'Resource not found or you do not have access to this resource');
  }
  if (workspace.isPrebuild) {
    refuse(409, 'Prebuilt workspaces cannot be changed.', 'Prebuilt workspaces are managed by the prebuilds system.');
  }
  return { workspace, fields: asObject(await readJson(context), 'codersdk.UpdateWorkspaceRequest') };
}

async function putAutostart(context: Context): Promise<Reply> {
  const { workspace, fields } = await begin(context);
  const { schedule } = fields;
  const invalid = (message: string, detail: string): Reply =>
    envelope(400, message, '', [{ field: 'schedule', detail }]);
  if (schedule === null || schedule === undefined || schedule === '') {
    workspace.autostartSchedule = null;
    workspace.nextStartAt = null;
    return { status: 204 };
  }
  if (typeof schedule !== 'string' || !/^(CRON_TZ=\S+ )?\d{1,2} \d{1,2} \* \* [\d,*-]+$/.test(schedule)) {
    return invalid('Invalid autostart schedule.', `validate weekly schedule: ${JSON.stringify(schedule)}`);
  }
  if (!context.store.templateOf(workspace).autostartAllowed) {
    const message = 'Autostart is not allowed for workspaces using this template.';
    return invalid(message, message);
  }
  workspace.autostartSchedule = schedule;
  return { status: 204 };
}

async function putTtl(context: Context): Promise<Reply> {
  const { store } = context;
  const { workspace, fields } = await begin(context);
  const raw = fields.ttl_ms;
  if (raw === null || raw === undefined || raw === 0) {
    workspace.ttlMs = null;
    const latest = store.latestBuild(workspace);
    if (latest?.transition === 'start') latest.deadline = latest.maxDeadline;
    return { status: 204 };
  }
  const invalid = (detail: string): Reply =>
    envelope(400, 'Error updating workspace time until shutdown.', '', [{ field: 'ttl_ms', detail }]);
  if (typeof raw !== 'number' || !Number.isInteger(raw)) return invalid('time until shutdown must be an integer');
  const ttl = Math.floor(raw / MINUTE) * MINUTE;
  if (ttl < MINUTE) return invalid('time until shutdown must be at least one minute');
  if (ttl > 30 * 24 * 60 * MINUTE) return invalid('time until shutdown must be less than 30 days');
  workspace.ttlMs = ttl;
  return { status: 204 };
}

async function putExtend(context: Context): Promise<Reply> {
  const { store } = context;
  const { workspace, fields } = await begin(context);
  const deadline = parseGoTime(typeof fields.deadline === 'string' ? fields.deadline : '', RFC3339);
  if ('error' in deadline) return envelope(400, 'Request body must be valid JSON.', deadline.error);
  const reply = extend(context, workspace, deadline.at);
  // The event comes even when nothing changed.
  store.announceWorkspace(workspace.id);
  return reply;
}

function extend({ store }: Context, workspace: WorkspaceRow, deadline: number): Reply {
  const latest = store.latestBuild(workspace);
  if (latest === undefined || latest.transition !== 'start') {
    return envelope(409, `Workspace must be started, current status: ${latest?.transition ?? ''}`);
  }
  if (jobStatus(latest.job) !== 'succeeded') return envelope(409, 'Workspace is still building!');
  if (latest.deadline === null) return envelope(409, 'Workspace shutdown is manual.');
  // Coder's message names 30 minutes, but its check uses 29.
  if (deadline < store.now() + 29 * MINUTE) {
    return envelope(400, 'Cannot extend workspace: new deadline must be at least 30 minutes in the future');
  }
  if (latest.maxDeadline !== null && deadline > latest.maxDeadline) {
    return envelope(400, 'Cannot extend workspace beyond max deadline.');
  }
  latest.deadline = deadline;
  latest.updatedAt = store.now();
  return json({ message: `Deadline updated to ${formatTime(deadline)}.` });
}

async function putDormant(context: Context): Promise<Reply> {
  const { store, user } = context;
  const { workspace, fields } = await begin(context);
  const dormant = fields.dormant === true;
  if (dormant === (workspace.dormantAt !== null)) return { status: 304 };
  workspace.dormantAt = dormant ? store.now() : null;
  if (!dormant) {
    workspace.deletingAt = null;
    workspace.lastUsedAt = store.now();
  }
  return json(renderWorkspace(store, workspace, user));
}
