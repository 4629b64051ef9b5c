import { measure } from './agent-metadata.ts';
import type { AgentRow } from './agent-rows.ts';
import { blueprintResources } from './blueprint.ts';
import type { BuildRow, JobRow, Transition, WorkspaceRow } from './rows.ts';
import { jobStatus } from './status.ts';
import type { LogInput, Store } from './store.ts';
import { terraformTimings } from './terraform-timings.ts';

/** The steps in which a build, its job and its agents change. Each announces what Coder announces, no more. */

export interface NewBuild {
  transition: Transition;
  versionId?: string;
  initiatorId?: string;
  reason?: string;
  parameters?: { name: string; value: string }[];
  presetId?: string | null;
  state?: Buffer;
  at?: number;
}

/** Inserts a pending build with the next number. A new build starts with its predecessor's state. */
export function insertBuild(store: Store, workspace: WorkspaceRow, input: NewBuild): BuildRow {
  const at = input.at ?? store.now();
  const previous = store.latestBuild(workspace);
  const template = store.templateOf(workspace);
  const versionId = input.versionId ?? previous?.versionId ?? template.activeVersionId;
  const version = store.versionRow(versionId);
  const initiatorId = input.initiatorId ?? workspace.ownerId;
  const id = store.random.uuid();
  const job: JobRow = {
    id: store.random.uuid(),
    type: 'workspace_build',
    buildId: id,
    versionId: null,
    createdAt: at,
    startedAt: null,
    completedAt: null,
    canceledAt: null,
    updatedAt: at,
    error: '',
    errorCode: '',
    inputError: '',
    workerId: null,
    fileId: version.job.fileId,
    tags: version.tags,
    organizationId: workspace.organizationId,
    initiatorId,
    logs: [],
    logBytes: 0,
    logsOverflowed: false,
  };
  const build: BuildRow = {
    id,
    workspaceId: workspace.id,
    versionId,
    number: (previous?.number ?? 0) + 1,
    transition: input.transition,
    initiatorId,
    reason: input.reason ?? 'initiator',
    createdAt: at,
    updatedAt: at,
    deadline: null,
    maxDeadline: null,
    dailyCost: 0,
    presetId: input.presetId ?? null,
    hasAiTask: null,
    hasExternalAgent: null,
    parameters: input.parameters ?? previous?.parameters ?? [],
    state: input.state ?? previous?.state ?? Buffer.alloc(0),
    resources: [],
    timings: [],
    job,
    versionMissing: false,
  };
  store.addBuild(workspace, build);
  store.announceWorkspace(workspace.id);
  return build;
}

/** A worker takes the job. */
export function takeJob(store: Store, build: BuildRow, workerId: string, at: number = store.now()): void {
  build.job.startedAt = at;
  build.job.updatedAt = at;
  build.job.workerId = workerId;
  store.announceWorkspace(build.workspaceId);
}

export interface Success {
  at?: number;
  state?: Buffer;
  /** Written with the completion and never announced: followers miss them. */
  warnings?: LogInput[];
  /** The server itself completes the build, without a worker, and the watch of all builds gets no event. */
  inline?: boolean;
}

/** Completes a job: writes resources, agents, timings, flags, deadlines and state together. */
export function succeedJob(store: Store, build: BuildRow, options: Success = {}): void {
  const at = options.at ?? store.now();
  const workspace = store.workspace(build.workspaceId);
  const template = store.templateOf(workspace);
  build.job.completedAt = at;
  build.job.updatedAt = at;
  build.updatedAt = at;
  for (const older of workspace.builds) {
    if (older !== build) for (const agent of store.liveAgents(older)) agent.deleted = true;
  }
  build.dailyCost = build.transition === 'delete' ? 0 : template.dailyCost;
  build.resources = blueprintResources(store, build, workspace, template.flavor, at + 5.482);
  build.timings = terraformTimings(template.flavor, build.transition, build.job.startedAt ?? at, at);
  build.hasAiTask = template.aiTask && build.transition === 'start';
  build.hasExternalAgent = false;
  if (workspace.ttlMs !== null && workspace.ttlMs > 0) build.deadline = at + workspace.ttlMs;
  build.state = options.state ?? terraformState(build, workspace);
  if (options.warnings !== undefined) store.appendLogs(build.job, options.warnings, { announce: false });
  if (build.transition === 'delete') workspace.deleted = true;
  finished(store, build, options.inline ?? false);
}

