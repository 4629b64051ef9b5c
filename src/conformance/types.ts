import { createHash } from 'node:crypto';
import {
  computed,
  entries,
  enumeration,
  globalId,
  isUnset,
  list,
  moving,
  object,
  type Rest,
  type Rule,
  same,
  spread,
  strings,
  type TypeRules,
  text,
  unset,
  values,
} from './rules.ts';

const detail = { detail: true } as const;
const UUID_ONLY = { only: ['uuid'] } as const;

const agents = (rest: Rest): unknown[] =>
  ((rest.resources as Rest[] | undefined) ?? []).flatMap((resource) => (resource.agents as unknown[] | null) ?? []);

const keyValues = (key: string): Rule => entries(key, 'KeyValue', (name, value) => ({ key: name, value }));

const duration: Rule = {
  keys: [],
  expected: ({ started_at: from, ended_at: to }) => Date.parse(String(to)) - Date.parse(String(from)),
  kind: 'number',
};

const timing = { startedAt: unset('started_at'), endedAt: unset('ended_at'), durationMs: duration };

const agentOfTiming = {
  workspaceAgentId: same('workspace_agent_id'),
  workspaceAgentName: same('workspace_agent_name'),
};

/** The rules of every object type that Coder's JSON holds. */
export const typeRules: Readonly<Record<string, TypeRules>> = {
  User: {
    id: globalId,
    uuid: same('id'),
    username: same('username'),
    avatarUrl: unset('avatar_url'),
    name: { ...unset('name'), ...detail },
    email: { ...unset('email'), ...detail },
  },
  Organization: { id: globalId, uuid: same('id'), name: same('name') },
  Template: {
    id: globalId,
    uuid: same('id'),
    name: same('name'),
    displayName: unset('display_name'),
    icon: unset('icon'),
    activeVersionId: unset('active_version_id'),
    allowUserCancelWorkspaceJobs: same('allow_user_cancel_workspace_jobs'),
    requireActiveVersion: same('require_active_version'),
    useClassicParameterFlow: same('use_classic_parameter_flow'),
  },
  TemplateVersion: { id: globalId, uuid: same('id'), name: same('name') },
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
    template: spread('Template', {
      id: 'template_id',
      name: 'template_name',
      display_name: 'template_display_name',
      icon: 'template_icon',
      active_version_id: 'template_active_version_id',
      allow_user_cancel_workspace_jobs: 'template_allow_user_cancel_workspace_jobs',
      require_active_version: 'template_require_active_version',
      use_classic_parameter_flow: 'template_use_classic_parameter_flow',
    }),
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
    sharedWith: list('shared_with', 'WorkspaceShare', { unordered: 'id' }),
  },
  WorkspaceHealth: {
    healthy: same('healthy'),
    failingAgents: computed(
      ['failing_agents'],
      ({ failing_agents }) => ((failing_agents as string[] | null) ?? []).map((id) => ({ id })),
      { type: 'Agent', ...UUID_ONLY },
    ),
  },
  WorkspaceShare: {
    uuid: same('id'),
    actorType: enumeration('actor_type'),
    name: same('name'),
    avatarUrl: unset('avatar_url'),
    roles: values('roles'),
  },
  Build: {
    id: globalId,
    uuid: same('id'),
    buildNumber: same('build_number'),
    createdAt: unset('created_at'),
    updatedAt: unset('updated_at'),
    workspace: computed(
      ['workspace_id', 'workspace_name', 'workspace_owner_id', 'workspace_owner_name', 'workspace_owner_avatar_url'],
      (rest) => ({
        id: rest.workspace_id,
        name: rest.workspace_name,
        owner_id: rest.workspace_owner_id,
        owner_name: rest.workspace_owner_name,
        owner_avatar_url: rest.workspace_owner_avatar_url,
      }),
      { type: 'Workspace', only: ['id', 'uuid', 'name', 'url', 'owner'] },
    ),
    templateVersion: spread('TemplateVersion', { id: 'template_version_id', name: 'template_version_name' }),
    transition: enumeration('transition'),
    initiator: spread('User', { id: 'initiator_id', username: 'initiator_name' }, { only: ['id', 'uuid', 'username'] }),
    job: object('job', 'Job'),
    reason: enumeration('reason'),
    resources: list('resources', 'Resource'),
    agents: computed([], agents, { type: 'Agent', ...UUID_ONLY }),
    deadline: unset('deadline'),
    maxDeadline: unset('max_deadline'),
    status: enumeration('status'),
    dailyCost: same('daily_cost'),
    matchedProvisioners: object('matched_provisioners', 'MatchedProvisioners'),
    templateVersionPresetId: unset('template_version_preset_id'),
    hasAiTask: same('has_ai_task'),
    hasExternalAgent: same('has_external_agent'),
    url: computed(
      [],
      (rest, { dashboardUrl }) =>
        `${dashboardUrl}/@${strings(rest, 'workspace_owner_name')}/${strings(rest, 'workspace_name')}/builds/${strings(rest, 'build_number')}`,
    ),
    parameters: { ...list('parameters', 'BuildParameter'), ...detail },
    timings: { ...object('timings', 'BuildTimings'), ...detail },
    state: { ...object('state', 'ProvisionerState'), ...detail },
    logText: { ...same('log_text'), ...detail },
    logs: { ...object('logs', 'BuildLogConnection'), args: '(first: 1000)', ...detail },
  },
  MatchedProvisioners: {
    count: same('count'),
    available: same('available'),
    mostRecentlySeen: moving('most_recently_seen'),
  },
  Job: {
    id: globalId,
    uuid: same('id'),
    createdAt: unset('created_at'),
    startedAt: unset('started_at'),
    completedAt: unset('completed_at'),
    canceledAt: unset('canceled_at'),
    error: unset('error'),
    errorCode: enumeration('error_code'),
    status: enumeration('status'),
    workerId: unset('worker_id'),
    workerName: unset('worker_name'),
    fileId: unset('file_id'),
    tags: keyValues('tags'),
    queuePosition: same('queue_position'),
    queueSize: same('queue_size'),
    organizationId: same('organization_id'),
    initiator: spread('User', { id: 'initiator_id' }, { only: ['id', 'uuid'] }),
    input: object('input', 'JobInput'),
    type: enumeration('type'),
    availableWorkers: values('available_workers'),
    metadata: computed(
      ['metadata'],
      ({ metadata }) => {
        // Coder leaves all of it blank in the job of a build.
        const parts = Object.values((metadata as Rest | undefined) ?? {});
        return parts.every((part) => part === '' || /^[0-]*$/.test(String(part))) ? null : metadata;
      },
      { type: 'JobMetadata' },
    ),
    logsOverflowed: same('logs_overflowed'),
    build: computed(['build'], ({ build }) => build, { type: 'Build', ...UUID_ONLY }),
    resources: computed(['resources'], ({ resources }) => resources ?? [], { type: 'Resource', ...UUID_ONLY }),
  },
  JobInput: {
    templateVersionId: unset('template_version_id'),
    workspaceBuildId: unset('workspace_build_id'),
    error: unset('error'),
  },
  JobMetadata: {
    templateVersionName: unset('template_version_name'),
    templateId: unset('template_id'),
    templateName: unset('template_name'),
    templateDisplayName: unset('template_display_name'),
    templateIcon: unset('template_icon'),
    workspaceId: unset('workspace_id'),
    workspaceName: unset('workspace_name'),
    workspaceBuildTransition: enumeration('workspace_build_transition'),
  },
  Resource: {
    id: globalId,
    uuid: same('id'),
    createdAt: unset('created_at'),
    job: computed(['job_id'], ({ job_id }) => ({ id: job_id }), { type: 'Job', ...UUID_ONLY }),
    build: computed(['build'], ({ build }) => build, { type: 'Build', ...UUID_ONLY }),
    workspaceTransition: enumeration('workspace_transition'),
    type: same('type'),
    name: same('name'),
    hide: same('hide'),
    icon: same('icon'),
    agents: list('agents', 'Agent'),
    metadata: list('metadata', 'ResourceMetadata'),
    dailyCost: same('daily_cost'),
  },
  ResourceMetadata: {
    key: same('key'),
    value: { ...same('value'), args: '(reveal: true)' },
    sensitive: same('sensitive'),
  },
  Agent: {
    id: globalId,
    uuid: same('id'),
    parent: computed(['parent_id'], ({ parent_id }) => (parent_id ? { id: parent_id } : null), {
      type: 'Agent',
      ...UUID_ONLY,
    }),
    createdAt: unset('created_at'),
    updatedAt: unset('updated_at'),
    firstConnectedAt: unset('first_connected_at'),
    lastConnectedAt: moving('last_connected_at'),
    disconnectedAt: unset('disconnected_at'),
    startedAt: unset('started_at'),
    readyAt: unset('ready_at'),
    status: enumeration('status'),
    lifecycleState: enumeration('lifecycle_state'),
    name: same('name'),
    resource: computed(['resource_id'], ({ resource_id }) => ({ id: resource_id }), {
      type: 'Resource',
      ...UUID_ONLY,
    }),
    instanceId: unset('instance_id'),
    architecture: same('architecture'),
    environmentVariables: keyValues('environment_variables'),
    operatingSystem: same('operating_system'),
    logsLength: same('logs_length'),
    logsOverflowed: same('logs_overflowed'),
    directory: unset('directory'),
    expandedDirectory: unset('expanded_directory'),
    version: same('version'),
    apiVersion: same('api_version'),
    apps: list('apps', 'App'),
    latency: entries('latency', 'RegionLatency', (region, value) => ({ region, ...(value as Rest) })),
    connectionTimeoutSeconds: same('connection_timeout_seconds'),
    troubleshootingUrl: unset('troubleshooting_url'),
    subsystems: values('subsystems', 'enum'),
    health: object('health', 'AgentHealth'),
    displayApps: values('display_apps', 'enum'),
    logSources: list('log_sources', 'AgentLogSource'),
    scripts: list('scripts', 'AgentScript'),
    startupScriptBehavior: enumeration('startup_script_behavior'),
    logs: { ...object('logs', 'AgentLogConnection'), args: '(first: 1000)', ...detail },
  },
  AgentHealth: { healthy: same('healthy'), reason: unset('reason') },
  RegionLatency: { region: same('region'), latencyMs: same('latency_ms'), preferred: same('preferred') },
  AgentLogSource: {
    id: globalId,
    uuid: same('id'),
    createdAt: unset('created_at'),
    displayName: same('display_name'),
    icon: same('icon'),
  },
  AgentScript: {
    id: globalId,
    uuid: same('id'),
    logSource: computed(['log_source_id'], ({ log_source_id }) => ({ id: log_source_id }), {
      type: 'AgentLogSource',
      ...UUID_ONLY,
    }),
    logPath: same('log_path'),
    script: same('script'),
    cron: unset('cron'),
    runOnStart: same('run_on_start'),
    runOnStop: same('run_on_stop'),
    startBlocksLogin: same('start_blocks_login'),
    timeoutSeconds: computed(['timeout'], ({ timeout }) => Number(timeout) / 1e9),
    displayName: same('display_name'),
    exitCode: same('exit_code'),
    status: enumeration('status'),
  },
  App: {
    id: globalId,
    uuid: same('id'),
    url: unset('url'),
    external: same('external'),
    slug: same('slug'),
    displayName: unset('display_name'),
    command: unset('command'),
    icon: unset('icon'),
    subdomain: same('subdomain'),
    subdomainName: unset('subdomain_name'),
    sharingLevel: enumeration('sharing_level'),
    healthcheck: object('healthcheck', 'Healthcheck'),
    health: enumeration('health'),
    group: unset('group'),
    hidden: same('hidden'),
    openIn: enumeration('open_in'),
    tooltip: unset('tooltip'),
    statuses: list('statuses', 'AppStatus'),
  },
  Healthcheck: { url: same('url'), interval: same('interval'), threshold: same('threshold') },
  AppStatus: {
    id: globalId,
    uuid: same('id'),
    createdAt: unset('created_at'),
    workspaceId: same('workspace_id'),
    agentId: same('agent_id'),
    appId: same('app_id'),
    state: enumeration('state'),
    message: same('message'),
    uri: unset('uri'),
    icon: unset('icon'),
    needsUserAttention: same('needs_user_attention'),
  },
  KeyValue: { key: same('key'), value: same('value') },
  BuildParameter: { name: same('name'), value: same('value') },
  BuildTimings: {
    provisionerTimings: measured('provisioner_timings', 'ProvisionerTiming'),
    agentScriptTimings: measured('agent_script_timings', 'AgentScriptTiming'),
    agentConnectionTimings: measured('agent_connection_timings', 'AgentConnectionTiming'),
  },
  ProvisionerTiming: {
    ...timing,
    stage: enumeration('stage'),
    jobId: same('job_id'),
    source: same('source'),
    action: same('action'),
    resource: same('resource'),
  },
  AgentScriptTiming: {
    ...timing,
    ...agentOfTiming,
    stage: enumeration('stage'),
    exitCode: same('exit_code'),
    status: enumeration('status'),
    displayName: same('display_name'),
  },
  AgentConnectionTiming: { ...timing, ...agentOfTiming, stage: enumeration('stage') },
  ProvisionerState: {
    base64: computed(['bytes'], ({ bytes }) => (bytes as Buffer).toString('base64')),
    text: computed(['bytes'], ({ bytes }) => utf8(bytes as Buffer)),
    byteLength: computed(['bytes'], ({ bytes }) => (bytes as Buffer).length),
    sha256: computed(['bytes'], ({ bytes }) =>
      createHash('sha256')
        .update(bytes as Buffer)
        .digest('hex'),
    ),
  },
  BuildLog: {
    id: text('id'),
    createdAt: unset('created_at'),
    source: enumeration('log_source'),
    level: enumeration('log_level'),
    stage: same('stage'),
    output: same('output'),
  },
  AgentLog: {
    id: text('id'),
    createdAt: unset('created_at'),
    output: same('output'),
    level: enumeration('level'),
    sourceId: unset('source_id'),
  },
  PageInfo: {
    hasNextPage: computed(['more'], ({ more }) => more),
    hasPreviousPage: computed([], ({ before = false }) => before),
    startCursor: computed([], ({ rows }) => ((rows as unknown[]).length > 0 ? true : null), { kind: 'present' }),
    endCursor: computed([], ({ rows }) => ((rows as unknown[]).length > 0 ? true : null), { kind: 'present' }),
  },
  ...connection('BuildLog', ['id']),
  ...connection('AgentLog', ['id']),
  ...connection('Build', ['uuid']),
  ...connection('Workspace', ['uuid'], { totalCount: same('count') }),
};

/** A list of timings without those that were never measured. */
function measured(key: string, type: string): Rule {
  return computed(
    [key],
    (rest) =>
      ((rest[key] as Rest[] | undefined) ?? []).filter((row) => !isUnset(row.started_at) && !isUnset(row.ended_at)),
    { type },
  );
}

/** A page: `rows` of Coder's, and whether there are `more`. */
function connection(node: string, only: readonly string[], more: TypeRules = {}): Record<string, TypeRules> {
  return {
    [`${node}Connection`]: {
      nodes: list('rows', node),
      edges: computed(['rows'], ({ rows }) => (rows as unknown[]).map((row) => ({ row })), { type: `${node}Edge` }),
      pageInfo: computed([], (page) => page, { type: 'PageInfo' }),
      ...more,
    },
    [`${node}Edge`]: {
      cursor: computed([], () => true, { kind: 'present' }),
      node: object('row', node, { only }),
    },
  };
}

/** The text of bytes that are UTF-8; null otherwise. */
function utf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
