import type { MatchedProvisioners, WorkspaceBuild, WorkspaceResource } from '../../coder/rest/build.ts';
import type { ProvisionerJob } from '../../coder/rest/job.ts';
import type { LogId } from '../../coder/rest/scalars.ts';
import type { WorkspaceBuildTimings } from '../../coder/rest/timings.ts';
import type { AgentLogRow } from '../state/agent-rows.ts';
import { formatTime, goJson, nullTime, optionalTime, present, sortedMap } from '../state/go-encoding.ts';
import { type Matched, NO_MATCH, queueOf } from '../state/provisioners.ts';
import { ZERO_UUID } from '../state/random.ts';
import type { BuildRow, JobRow, LogRow, ResourceRow, WorkspaceRow } from '../state/rows.ts';
import { buildStatus, jobStatus } from '../state/status.ts';
import type { Store } from '../state/store.ts';
import { byText, renderAgent } from './agent.ts';
import { overridden } from './overridden.ts';

/** Builds, jobs, resources, timings and log lines as the wire has them: keys in the server's order. */

function renderMatched(matched: Matched): MatchedProvisioners {
  return {
    count: matched.count,
    available: matched.available,
    most_recently_seen: nullTime(matched.mostRecentlySeen),
  };
}

/** A build for a list, for its number or inside a workspace. A read by id passes no `matched`. */
export function renderBuild(store: Store, build: BuildRow, matched: Matched = NO_MATCH): WorkspaceBuild {
  const workspace = store.workspace(build.workspaceId);
  const owner = store.user(workspace.ownerId);
  const wire: WorkspaceBuild = {
    id: build.id,
    created_at: formatTime(build.createdAt),
    updated_at: formatTime(build.updatedAt),
    workspace_id: workspace.id,
    workspace_name: workspace.name,
    workspace_owner_id: owner.id,
    workspace_owner_name: owner.username,
    ...present('workspace_owner_avatar_url', owner.avatarUrl),
    template_version_id: build.versionId,
    template_version_name: store.versionRow(build.versionId).name,
    build_number: build.number,
    transition: build.transition,
    initiator_id: build.initiatorId,
    initiator_name: store.user(build.initiatorId).username,
    job: renderJob(store, build.job),
    reason: build.reason,
    resources: renderResources(store, build, workspace),
    deadline: nullTime(build.deadline),
    max_deadline: nullTime(build.maxDeadline),
    status: buildStatus(build),
    daily_cost: build.dailyCost,
    matched_provisioners: renderMatched(matched),
    template_version_preset_id: build.presetId,
    ...present('has_ai_task', build.hasAiTask),
    ...present('has_external_agent', build.hasExternalAgent),
  };
  return overridden(store, wire.id, wire);
}

/**
 * The answer to a creation is put together before the row is read back: no version name, no resources, no
 * place in the queue, no deadlines, no flags. Only `matched_provisioners` is better than elsewhere.
 */
export function renderNewBuild(store: Store, build: BuildRow, matched: Matched): WorkspaceBuild {
  const wire = renderBuild(store, build, matched);
  delete wire.has_ai_task;
  delete wire.has_external_agent;
  return {
    ...wire,
    template_version_name: '',
    job: { ...wire.job, queue_position: 0, queue_size: 0 },
    resources: [],
    deadline: null,
    max_deadline: null,
  };
}

export function renderJob(store: Store, job: JobRow): ProvisionerJob {
  const queue = queueOf(store, job);
  const wire: ProvisionerJob = {
    id: job.id,
    created_at: formatTime(job.createdAt),
    ...optionalTime('started_at', job.startedAt),
    ...optionalTime('completed_at', job.completedAt),
    ...optionalTime('canceled_at', job.canceledAt),
    ...present('error', job.error),
    ...present('error_code', job.errorCode),
    status: jobStatus(job),
    ...present('worker_id', job.workerId),
    file_id: job.fileId,
    tags: sortedMap(job.tags),
    queue_position: queue.position,
    queue_size: queue.size,
    organization_id: job.organizationId,
    initiator_id: job.initiatorId,
    input: {
      ...present('template_version_id', job.versionId),
      ...present('workspace_build_id', job.buildId),
      ...present('error', job.inputError),
    },
    type: job.type,
    metadata: {
      template_version_name: '',
      template_id: ZERO_UUID,
      template_name: '',
      template_display_name: '',
      template_icon: '',
    },
    logs_overflowed: job.logsOverflowed,
  };
  return overridden(store, wire.id, wire);
}