/** Failure stores the error and nothing else; `state` only if the provisioner returned one. */
export function failJob(
  store: Store,
  build: BuildRow,
  error: string,
  options: { at?: number; code?: string; state?: Buffer } = {},
): void {
  const at = options.at ?? store.now();
  build.job.completedAt = at;
  build.job.updatedAt = at;
  build.job.error = error;
  build.job.errorCode = options.code ?? '';
  build.updatedAt = at;
  if (options.state !== undefined) build.state = options.state;
  finished(store, build);
}

function finished(store: Store, build: BuildRow, inline = false): void {
  store.announceWorkspace(build.workspaceId);
  if (!inline) store.buildEvents.publish('all', { build, jobStatus: jobStatus(build.job) });
  store.jobEvents.publish(build.job.id, 'end');
}

/**
 * Marks the job canceled. A pending one is over at once, and nothing tells its log followers so; a running
 * one goes on until its worker notices.
 */
export function cancelJob(store: Store, build: BuildRow, at: number = store.now()): void {
  build.job.canceledAt = at;
  if (build.job.workerId === null) {
    build.job.completedAt = at;
    build.updatedAt = at;
  }
  store.announceWorkspace(build.workspaceId);
  store.buildEvents.publish('all', { build, jobStatus: 'canceled' });
}

export function connectAgent(store: Store, agent: AgentRow, at: number = store.now()): void {
  agent.firstConnectedAt ??= at;
  measure(store, agent, at);
  agent.lastConnectedAt = at;
  agent.updatedAt = at;
  agent.alive = true;
  agent.version = store.version;
  agent.apiVersion = '2.10';
  agent.expandedDirectory = agent.directory === '' ? '/home/coder' : agent.directory.replace('~', '/home/coder');
  agent.latency = { 'Coder Embedded Relay': { preferred: true, latency_ms: 1.274 } };
  announceAgent(store, agent);
}

export function startAgentScripts(store: Store, agent: AgentRow, at: number = store.now()): void {
  agent.startedAt = at;
  agent.updatedAt = at;
  agent.lifecycleState = 'starting';
  announceAgent(store, agent);
}

/** The scripts end, with one of the three outcomes. */
export function endAgentScripts(
  store: Store,
  agent: AgentRow,
  outcome: 'ready' | 'start_error' | 'start_timeout' = 'ready',
  at: number = store.now(),
): void {
  agent.readyAt = at;
  agent.updatedAt = at;
  agent.lifecycleState = outcome;
  for (const [index, script] of agent.scripts.entries()) {
    if (!script.runOnStart) continue;
    const bad = index === 0 && outcome !== 'ready';
    script.exitCode = bad ? (outcome === 'start_error' ? 1 : 124) : 0;
    script.status = bad ? (outcome === 'start_error' ? 'exit_failure' : 'timed_out') : 'ok';
    const startedAt = (agent.startedAt ?? at) + 97 + index * 3;
    const endedAt = Math.max(startedAt + 1, at - 120 * index);
    script.firstRun = { startedAt, endedAt, exitCode: script.exitCode, status: script.status, stage: 'start' };
  }
  for (const app of agent.apps) if (app.health === 'initializing') app.health = 'healthy';
  announceAgent(store, agent);
}

function announceAgent(store: Store, agent: AgentRow): void {
  const build = store.agents.get(agent.id)?.build;
  if (build !== undefined) store.announceWorkspace(build.workspaceId);
}

/** A minimal valid Terraform state file. */
function terraformState(build: BuildRow, workspace: WorkspaceRow): Buffer {
  const resources = build.resources.map((resource) => ({
    mode: 'managed',
    type: resource.type,
    name: resource.name,
    instances: [{ schema_version: 0, attributes: { id: `coder-${workspace.id}-${resource.name}` } }],
  }));
  const state = {
    version: 4,
    terraform_version: '1.14.5',
    serial: build.number,
    lineage: workspace.id,
    outputs: {},
    resources,
  };
  return Buffer.from(`${JSON.stringify(state, null, 2)}\n`);
}
