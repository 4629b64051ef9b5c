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
  unset,
  values,
} from '../rules.ts';

const detail = { detail: true } as const;

const UUID_ONLY = { only: ['uuid'] } as const;

const agents = (rest: Rest): unknown[] =>
  ((rest.resources as Rest[] | undefined) ?? []).flatMap((resource) => (resource.agents as unknown[] | null) ?? []);

const keyValues = (key: string): Rule => entries(key, 'KeyValue', (name, value) => ({ key: name, value }));

function outcome({ status, completed_at: completedAt, canceled_at: canceledAt }: Rest): string {
  if (isUnset(completedAt)) return 'ACTIVE';
  if (status === 'succeeded') return 'SUCCEEDED';
  return isUnset(canceledAt) ? 'FAILED' : 'CANCELED';
}

/** From one time to the first of others that is set; null where there is none. */
function milliseconds(from: string, to: readonly string[]): Rule {
  const expected = (rest: Rest) => {
    const end = to.map((key) => rest[key]).find((time) => !isUnset(time));
    return isUnset(rest[from]) || end === undefined ? null : Date.parse(String(end)) - Date.parse(String(rest[from]));
  };
  return { keys: [from, ...to], expected, kind: 'number' };
}

/** Builds, jobs and resources. */
export const buildRules: Readonly<Record<string, TypeRules>> = {
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
    templateVersion: spread(
      'TemplateVersion',
      { id: 'template_version_id', name: 'template_version_name' },
      { only: ['id', 'uuid', 'name'] },
    ),
    transition: enumeration('transition'),
    initiator: spread('User', { id: 'initiator_id', username: 'initiator_name' }, { only: ['id', 'uuid', 'username'] }),
    job: object('job', 'Job'),
    reason: enumeration('reason'),
    resources: list('resources', 'Resource'),
    agents: computed([], agents, { type: 'Agent', ...UUID_ONLY }),
    deadline: unset('deadline'),
    maxDeadline: unset('max_deadline'),
    status: enumeration('status'),
    outcome: computed([], ({ job }) => outcome(job as Rest)),
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
    queuedMs: milliseconds('created_at', ['started_at', 'completed_at']),
    durationMs: milliseconds('started_at', ['completed_at']),
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
    build: computed(['build'], ({ build }) => build ?? null, { type: 'Build', ...UUID_ONLY }),
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
  KeyValue: { key: same('key'), value: same('value') },
};
