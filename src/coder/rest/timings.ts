import { int32, key, list, object, required, text, time, uuid, type Wire } from '../response/check.ts';

export const provisionerTiming = object({
  job_id: key(uuid),
  started_at: key(time),
  ended_at: key(time),
  stage: key(text),
  source: key(text),
  action: key(text),
  resource: key(text),
});
export type ProvisionerTiming = Wire<typeof provisionerTiming>;

const agentTiming = {
  started_at: key(time),
  ended_at: key(time),
  stage: key(text),
  workspace_agent_id: key(uuid),
  workspace_agent_name: key(text),
};

export const agentScriptTiming = object({
  ...agentTiming,
  exit_code: key(int32),
  status: key(text),
  display_name: key(text),
});
export type AgentScriptTiming = Wire<typeof agentScriptTiming>;

export const agentConnectionTiming = object(agentTiming);
export type AgentConnectionTiming = Wire<typeof agentConnectionTiming>;

/** Older Coders list a script that has not run, or an agent that never connected, with a zero start or end. */
function isMeasured(timing: unknown): boolean {
  if (typeof timing !== 'object' || timing === null) return true;
  const { started_at: start, ended_at: end } = timing as Record<string, unknown>;
  return time.accept(start, '') !== null && time.accept(end, '') !== null;
}

export const timings = object({
  provisioner_timings: required(list(provisionerTiming, isMeasured)),
  agent_script_timings: required(list(agentScriptTiming, isMeasured)),
  agent_connection_timings: required(list(agentConnectionTiming, isMeasured)),
});
export type WorkspaceBuildTimings = Wire<typeof timings>;
