import { expect } from 'vitest';
import type {
  Healthcheck,
  WorkspaceAgent,
  WorkspaceAgentHealth,
  WorkspaceAgentLogSource,
  WorkspaceAgentScript,
  WorkspaceApp,
  WorkspaceAppStatus,
} from '../../src/coder/rest/agent.ts';
import type {
  MatchedProvisioners,
  WorkspaceBuild,
  WorkspaceBuildParameter,
  WorkspaceResource,
  WorkspaceResourceMetadata,
} from '../../src/coder/rest/build.ts';
import type { ProvisionerJob, ProvisionerJobInput, ProvisionerJobMetadata } from '../../src/coder/rest/job.ts';
import type { ProvisionerJobLog, WorkspaceAgentLog } from '../../src/coder/rest/logs.ts';
import type {
  AgentConnectionTiming,
  AgentScriptTiming,
  ProvisionerTiming,
  WorkspaceBuildTimings,
} from '../../src/coder/rest/timings.ts';
import type { User } from '../../src/coder/rest/user.ts';
import type { SharedWorkspaceActor, Workspace, WorkspaceHealth } from '../../src/coder/rest/workspace.ts';

/**
 * Where each key of Coder's JSON is in the graph: one table per REST type, from which both the selection set and the
 * comparison of an answer with the raw JSON are made. The tables are complete by their types, and a key that a
 * table does not have fails the comparison.
 */

// biome-ignore lint/suspicious/noExplicitAny: raw JSON and answers, compared value by value.
type Json = any;

interface Rule {
  /** The selection below the object's own type. */
  select: string;
  /** `holders` are the REST objects around the value, innermost first. */
  check: (value: Json, graph: Json, where: string, holders: Json[]) => void;
}

type Table<T> = { [Key in keyof Required<T>]: Rule };

const ZERO_TIME = '0001-01-01T00:00:00Z';
const ZERO_UUID = '00000000-0000-0000-0000-000000000000';

function nested(path: string, inner = ''): string {
  const [field, ...rest] = path.split('.');
  if (rest.length > 0) return `${field} { ${nested(rest.join('.'), inner)} }`;
  return inner === '' ? (field as string) : `${field} { ${inner} }`;
}

function at(graph: Json, path: string, where: string): Json {
  let value = graph;
  for (const field of path.split('.')) {
    expect(value, `${where} → ${path}`).toHaveProperty(field.replace(/\(.*\)/, '').trim());
    value = value[field.replace(/\(.*\)/, '').trim()];
  }
  return value;
}

/** The value as it is. */
function same(path: string): Rule {
  return {
    select: nested(path),
    check: (value, graph, where) => expect(at(graph, path, where), where).toEqual(value),
  };
}

/** The value as it is; null for every way of saying unset. */
function unset(path: string): Rule {
  return {
    select: nested(path),
    check: (value, graph, where) => {
      const none = value === undefined || value === '' || value === ZERO_TIME || value === ZERO_UUID;
      expect(at(graph, path, where), where).toEqual(none ? null : value);
    },
  };
}

/** The value after a transformation. */
function changed(path: string, change: (value: Json) => Json): Rule {
  return {
    select: nested(path),
    check: (value, graph, where) =>
      expect(at(graph, path, where), where).toEqual(value === undefined || value === null ? null : change(value)),
  };
}

export function upperCase(value: string): string {
  // `list(string)` is LIST_STRING.
  return value.toUpperCase().replace(/\)$/, '').replaceAll(/[-(]/g, '_');
}

const enumeration = (path: string) => changed(path, upperCase);
const enumerations = (path: string) => changed(path, (values: string[]) => values.map(upperCase));

/** Lists that may be absent are empty in the graph. */
const listOrEmpty = (path: string): Rule => ({
  select: nested(path),
  check: (value, graph, where) => expect(at(graph, path, where), where).toEqual(value ?? []),
});

/** A map, whatever it maps to, as a list; null and absent are empty. */
function entries(path: string, inner: string, change: (key: string, value: Json) => Json): Rule {
  return {
    select: nested(path, inner),
    check: (value, graph, where) => {
      const expected = Object.entries(value ?? {}).map(([key, entry]) => change(key, entry));
      expect(at(graph, path, where), where).toEqual(expected);
    },
  };
}

const keyValues = (path: string) => entries(path, 'key value', (key, value) => ({ key, value }));

