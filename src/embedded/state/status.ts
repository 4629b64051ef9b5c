import type { AgentRow } from './agent-rows.ts';
import type { BuildRow, JobRow, Transition } from './rows.ts';

/** Everything that Coder computes at read time. Nothing here is stored, so it cannot disagree with the rows. */

export function jobStatus(job: JobRow): string {
  if (job.completedAt !== null) {
    if (job.error !== '') return 'failed';
    return job.canceledAt === null ? 'succeeded' : 'canceled';
  }
  if (job.error !== '') return 'failed';
  if (job.canceledAt !== null) return 'canceling';
  return job.startedAt === null ? 'pending' : 'running';
}

const RUNNING: Record<Transition, string> = { start: 'starting', stop: 'stopping', delete: 'deleting' };
const SUCCEEDED: Record<Transition, string> = { start: 'running', stop: 'stopped', delete: 'deleted' };

export function buildStatus(build: BuildRow): string {
  const status = jobStatus(build.job);
  if (status === 'running') return RUNNING[build.transition];
  if (status === 'succeeded') return SUCCEEDED[build.transition];
  return status;
}

/** A job that still holds its workspace: no second build is accepted meanwhile. */
export function isActive(job: JobRow): boolean {
  return job.completedAt === null && job.error === '';
}

/** An agent not seen for longer than this is disconnected. */
const AGENT_INACTIVE_MS = 30_000;
const AGENT_HEARTBEAT_MS = 15_000;

/** The last sign of life, which a living agent sends every 15 s. */
export function lastConnectedAt(agent: AgentRow, now: number): number | null {
  if (agent.lastConnectedAt === null || !agent.alive) return agent.lastConnectedAt;
  const beats = Math.floor(Math.max(0, now - agent.lastConnectedAt) / AGENT_HEARTBEAT_MS);
  return agent.lastConnectedAt + beats * AGENT_HEARTBEAT_MS;
}

export function agentStatus(agent: AgentRow, now: number): { status: string; disconnectedAt: number | null } {
  const seen = lastConnectedAt(agent, now);
  if (agent.firstConnectedAt === null || seen === null) {
    const waited = now - agent.createdAt;
    const late = agent.connectionTimeoutSeconds > 0 && waited > agent.connectionTimeoutSeconds * 1000;
    return { status: late ? 'timeout' : 'connecting', disconnectedAt: agent.disconnectedAt };
  }
  if (agent.disconnectedAt !== null && agent.disconnectedAt >= seen) {
    return { status: 'disconnected', disconnectedAt: agent.disconnectedAt };
  }
  if (now - seen > AGENT_INACTIVE_MS) return { status: 'disconnected', disconnectedAt: seen };
  return { status: 'connected', disconnectedAt: agent.disconnectedAt };
}

const SHUTTING_DOWN = new Set(['shutting_down', 'shutdown_timeout', 'shutdown_error', 'off']);

export function agentHealth(agent: AgentRow, status: string): { healthy: boolean; reason?: string } {
  const state = agent.lifecycleState;
  if (status !== 'connected' && state === 'off') return sick('agent is not running');
  if (status === 'connecting') return sick('agent has not yet connected');
  if (status === 'timeout') return sick('agent is taking too long to connect');
  if (status === 'disconnected') return sick('agent has lost connection');
  if (state === 'start_error') return sick('agent startup script exited with an error');
  if (SHUTTING_DOWN.has(state)) return sick('agent is shutting down');
  return { healthy: true };
}

function sick(reason: string): { healthy: boolean; reason: string } {
  return { healthy: false, reason };
}
