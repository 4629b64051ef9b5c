/**
 * The JSON of Coder's REST API, as it is on the wire.
 *
 * Coder says "unset" in four ways: the key is absent (`?`), the value is `null` (`| null`), a time is the
 * zero time, a UUID is the zero UUID. These types show the first two; `check.ts` turns the other two into
 * `null` where answers enter. Enums are plain strings because Coder adds values: `schema/enums.ts` lists
 * the known ones.
 */

import type { WorkspaceAgent, WorkspaceAppStatus } from './agent-types.ts';

export type Uuid = string;
/** RFC 3339 with 0 to 6 fraction digits; the zone is normally `Z`, but an offset is possible. */
export type Time = string;

/** The id of a log line: an int64 of one sequence over all jobs. A bigint only from 2^53 on. */
export type LogId = number | bigint;

export interface WorkspaceBuild {
  id: Uuid;
  created_at: Time;
  updated_at: Time;
  workspace_id: Uuid;
  workspace_name: string;
  workspace_owner_id: Uuid;
  workspace_owner_name: string;
  workspace_owner_avatar_url?: string;
  template_version_id: Uuid;
  /** Empty only in the answer to a creation. */
  template_version_name: string;
  build_number: number;
  transition: string;
  initiator_id: Uuid;
  initiator_name: string;
  job: ProvisionerJob;
  reason: string;
  resources: WorkspaceResource[];
  deadline: Time | null;
  max_deadline: Time | null;
  status: string;
  daily_cost: number;
  /** Always blank in a read by id. */
  matched_provisioners?: MatchedProvisioners;
  template_version_preset_id: Uuid | null;
  has_ai_task?: boolean;
  has_external_agent?: boolean;
}

export interface ProvisionerJob {
  id: Uuid;
  created_at: Time;
  started_at?: Time;
  completed_at?: Time;
  canceled_at?: Time;
  error?: string;
  error_code?: string;
  status: string;
  worker_id?: Uuid;
  worker_name?: string;
  file_id: Uuid;
  tags: Record<string, string>;
  queue_position: number;
  queue_size: number;
  organization_id: Uuid;
  initiator_id: Uuid;
  input: ProvisionerJobInput;
  type: string;
  available_workers?: Uuid[];
  metadata: ProvisionerJobMetadata;
  logs_overflowed: boolean;
}

export interface ProvisionerJobInput {
  template_version_id?: Uuid;
  workspace_build_id?: Uuid;
  error?: string;
}

/** All strings empty and the template's UUID zero when the job is nested in a build. */
export interface ProvisionerJobMetadata {
  template_version_name: string;
  template_id: Uuid;
  template_name: string;
  template_display_name: string;
  template_icon: string;
  workspace_id?: Uuid;
  workspace_name?: string;
  workspace_build_transition?: string;
}

export interface MatchedProvisioners {
  count: number;
  available: number;
  most_recently_seen: Time | null;
}

export interface WorkspaceResource {
  id: Uuid;
  created_at: Time;
  job_id: Uuid;
  workspace_transition: string;
  type: string;
  name: string;
  hide: boolean;
  icon: string;
  agents?: WorkspaceAgent[];
  metadata?: WorkspaceResourceMetadata[];
  daily_cost: number;
}

export interface WorkspaceResourceMetadata {
  key: string;
  /** In clear, even when sensitive. */
  value: string;
  sensitive: boolean;
}

export interface WorkspaceBuildParameter {
  name: string;
  value: string;
}

export interface ProvisionerJobLog {
  id: LogId;
  created_at: Time;
  log_source: string;
  log_level: string;
  stage: string;
  output: string;
}

export interface WorkspaceBuildTimings {
  provisioner_timings: ProvisionerTiming[];
  agent_script_timings: AgentScriptTiming[];
  agent_connection_timings: AgentConnectionTiming[];
}

export interface ProvisionerTiming {
  job_id: Uuid;
  started_at: Time;
  ended_at: Time;
  stage: string;
  source: string;
  action: string;
  resource: string;
}

export interface AgentScriptTiming {
  started_at: Time;
  ended_at: Time;
  exit_code: number;
  stage: string;
  status: string;
  display_name: string;
  workspace_agent_id: string;
  workspace_agent_name: string;
}

export interface AgentConnectionTiming {
  started_at: Time;
  ended_at: Time;
  stage: string;
  workspace_agent_id: string;
  workspace_agent_name: string;
}

/** The error envelope. */
export interface ApiError {
  message: string;
  detail?: string;
  validations?: ApiValidation[];
}

export interface ApiValidation {
  field: string;
  detail: string;
}

export interface CreateWorkspaceBuildRequest {
  transition: string;
  template_version_id?: Uuid;
  template_version_preset_id?: Uuid;
  rich_parameter_values?: WorkspaceBuildParameter[];
  reason?: string;
  log_level?: string;
  orphan?: boolean;
  dry_run?: boolean;
  /** Base64. */
  state?: string;
}

export interface UpdateWorkspaceBuildStateRequest {
  /** Base64. */
  state: string | null;
}

export interface Workspace {
  id: Uuid;
  created_at: Time;
  updated_at: Time;
  owner_id: Uuid;
  owner_name: string;
  owner_avatar_url: string;
  organization_id: Uuid;
  organization_name: string;
  template_id: Uuid;
  template_name: string;
  template_display_name: string;
  template_icon: string;
  template_allow_user_cancel_workspace_jobs: boolean;
  template_active_version_id: Uuid;
  template_require_active_version: boolean;
  template_use_classic_parameter_flow: boolean;
  latest_build: WorkspaceBuild;
  latest_app_status: WorkspaceAppStatus | null;
  outdated: boolean;
  name: string;
  autostart_schedule?: string;
  ttl_ms?: number;
  /** The zero time when never used. */
  last_used_at: Time;
  deleting_at: Time | null;
  dormant_at: Time | null;
  health: WorkspaceHealth;
  automatic_updates: string;
  allow_renames: boolean;
  favorite: boolean;
  next_start_at: Time | null;
  is_prebuild: boolean;
  task_id: Uuid | null;
  shared_with?: SharedWorkspaceActor[];
}

export interface WorkspaceHealth {
  healthy: boolean;
  failing_agents: Uuid[];
}

export interface SharedWorkspaceActor {
  id: Uuid;
  actor_type: string;
  name: string;
  avatar_url?: string;
  roles: string[];
}

export interface User {
  id: Uuid;
  username: string;
  name?: string;
  avatar_url?: string;
  email: string;
  created_at: Time;
  updated_at: Time;
  last_seen_at: Time;
  status: string;
  login_type: string;
  is_service_account?: boolean;
  theme_preference?: string;
  organization_ids: Uuid[] | null;
  roles: SlimRole[];
  has_ai_seat: boolean;
}

export interface SlimRole {
  name: string;
  display_name: string;
  organization_id?: string;
}

export interface BuildInfo {
  external_url: string;
  version: string;
  dashboard_url: string;
  telemetry: boolean;
  workspace_proxy: boolean;
  agent_api_version: string;
  provisioner_api_version: string;
  upgrade_message: string;
  deployment_id: string;
  webpush_public_key?: string;
}

/** One message of `/workspaces/{workspace}/watch-ws`. */
export type WatchEvent =
  | { type: 'ping'; data: null }
  | { type: 'data'; data: Workspace }
  | { type: 'error'; data: ApiError };