/** The value is that of an object around it, which the graph shows there. */
function ofHolder(pick: (holders: Json[]) => Json): Rule {
  return {
    select: '__typename',
    check: (value, _, where, holders) => expect(value, where).toEqual(pick(holders)),
  };
}

function object<T>(path: string, table: Table<T>): Rule {
  return {
    select: nested(path, selection(table)),
    check: (value, graph, where, holders) => {
      const found = at(graph, path, where);
      if (value === undefined || value === null) expect(found, where).toBeNull();
      else compare(table, value, found, where, holders);
    },
  };
}

function list<T>(path: string, table: Table<T>): Rule {
  return {
    select: nested(path, selection(table)),
    check: (value: Json[] | undefined, graph, where, holders) => {
      const found = at(graph, path, where);
      expect(found, where).toHaveLength(value?.length ?? 0);
      value?.forEach((item, index) => {
        compare(table, item, found[index], `${where}[${index}]`, holders);
      });
    },
  };
}

/** The selection set of everything in a table. */
export function selection<T>(table: Table<T>): string {
  return Object.values<Rule>(table)
    .map(({ select }) => select)
    .join(' ');
}

/** Compares an object of the graph with its JSON, key by key; a key that the table does not know fails. */
export function compare<T>(table: Table<T>, rest: Json, graph: Json, where: string, holders: Json[] = []): void {
  const rules = table as Record<string, Rule>;
  expect(Object.keys(rules), where).toEqual(expect.arrayContaining(Object.keys(rest)));
  for (const [key, { check }] of Object.entries(rules)) check(rest[key], graph, `${where}.${key}`, [rest, ...holders]);
}

const status: Table<WorkspaceAppStatus> = {
  id: same('uuid'),
  created_at: same('createdAt'),
  workspace_id: same('workspaceId'),
  agent_id: same('agentId'),
  app_id: same('appId'),
  state: enumeration('state'),
  message: same('message'),
  uri: unset('uri'),
  icon: unset('icon'),
  needs_user_attention: same('needsUserAttention'),
};

const app: Table<WorkspaceApp> = {
  id: same('uuid'),
  url: unset('url'),
  external: same('external'),
  slug: same('slug'),
  display_name: unset('displayName'),
  command: unset('command'),
  icon: unset('icon'),
  subdomain: same('subdomain'),
  subdomain_name: unset('subdomainName'),
  sharing_level: enumeration('sharingLevel'),
  healthcheck: object<Healthcheck>('healthcheck', {
    url: same('url'),
    interval: same('interval'),
    threshold: same('threshold'),
  }),
  health: enumeration('health'),
  group: unset('group'),
  hidden: same('hidden'),
  open_in: enumeration('openIn'),
  tooltip: unset('tooltip'),
  statuses: list('statuses', status),
};

const logSource: Table<WorkspaceAgentLogSource> = {
  workspace_agent_id: ofHolder(([, agent]) => agent.id),
  id: same('uuid'),
  created_at: same('createdAt'),
  display_name: same('displayName'),
  icon: same('icon'),
};

const script: Table<WorkspaceAgentScript> = {
  id: same('uuid'),
  log_source_id: same('logSource.uuid'),
  log_path: same('logPath'),
  script: same('script'),
  cron: unset('cron'),
  run_on_start: same('runOnStart'),
  run_on_stop: same('runOnStop'),
  start_blocks_login: same('startBlocksLogin'),
  timeout: changed('timeoutSeconds', (nanoseconds) => nanoseconds / 1e9),
  display_name: same('displayName'),
  exit_code: unset('exitCode'),
  status: enumeration('status'),
};

