import type { LogId, Time, Uuid } from './types.ts';

/** The agents in a build's JSON, as `types.ts` has the rest of it. */

export interface WorkspaceAgent {
  id: Uuid;
  parent_id: Uuid | null;
  created_at: Time;
  updated_at: Time;
  first_connected_at?: Time;
  last_connected_at?: Time;
  disconnected_at?: Time;
  started_at?: Time;
  ready_at?: Time;
  status: string;
  lifecycle_state: string;
  name: string;
  resource_id: Uuid;
  instance_id?: string;
  architecture: string;
  environment_variables: Record<string, string> | null;
  operating_system: string;
  logs_length: number;
  logs_overflowed: boolean;
  directory?: string;
  expanded_directory?: string;
  version: string;
  api_version: string;
  apps: WorkspaceApp[];
  latency?: Record<string, DerpRegion>;
  /** Seconds; 0 means no timeout. */
  connection_timeout_seconds: number;
  troubleshooting_url: string;
  subsystems: string[];
  health: WorkspaceAgentHealth;
  display_apps: string[];
  log_sources: WorkspaceAgentLogSource[];
  scripts: WorkspaceAgentScript[];
  startup_script_behavior: string;
}

export interface WorkspaceAgentHealth {
  healthy: boolean;
  reason?: string;
}

export interface DerpRegion {
  preferred: boolean;
  latency_ms: number;
}

export interface WorkspaceAgentScript {
  id: Uuid;
  log_source_id: Uuid;
  log_path: string;
  script: string;
  cron: string;
  run_on_start: boolean;
  run_on_stop: boolean;
  start_blocks_login: boolean;
  /** Nanoseconds, whole seconds; 0 means none. */
  timeout: number;
  display_name: string;
  exit_code?: number;
  status?: string;
}

export interface WorkspaceAgentLogSource {
  workspace_agent_id: Uuid;
  id: Uuid;
  created_at: Time;
  display_name: string;
  icon: string;
}

export interface WorkspaceApp {
  id: Uuid;
  url?: string;
  external: boolean;
  slug: string;
  display_name?: string;
  command?: string;
  icon?: string;
  subdomain: boolean;
  subdomain_name?: string;
  sharing_level: string;
  /** Zeros when there is none. */
  healthcheck: Healthcheck;
  health: string;
  group?: string;
  hidden: boolean;
  open_in: string;
  tooltip?: string;
  statuses: WorkspaceAppStatus[];
}

export interface Healthcheck {
  url: string;
  /** Seconds. */
  interval: number;
  /** Consecutive failures. */
  threshold: number;
}

export interface WorkspaceAppStatus {
  id: Uuid;
  created_at: Time;
  workspace_id: Uuid;
  agent_id: Uuid;
  app_id: Uuid;
  state: string;
  message: string;
  uri: string;
  icon: string;
  needs_user_attention: boolean;
}

export interface WorkspaceAgentLog {
  id: LogId;
  created_at: Time;
  output: string;
  level: string;
  source_id: Uuid;
}
