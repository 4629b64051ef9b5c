import {
  computed,
  enumeration,
  globalId,
  object,
  type Rest,
  same,
  spread,
  strings,
  type TypeRules,
  unset,
  values,
} from '../rules.ts';

const detail = { detail: true } as const;

const UUID_ONLY = { only: ['uuid'] } as const;

/** What a workspace shows of its template. */
const KNOWN_OF_TEMPLATE = [
  'id',
  'uuid',
  'name',
  'displayName',
  'icon',
  'activeVersionId',
  'allowUserCancelWorkspaceJobs',
  'requireActiveVersion',
  'useClassicParameterFlow',
];

function byName(shares: readonly Rest[]): Rest[] {
  return [...shares].sort((a, b) => (strings(a, 'name') < strings(b, 'name') ? -1 : 1));
}

/** Workspaces, and what stands around them. */
export const workspaceRules: Readonly<Record<string, TypeRules>> = {
  User: {
    id: globalId,
    uuid: same('id'),
    username: same('username'),
    avatarUrl: unset('avatar_url'),
    name: { ...unset('name'), ...detail },
    email: { ...unset('email'), ...detail },
  },
  Organization: { id: globalId, uuid: same('id'), name: same('name') },
  Workspace: {
    id: globalId,
    uuid: same('id'),
    name: same('name'),
    url: computed(
      [],
      (rest, { dashboardUrl }) => `${dashboardUrl}/@${strings(rest, 'owner_name')}/${strings(rest, 'name')}`,
    ),
    owner: spread('User', { id: 'owner_id', username: 'owner_name', avatar_url: 'owner_avatar_url' }),
    organization: spread('Organization', { id: 'organization_id', name: 'organization_name' }),
    template: spread(
      'Template',
      {
        id: 'template_id',
        name: 'template_name',
        display_name: 'template_display_name',
        icon: 'template_icon',
        active_version_id: 'template_active_version_id',
        allow_user_cancel_workspace_jobs: 'template_allow_user_cancel_workspace_jobs',
        require_active_version: 'template_require_active_version',
        use_classic_parameter_flow: 'template_use_classic_parameter_flow',
      },
      { only: KNOWN_OF_TEMPLATE },
    ),
    latestBuild: object('latest_build', 'Build'),
    latestAppStatus: object('latest_app_status', 'AppStatus'),
    createdAt: unset('created_at'),
    updatedAt: unset('updated_at'),
    lastUsedAt: unset('last_used_at'),
    deletingAt: unset('deleting_at'),
    dormantAt: unset('dormant_at'),
    nextStartAt: unset('next_start_at'),
    autostartSchedule: unset('autostart_schedule'),
    ttlMs: unset('ttl_ms'),
    outdated: same('outdated'),
    health: object('health', 'WorkspaceHealth'),
    automaticUpdates: enumeration('automatic_updates'),
    allowRenames: same('allow_renames'),
    favorite: same('favorite'),
    isPrebuild: same('is_prebuild'),
    taskId: unset('task_id'),
    sharedWith: computed(['shared_with'], ({ shared_with: shares }) => byName((shares as Rest[] | null) ?? []), {
      type: 'WorkspaceShare',
    }),
    viewerCan: { ...object('viewer_can', 'WorkspacePermissions'), ...detail },
  },
  WorkspacePermissions: {
    start: same('start'),
    stop: same('stop'),
    delete: same('delete'),
    update: same('update'),
    cancelBuild: computed(
      ['lets_users_cancel', 'update_deployment'],
      (may) => may.update === true && (may.lets_users_cancel === true || may.update_deployment === true),
    ),
    updateState: same('update_template'),
  },
  WorkspaceHealth: {
    healthy: same('healthy'),
    failingAgents: computed(
      ['failing_agents'],
      ({ failing_agents }) => ((failing_agents as string[] | null) ?? []).map((id) => ({ id })),
      { type: 'Agent', ...UUID_ONLY },
    ),
  },
  WorkspaceStatusCount: { status: enumeration('status'), count: same('count') },
  WorkspaceShare: {
    uuid: same('id'),
    actorType: enumeration('actor_type'),
    name: same('name'),
    avatarUrl: unset('avatar_url'),
    roles: values('roles'),
  },
};