export const agent: Table<WorkspaceAgent> = {
  id: same('uuid'),
  parent_id: {
    select: 'parent { uuid }',
    check: (value, graph, where) => expect(graph.parent?.uuid ?? null, where).toBe(value),
  },
  created_at: same('createdAt'),
  updated_at: same('updatedAt'),
  first_connected_at: unset('firstConnectedAt'),
  last_connected_at: unset('lastConnectedAt'),
  disconnected_at: unset('disconnectedAt'),
  started_at: unset('startedAt'),
  ready_at: unset('readyAt'),
  status: enumeration('status'),
  lifecycle_state: enumeration('lifecycleState'),
  name: same('name'),
  resource_id: {
    // Only an agent that came with its build knows its resource.
    select: 'resource { uuid }',
    check: (value, graph, where, holders) =>
      expect(graph.resource?.uuid, where).toBe(holders.length > 1 ? value : undefined),
  },
  instance_id: unset('instanceId'),
  architecture: same('architecture'),
  environment_variables: keyValues('environmentVariables'),
  operating_system: same('operatingSystem'),
  logs_length: same('logsLength'),
  logs_overflowed: same('logsOverflowed'),
  directory: unset('directory'),
  expanded_directory: unset('expandedDirectory'),
  version: same('version'),
  api_version: same('apiVersion'),
  apps: list('apps', app),
  latency: entries('latency', 'region latencyMs preferred', (region, { latency_ms, preferred, ...unknown }) => {
    expect(unknown).toEqual({});
    return { region, latencyMs: latency_ms, preferred };
  }),
  connection_timeout_seconds: same('connectionTimeoutSeconds'),
  troubleshooting_url: unset('troubleshootingUrl'),
  subsystems: enumerations('subsystems'),
  health: object<WorkspaceAgentHealth>('health', { healthy: same('healthy'), reason: unset('reason') }),
  display_apps: enumerations('displayApps'),
  log_sources: list('logSources', logSource),
  scripts: list('scripts', script),
  startup_script_behavior: enumeration('startupScriptBehavior'),
};

const resource: Table<WorkspaceResource> = {
  id: same('uuid'),
  created_at: same('createdAt'),
  job_id: same('job.uuid'),
  workspace_transition: enumeration('workspaceTransition'),
  type: same('type'),
  name: same('name'),
  hide: same('hide'),
  icon: same('icon'),
  agents: list('agents', agent),
  metadata: list<WorkspaceResourceMetadata>('metadata', {
    key: same('key'),
    value: same('value(reveal: true)'),
    sensitive: same('sensitive'),
  }),
  daily_cost: same('dailyCost'),
};

const jobMetadata: Table<ProvisionerJobMetadata> = {
  template_version_name: unset('templateVersionName'),
  template_id: unset('templateId'),
  template_name: unset('templateName'),
  template_display_name: unset('templateDisplayName'),
  template_icon: unset('templateIcon'),
  workspace_id: unset('workspaceId'),
  workspace_name: unset('workspaceName'),
  workspace_build_transition: enumeration('workspaceBuildTransition'),
};

const job: Table<ProvisionerJob> = {
  id: same('uuid'),
  created_at: same('createdAt'),
  started_at: unset('startedAt'),
  completed_at: unset('completedAt'),
  canceled_at: unset('canceledAt'),
  error: unset('error'),
  error_code: unset('errorCode'),
  status: enumeration('status'),
  worker_id: unset('workerId'),
  worker_name: unset('workerName'),
  file_id: same('fileId'),
  tags: keyValues('tags'),
  queue_position: same('queuePosition'),
  queue_size: same('queueSize'),
  organization_id: same('organizationId'),
  initiator_id: same('initiator.uuid'),
  input: object<ProvisionerJobInput>('input', {
    template_version_id: unset('templateVersionId'),
    workspace_build_id: unset('workspaceBuildId'),
    error: unset('error'),
  }),
  type: enumeration('type'),
  available_workers: listOrEmpty('availableWorkers'),
  metadata: {
    select: nested('metadata', selection(jobMetadata)),
    check: (value, graph, where) => {
      // Coder leaves all of it blank in the job of a build, which says nothing.
      const blank = Object.values(value).every((part) => part === '' || part === ZERO_UUID);
      if (blank) expect(graph.metadata, where).toBeNull();
      else compare(jobMetadata, value, graph.metadata, where);
    },
  },
  logs_overflowed: same('logsOverflowed'),
};

export const build: Table<WorkspaceBuild> = {
  id: same('uuid'),
  created_at: same('createdAt'),
  updated_at: same('updatedAt'),
  workspace_id: same('workspace.uuid'),
  workspace_name: same('workspace.name'),
  workspace_owner_id: same('workspace.owner.uuid'),
  workspace_owner_name: same('workspace.owner.username'),
  workspace_owner_avatar_url: unset('workspace.owner.avatarUrl'),
  template_version_id: same('templateVersion.uuid'),
  template_version_name: same('templateVersion.name'),
  build_number: same('buildNumber'),
  transition: enumeration('transition'),
  initiator_id: same('initiator.uuid'),
  initiator_name: same('initiator.username'),
  job: object('job', job),
  reason: enumeration('reason'),
  resources: list('resources', resource),
  deadline: unset('deadline'),
  max_deadline: unset('maxDeadline'),
  status: enumeration('status'),
  daily_cost: same('dailyCost'),
  matched_provisioners: object<MatchedProvisioners>('matchedProvisioners', {
    count: same('count'),
    available: same('available'),
    most_recently_seen: unset('mostRecentlySeen'),
  }),
  template_version_preset_id: unset('templateVersionPresetId'),
  has_ai_task: unset('hasAiTask'),
  has_external_agent: unset('hasExternalAgent'),
};

