import type { AgentMetadataRow, AgentRow } from './agent-rows.ts';
import type { Store } from './store.ts';

/** What agents measure: their values and when they are reported. */

const MEASUREMENTS: [key: string, displayName: string, script: string, intervalSeconds: number][] = [
  ['cpu', 'CPU', 'coder stat cpu', 10],
  ['memory', 'Memory', 'coder stat mem', 10],
  ['disk', 'Disk', 'coder stat disk --path /home/coder', 60],
];

/** The measurements of an agent that has not connected yet. */
export function blueprintMetadata(): AgentMetadataRow[] {
  return MEASUREMENTS.map(([key, displayName, script, intervalSeconds]) => {
    return { key, displayName, script, intervalSeconds, timeoutSeconds: 5, value: '', error: '', collectedAt: null };
  });
}

/** A new value of one measurement, which watchers are told of. */
export function reportMetadata(
  store: Store,
  agent: AgentRow,
  key: string,
  result: { value?: string; error?: string; collectedAt?: number },
): void {
  const item = agent.metadata.find((candidate) => candidate.key === key);
  if (item === undefined) throw new Error(`The agent ${agent.name} has no metadata ${key}`);
  Object.assign(item, { value: '', error: '', collectedAt: store.now(), ...result });
  store.metadataEvents.publish(agent.id, 'changed');
}

/** Reports what is due: values that wander with the time, the same for the same agent and moment. */
export function measure(store: Store, agent: AgentRow, at = store.now()): void {
  for (const { key, collectedAt, intervalSeconds } of agent.metadata) {
    if (collectedAt !== null && at - collectedAt < intervalSeconds * 1_000) continue;
    reportMetadata(store, agent, key, { value: reading(key, agent.id, at), collectedAt: at });
  }
}

function reading(key: string, agentId: string, at: number): string {
  const phase = Number.parseInt(agentId.slice(0, 4), 16) / 1_000;
  const wave = (Math.sin(at / 45_000 + phase) + 1) / 2;
  switch (key) {
    case 'cpu':
      return `${Math.round(5 + 70 * wave)}%`;
    case 'memory':
      return `${(1 + 2.5 * wave).toFixed(1)}/8.0 GiB (${Math.round((100 * (1 + 2.5 * wave)) / 8)}%)`;
    default:
      return '12/100 GiB (12%)';
  }
}
