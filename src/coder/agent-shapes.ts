import {
  flag,
  float,
  int32,
  integer,
  key,
  list,
  logId,
  map,
  object,
  optional,
  required,
  text,
  textOrUnset,
  time,
  uuid,
  uuidOrNullUuid,
} from './check.ts';

// The shapes of `agent-types.ts`, as `shapes.ts` has the rest.

const healthcheck = object({ url: required(text), interval: required(int32), threshold: required(int32) });

export const appStatus = object({
  id: key(uuid),
  created_at: key(time),
  workspace_id: key(uuid),
  agent_id: key(uuid),
  app_id: key(uuid),
  state: required(text),
  message: required(text),
  uri: optional(textOrUnset),
  icon: optional(textOrUnset),
  needs_user_attention: optional(flag),
});

const app = object({
  id: key(uuid),
  url: optional(textOrUnset),
  external: required(flag),
  slug: required(text),
  display_name: optional(textOrUnset),
  command: optional(textOrUnset),
  icon: optional(textOrUnset),
  subdomain: required(flag),
  subdomain_name: optional(textOrUnset),
  sharing_level: required(text),
  healthcheck: optional(healthcheck),
  health: required(text),
  group: optional(textOrUnset),
  hidden: required(flag),
  open_in: required(text),
  tooltip: optional(textOrUnset),
  statuses: required(list(appStatus)),
});

const script = object({
  id: key(uuid),
  log_source_id: optional(uuid),
  log_path: required(text),
  script: required(text),
  cron: optional(textOrUnset),
  run_on_start: required(flag),
  run_on_stop: required(flag),
  start_blocks_login: required(flag),
  timeout: required(integer),
  display_name: required(text),
  exit_code: optional(int32),
  status: optional(textOrUnset),
});

const logSource = object({
  workspace_agent_id: optional(uuid),
  id: key(uuid),
  created_at: required(time),
  display_name: required(text),
  icon: required(text),
});

export const agent = object({
  id: key(uuid),
  parent_id: optional(uuidOrNullUuid),
  created_at: required(time),
  updated_at: required(time),
  first_connected_at: optional(time),
  last_connected_at: optional(time),
  disconnected_at: optional(time),
  started_at: optional(time),
  ready_at: optional(time),
  status: required(text),
  lifecycle_state: required(text),
  name: required(text),
  resource_id: key(uuid),
  instance_id: optional(textOrUnset),
  architecture: required(text),
  environment_variables: required(map(text)),
  operating_system: required(text),
  logs_length: required(int32),
  logs_overflowed: required(flag),
  directory: optional(textOrUnset),
  expanded_directory: optional(textOrUnset),
  version: required(text),
  api_version: required(text),
  apps: required(list(app)),
  latency: required(map(object({ preferred: key(flag), latency_ms: key(float) }))),
  connection_timeout_seconds: required(int32),
  troubleshooting_url: optional(textOrUnset),
  subsystems: required(list(text)),
  health: required(object({ healthy: required(flag), reason: optional(textOrUnset) })),
  display_apps: required(list(text)),
  log_sources: required(list(logSource)),
  scripts: required(list(script)),
  startup_script_behavior: optional(textOrUnset),
});

export const agentLog = object({
  id: key(logId),
  created_at: key(time),
  output: key(text),
  level: key(text),
  source_id: optional(uuid),
});
export const agentLogs = list(agentLog);