export const workspace: Table<Workspace> = {
  id: same('uuid'),
  created_at: same('createdAt'),
  updated_at: same('updatedAt'),
  owner_id: same('owner.uuid'),
  owner_name: same('owner.username'),
  owner_avatar_url: unset('owner.avatarUrl'),
  organization_id: same('organization.uuid'),
  organization_name: same('organization.name'),
  template_id: same('template.uuid'),
  template_name: same('template.name'),
  template_display_name: unset('template.displayName'),
  template_icon: unset('template.icon'),
  template_allow_user_cancel_workspace_jobs: same('template.allowUserCancelWorkspaceJobs'),
  template_active_version_id: same('template.activeVersionId'),
  template_require_active_version: same('template.requireActiveVersion'),
  template_use_classic_parameter_flow: same('template.useClassicParameterFlow'),
  latest_build: object('latestBuild', build),
  latest_app_status: object('latestAppStatus', status),
  outdated: same('outdated'),
  name: same('name'),
  autostart_schedule: unset('autostartSchedule'),
  ttl_ms: unset('ttlMs'),
  last_used_at: unset('lastUsedAt'),
  deleting_at: unset('deletingAt'),
  dormant_at: unset('dormantAt'),
  health: object<WorkspaceHealth>('health', {
    healthy: same('healthy'),
    failing_agents: changedList('failingAgents', 'uuid'),
  }),
  automatic_updates: enumeration('automaticUpdates'),
  allow_renames: same('allowRenames'),
  favorite: same('favorite'),
  next_start_at: unset('nextStartAt'),
  is_prebuild: same('isPrebuild'),
  task_id: unset('taskId'),
  shared_with: list<SharedWorkspaceActor>('sharedWith', {
    id: same('uuid'),
    actor_type: enumeration('actorType'),
    name: same('name'),
    avatar_url: unset('avatarUrl'),
    roles: same('roles'),
  }),
};

function changedList(path: string, field: string): Rule {
  return {
    select: nested(path, field),
    check: (value, graph, where) =>
      expect(
        at(graph, path, where).map((item: Json) => item[field]),
        where,
      ).toEqual(value),
  };
}

export const parameter: Table<WorkspaceBuildParameter> = { name: same('name'), value: same('value') };

const timing = { started_at: same('startedAt'), ended_at: same('endedAt'), stage: enumeration('stage') };
const ofAgent = { workspace_agent_id: same('workspaceAgentId'), workspace_agent_name: same('workspaceAgentName') };

export const timings: Table<WorkspaceBuildTimings> = {
  provisioner_timings: list<ProvisionerTiming>('provisionerTimings', {
    ...timing,
    job_id: same('jobId'),
    source: same('source'),
    action: same('action'),
    resource: same('resource'),
  }),
  agent_script_timings: list<AgentScriptTiming>('agentScriptTimings', {
    ...timing,
    ...ofAgent,
    exit_code: same('exitCode'),
    status: enumeration('status'),
    display_name: same('displayName'),
  }),
  agent_connection_timings: list<AgentConnectionTiming>('agentConnectionTimings', { ...timing, ...ofAgent }),
};

const decimal = changed('id', String);

export const buildLog: Table<ProvisionerJobLog> = {
  id: decimal,
  created_at: same('createdAt'),
  log_source: enumeration('source'),
  log_level: enumeration('level'),
  stage: same('stage'),
  output: same('output'),
};

export const agentLog: Table<WorkspaceAgentLog> = {
  id: decimal,
  created_at: same('createdAt'),
  output: same('output'),
  level: enumeration('level'),
  source_id: unset('sourceId'),
};

export const user: Table<Pick<User, 'id' | 'username' | 'name' | 'avatar_url' | 'email'>> = {
  id: same('uuid'),
  username: same('username'),
  name: unset('name'),
  avatar_url: unset('avatarUrl'),
  email: unset('email'),
};
