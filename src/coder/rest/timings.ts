import { int32, list, object, required, text, time, uuid, type Wire } from '../response/check.ts';

export const provisionerTiming = object({
  job_id: required(uuid),
  started_at: required(time),
  ended_at: required(time),
  stage: required(text),
  source: required(text),
  action: required(text),
  resource: required(text),
});
export type ProvisionerTiming = Wire<typeof provisionerTiming>;

const agentTiming = {
  started_at: required(time),
  ended_at: required(time),
  stage: required(text),
  workspace_agent_id: required(uuid),
  workspace_agent_name: required(text),
};

export const agentScriptTiming = object({
  ...agentTiming,
  exit_code: required(int32),
  status: required(text),
  display_name: required(text),
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
  provisioner_timings: required(list(provisionerTiming, { counts: isMeasured })),
  agent_script_timings: required(list(agentScriptTiming, { counts: isMeasured })),
  agent_connection_timings: required(list(agentConnectionTiming, { counts: isMeasured })),
});
export type WorkspaceBuildTimings = Wire<typeof timings>;
