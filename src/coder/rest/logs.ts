import { lenient, list, logId, object, required, text, time, uuid, type Wire } from '../response/check.ts';

export const buildLog = object({
  id: required(logId),
  created_at: required(time),
  log_source: required(text),
  log_level: required(text),
  stage: required(text),
  output: required(text),
});
export type ProvisionerJobLog = Wire<typeof buildLog>;

export const buildLogs = list(buildLog);

export const agentLog = object({
  id: required(logId),
  created_at: required(time),
  output: required(text),
  level: required(text),
  source_id: lenient(uuid),
});
export type WorkspaceAgentLog = Wire<typeof agentLog>;

export const agentLogs = list(agentLog);