function renderResources(store: Store, build: BuildRow, workspace: WorkspaceRow): WorkspaceResource[] {
  const lowestOrder = (resource: ResourceRow): number =>
    resource.agents.reduce((low, agent) => Math.min(low, agent.displayOrder), Number.POSITIVE_INFINITY);
  return [...build.resources]
    .sort((a, b) => {
      const [first, second] = [lowestOrder(a), lowestOrder(b)];
      return first === second ? byText(a.name, b.name) : first - second;
    })
    .map((resource) => renderResource(store, resource, workspace));
}

export function renderResource(store: Store, resource: ResourceRow, workspace: WorkspaceRow): WorkspaceResource {
  const agents = resource.agents
    .filter((agent) => !agent.deleted)
    .sort((a, b) => a.displayOrder - b.displayOrder || byText(a.name, b.name));
  const wire: WorkspaceResource = {
    id: resource.id,
    created_at: formatTime(resource.createdAt),
    job_id: resource.jobId,
    workspace_transition: resource.transition,
    type: resource.type,
    name: resource.name,
    hide: resource.hide,
    icon: resource.icon,
    ...(agents.length === 0 ? {} : { agents: agents.map((agent) => renderAgent(store, agent, workspace)) }),
    ...(resource.metadata.length === 0 ? {} : { metadata: resource.metadata }),
    daily_cost: resource.dailyCost,
  };
  return overridden(store, wire.id, wire);
}

/** Log ids can be bigints, which `JSON.stringify` cannot write, so the id is put in as text. */
export function logJson(row: LogRow): string {
  const rest = goJson({
    created_at: formatTime(row.createdAt),
    log_source: row.source,
    log_level: row.level,
    stage: row.stage,
    output: row.output,
  });
  return idFirst(row.id, rest);
}

export function agentLogJson(row: AgentLogRow): string {
  const rest = goJson({
    created_at: formatTime(row.createdAt),
    output: row.output,
    level: row.level,
    source_id: row.sourceId,
  });
  return idFirst(row.id, rest);
}

function idFirst(id: LogId, rest: string): string {
  return `{"id":${id},${rest.slice(1)}`;
}

export function renderTimings(build: BuildRow): WorkspaceBuildTimings {
  const agents = build.resources.flatMap((resource) => resource.agents);
  return {
    provisioner_timings: [...build.timings]
      .filter((row) => row.startedAt > 0 && row.endedAt > 0)
      .sort((a, b) => a.startedAt - b.startedAt)
      .map((row) => ({
        job_id: build.job.id,
        started_at: formatTime(row.startedAt),
        ended_at: formatTime(row.endedAt),
        stage: row.stage,
        source: row.source,
        action: row.action,
        resource: row.resource,
      })),
    // Scripts keep their first run after the agent is superseded; connections do not.
    agent_script_timings: agents.flatMap((agent) =>
      agent.scripts.flatMap(({ firstRun, displayName }) =>
        firstRun === null
          ? []
          : {
              started_at: formatTime(firstRun.startedAt),
              ended_at: formatTime(firstRun.endedAt),
              exit_code: firstRun.exitCode,
              stage: firstRun.stage,
              status: firstRun.status,
              display_name: displayName,
              workspace_agent_id: agent.id,
              workspace_agent_name: agent.name,
            },
      ),
    ),
    agent_connection_timings: agents.flatMap((agent) =>
      agent.deleted || agent.firstConnectedAt === null
        ? []
        : {
            started_at: formatTime(agent.createdAt),
            ended_at: formatTime(agent.firstConnectedAt),
            stage: 'connect',
            workspace_agent_id: agent.id,
            workspace_agent_name: agent.name,
          },
    ),
  };
}
