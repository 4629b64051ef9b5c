import type { WorkspaceAppStatus } from '../../coder/rest/agent.ts';
import type { Time, Uuid } from '../../coder/rest/scalars.ts';
import type { User } from '../../coder/rest/user.ts';
import type { Workspace } from '../../coder/rest/workspace.ts';
import { formatTime, nullTime, present, ZERO_TIME } from '../state/go-encoding.ts';
import { matchedProvisioners } from '../state/provisioners.ts';
import type { OrganizationRow, UserRow, WorkspaceRow } from '../state/rows.ts';
import { agentHealth, agentStatus } from '../state/status.ts';
import type { Store } from '../state/store.ts';
import { renderAppStatus } from './agent.ts';
import { renderBuild } from './build.ts';
import { overridden } from './overridden.ts';

/** Workspaces and users as the wire has them. */

export function renderWorkspace(store: Store, workspace: WorkspaceRow, viewer: UserRow): Workspace {
  const owner = store.user(workspace.ownerId);
  const template = store.templateOf(workspace);
  const latest = store.latestBuild(workspace);
  if (latest === undefined) throw new Error(`The workspace ${workspace.id} has no build`);
  const organization = store.organization(workspace.organizationId);
  const failing = failingAgents(store, workspace);
  const wire: Workspace = {
    id: workspace.id,
    created_at: formatTime(workspace.createdAt),
    updated_at: formatTime(workspace.updatedAt),
    owner_id: owner.id,
    owner_name: owner.username,
    owner_avatar_url: owner.avatarUrl,
    organization_id: organization.id,
    organization_name: organization.name,
    template_id: template.id,
    template_name: template.name,
    template_display_name: template.displayName,
    template_icon: template.icon,
    template_allow_user_cancel_workspace_jobs: template.allowUserCancel,
    template_active_version_id: template.activeVersionId,
    template_require_active_version: template.requireActiveVersion,
    template_use_classic_parameter_flow: template.classicParameterFlow,
    latest_build: renderBuild(store, latest, matchedProvisioners(store, latest.job)),
    latest_app_status: latestAppStatus(store, workspace),
    outdated: latest.versionId !== template.activeVersionId,
    name: workspace.name,
    ...present('autostart_schedule', workspace.autostartSchedule),
    ...present('ttl_ms', workspace.ttlMs),
    last_used_at: workspace.lastUsedAt === null ? ZERO_TIME : formatTime(workspace.lastUsedAt),
    deleting_at: nullTime(workspace.deletingAt),
    dormant_at: nullTime(workspace.dormantAt),
    health: { healthy: failing.length === 0, failing_agents: failing },
    automatic_updates: workspace.automaticUpdates,
    allow_renames: workspace.allowRenames,
    favorite: workspace.ownerId === viewer.id && workspace.favoriteOf.has(viewer.id),
    next_start_at: nullTime(workspace.nextStartAt),
    is_prebuild: workspace.isPrebuild,
    task_id: workspace.taskId,
    ...(workspace.sharedWith.length === 0
      ? {}
      : {
          shared_with: inRandomOrder(store, workspace.sharedWith).map((actor) => ({
            id: actor.id,
            actor_type: actor.actorType,
            name: actor.name,
            ...present('avatar_url', actor.avatarUrl),
            roles: actor.roles,
          })),
        }),
  };
  return overridden(store, wire.id, wire);
}

/** Coder reads these rows without an order. */
function inRandomOrder<T>({ rowOrder }: Store, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, rank: rowOrder.next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** Sub-agents do not count. */
function failingAgents(store: Store, workspace: WorkspaceRow): string[] {
  const latest = store.latestBuild(workspace);
  if (latest === undefined) return [];
  return store
    .liveAgents(latest)
    .filter((agent) => agent.parentId === null && !agentHealth(agent, agentStatus(agent, store.now()).status).healthy)
    .map((agent) => agent.id);
}

/** The newest status of the workspace, whatever the app. */
function latestAppStatus(store: Store, workspace: WorkspaceRow): WorkspaceAppStatus | null {
  let newest: WorkspaceAppStatus | null = null;
  let newestAt = Number.NEGATIVE_INFINITY;
  for (const build of workspace.builds.slice(-3)) {
    for (const agent of store.liveAgents(build)) {
      for (const app of agent.apps) {
        for (const status of app.statuses) {
          if (status.createdAt <= newestAt) continue;
          newestAt = status.createdAt;
          newest = renderAppStatus(status, app, agent, workspace);
        }
      }
    }
  }
  return newest;
}

/** An organization with what the gateway does not read. */
export function renderOrganization({ id, name, displayName, isDefault }: OrganizationRow) {
  const made = '2026-01-05T09:00:00Z';
  return {
    id,
    name,
    display_name: displayName,
    description: '',
    icon: '',
    created_at: made,
    updated_at: made,
    is_default: isDefault,
  };
}

const ROLE_NAMES: Record<string, string> = { owner: 'Owner', 'template-admin': 'Template Admin' };

/** A user with what the gateway does not read. */
interface RenderedUser extends User {
  created_at: Time;
  updated_at: Time;
  last_seen_at: Time;
  status: string;
  login_type: string;
  is_service_account?: boolean;
  organization_ids: Uuid[] | null;
  roles: { name: string; display_name: string }[];
  has_ai_seat: boolean;
}

export function renderUser(store: Store, user: UserRow): RenderedUser {
  return overridden<RenderedUser>(store, user.id, {
    id: user.id,
    username: user.username,
    ...present('name', user.name),
    ...present('avatar_url', user.avatarUrl),
    email: user.email,
    created_at: formatTime(user.createdAt),
    updated_at: formatTime(user.updatedAt),
    last_seen_at: user.lastSeenAt === null ? ZERO_TIME : formatTime(user.lastSeenAt),
    status: user.status,
    login_type: user.loginType,
    ...(user.isServiceAccount ? { is_service_account: true } : {}),
    organization_ids: user.organizationIds,
    roles: user.roles.map((name) => ({ name, display_name: ROLE_NAMES[name] ?? name })),
    has_ai_seat: false,
  });
}
