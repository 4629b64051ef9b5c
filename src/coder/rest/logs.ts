import { key, lenient, list, logId, object, text, time, uuid, type Wire } from '../response/check.ts';

export const buildLog = object({
  id: key(logId),
  created_at: key(time),
  log_source: key(text),
  log_level: key(text),
  stage: key(text),
  output: key(text),
});
export type ProvisionerJobLog = Wire<typeof buildLog>;

export const buildLogs = list(buildLog);

export const agentLog = object({
  id: key(logId),
  created_at: key(time),
  output: key(text),
  level: key(text),
  source_id: lenient(uuid),
});
export type WorkspaceAgentLog = Wire<typeof agentLog>;

export const agentLogs = list(agentLog);
