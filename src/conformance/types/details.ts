import { createHash } from 'node:crypto';
import { computed, enumeration, isUnset, type Rest, type Rule, same, type TypeRules, text, unset } from '../rules.ts';

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

/** What a build or an agent shows beyond its own JSON; each costs a call. */
export const detailsRules: Readonly<Record<string, TypeRules>> = {
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

/** The text of bytes that are UTF-8; null otherwise. */
function utf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
