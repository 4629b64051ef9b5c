import {
  computed,
  entries,
  enumeration,
  globalId,
  list,
  moving,
  object,
  type Rest,
  type Rule,
  type RuleContext,
  same,
  strings,
  type TypeRules,
  unset,
  values,
} from '../rules.ts';

const detail = { detail: true } as const;

const UUID_ONLY = { only: ['uuid'] } as const;

const keyValues = (key: string): Rule => entries(key, 'KeyValue', (name, value) => ({ key: name, value }));

/** A key of what the template says of something that is measured, or of what was reported of it. */
const within = (part: 'description' | 'result', rule: Rule, more: Partial<Rule> = {}): Rule => ({
  ...rule,
  keys: [part],
  expected: (rest, context) => rule.expected(rest[part] as Rest, context),
  ...more,
});

/** Only of an app whose workspace is known. */
function openUrl(app: Rest, { dashboardUrl, appHost }: RuleContext): unknown {
  if (app.external) return app.url || null;
  if (app.command) return null;
  if (app.subdomain && app.subdomain_name && appHost)
    return `${new URL(dashboardUrl).protocol}//${appHost.replace('*', String(app.subdomain_name))}/`;
  const agent = app.agent as Rest;
  const build = agent.build as Rest | undefined;
  if (!build) return null;
  const workspace = `${strings(build, 'workspace_owner_name')}/${strings(build, 'workspace_name')}`;
  return `${dashboardUrl}/@${workspace}.${strings(agent, 'name')}/apps/${strings(app, 'slug')}/`;
}

/** Agents, their apps and scripts. */
export const agentRules: Readonly<Record<string, TypeRules>> = {
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
    build: computed(['build'], ({ build }) => build ?? null, { type: 'Build', ...UUID_ONLY }),
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
    metadata: { ...list('metadata', 'AgentMetadata'), ...detail },
    logs: { ...object('logs', 'AgentLogConnection'), args: '(first: 1000)', ...detail },
  },
  AgentMetadata: {
    key: within('description', same('key')),
    displayName: within('description', same('display_name')),
    intervalSeconds: within('description', same('interval')),
    value: within('result', same('value')),
    error: within('result', unset('error')),
    collectedAt: within('result', unset('collected_at')),
    // Counted anew for each socket.
    ageSeconds: within('result', same('age'), { kind: 'moving' }),
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
    openUrl: computed([], (rest, context) => openUrl(rest, context)),
    agent: computed(['agent'], ({ agent }) => agent, { type: 'Agent', ...UUID_ONLY }),
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
};
