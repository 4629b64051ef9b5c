import {
  flag,
  float,
  int32,
  integer,
  lenient,
  list,
  map,
  nullable,
  object,
  omittable,
  optional,
  required,
  text,
  textOrUnset,
  time,
  uuid,
  uuidOrNullUuid,
  type Wire,
} from '../response/check.ts';

export const appStatus = object({
  id: required(uuid),
  created_at: required(time),
  workspace_id: required(uuid),
  agent_id: required(uuid),
  app_id: required(uuid),
  state: required(text),
  message: required(text),
  uri: lenient(textOrUnset),
  icon: lenient(textOrUnset),
  needs_user_attention: lenient(flag),
});
export type WorkspaceAppStatus = Wire<typeof appStatus>;

export const healthcheck = object({
  url: required(text),
  /** Seconds. */
  interval: required(int32),
  /** Consecutive failures. */
  threshold: required(int32),
});
export type Healthcheck = Wire<typeof healthcheck>;

export const app = object({
  id: required(uuid),
  url: optional(textOrUnset),
  external: required(flag),
  slug: required(text),
  display_name: optional(textOrUnset),
  command: optional(textOrUnset),
  icon: optional(textOrUnset),
  subdomain: required(flag),
  subdomain_name: optional(textOrUnset),
  sharing_level: required(text),
  /** Zeros when there is none. */
  healthcheck: lenient(healthcheck),
  health: required(text),
  group: optional(textOrUnset),
  hidden: required(flag),
  open_in: required(text),
  tooltip: optional(textOrUnset),
  statuses: required(list(appStatus)),
});
export type WorkspaceApp = Wire<typeof app>;

export const script = object({
  id: required(uuid),
  log_source_id: lenient(uuid),
  log_path: required(text),
  script: required(text),
  cron: lenient(textOrUnset),
  run_on_start: required(flag),
  run_on_stop: required(flag),
  start_blocks_login: required(flag),
  /** Nanoseconds, whole seconds; 0 means none. */
  timeout: required(integer),
  display_name: required(text),
  exit_code: optional(int32),
  status: optional(textOrUnset),
});
export type WorkspaceAgentScript = Wire<typeof script>;

export const logSource = object({
  workspace_agent_id: lenient(uuid),
  id: required(uuid),
  created_at: required(time),
  display_name: required(text),
  icon: required(text),
});
export type WorkspaceAgentLogSource = Wire<typeof logSource>;

export const agentHealth = object({ healthy: required(flag), reason: optional(textOrUnset) });
export type WorkspaceAgentHealth = Wire<typeof agentHealth>;

export const derpRegion = object({ preferred: required(flag), latency_ms: required(float) });

export const agent = object({
  id: required(uuid),
  parent_id: nullable(uuidOrNullUuid),
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
  resource_id: required(uuid),
  instance_id: optional(textOrUnset),
  architecture: required(text),
  environment_variables: omittable(map(text)),
  operating_system: required(text),
  logs_length: required(int32),
  logs_overflowed: required(flag),
  directory: optional(textOrUnset),
  expanded_directory: optional(textOrUnset),
  version: required(text),
  api_version: required(text),
  apps: required(list(app)),
  latency: omittable(map(derpRegion)),
  /** Seconds; 0 means no timeout. */
  connection_timeout_seconds: required(int32),
  troubleshooting_url: lenient(textOrUnset),
  subsystems: required(list(text)),
  health: required(agentHealth),
  display_apps: required(list(text)),
  log_sources: required(list(logSource)),
  scripts: required(list(script)),
  startup_script_behavior: lenient(textOrUnset),
});
export type WorkspaceAgent = Wire<typeof agent>;
