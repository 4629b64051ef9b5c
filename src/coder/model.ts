/**
 * The REST types as the rest of the gateway sees them: after `check.ts`, where every kind of "unset" is
 * `null` or `undefined`, and lists and maps are always there.
 */
import type * as agents from './agent-types.ts';
import type * as wire from './types.ts';

type Unset = null | undefined;
/** `T` with the keys `K` that are unset when Coder sends an empty text, a zero time or a zero UUID. */
type Clearable<T, K extends keyof T> = Omit<T, K> & { [Key in K]?: T[Key] | Unset };
/** `T` with the keys `K` always there. */
type Present<T, K extends keyof T> = Omit<T, K> & { [Key in K]-?: NonNullable<T[Key]> };

export type LogId = wire.LogId;
export type BuildParameter = wire.WorkspaceBuildParameter;
export type BuildLog = wire.ProvisionerJobLog;
export type AgentLog = Clearable<agents.WorkspaceAgentLog, 'source_id'>;
export type Timings = wire.WorkspaceBuildTimings;
export type MatchedProvisioners = wire.MatchedProvisioners;
export type ResourceMetadata = wire.WorkspaceResourceMetadata;
export type LogSource = agents.WorkspaceAgentLogSource;
export type AgentHealth = agents.WorkspaceAgentHealth;
export type Healthcheck = agents.Healthcheck;
export type ProvisionerTiming = wire.ProvisionerTiming;
export type AgentScriptTiming = wire.AgentScriptTiming;
export type AgentConnectionTiming = wire.AgentConnectionTiming;
export type WorkspaceShare = wire.SharedWorkspaceActor;
export type WorkspaceHealth = wire.WorkspaceHealth;
export type JobInput = wire.ProvisionerJobInput;
export type JobMetadata = Clearable<
  wire.ProvisionerJobMetadata,
  'template_version_name' | 'template_id' | 'template_name' | 'template_display_name' | 'template_icon'
>;
export type AppStatus = Clearable<agents.WorkspaceAppStatus, 'uri' | 'icon' | 'needs_user_attention'>;
export type Script = Clearable<agents.WorkspaceAgentScript, 'log_source_id' | 'cron'>;

export interface App extends Omit<agents.WorkspaceApp, 'statuses' | 'healthcheck'> {
  statuses: AppStatus[];
  healthcheck?: Healthcheck | Unset;
}

export interface Agent
  extends Omit<
    Clearable<agents.WorkspaceAgent, 'troubleshooting_url' | 'startup_script_behavior' | 'parent_id'>,
    'apps' | 'scripts' | 'environment_variables' | 'latency'
  > {
  apps: App[];
  scripts: Script[];
  environment_variables: Record<string, string>;
  latency: Record<string, agents.DerpRegion>;
}

export interface Resource extends Omit<wire.WorkspaceResource, 'agents' | 'metadata'> {
  agents: Agent[];
  metadata: ResourceMetadata[];
}

export interface Job
  extends Omit<Present<Clearable<wire.ProvisionerJob, 'file_id' | 'initiator_id'>, 'available_workers'>, 'metadata'> {
  metadata?: JobMetadata | Unset;
}

export interface Build extends Omit<Clearable<wire.WorkspaceBuild, 'initiator_name'>, 'job' | 'resources'> {
  job: Job;
  resources: Resource[];
}

type WorkspaceKey = 'id' | 'name' | 'owner_id' | 'owner_name';
type WorkspaceDetail = Omit<wire.Workspace, WorkspaceKey | 'latest_build' | 'latest_app_status'>;

export interface Workspace
  extends Pick<wire.Workspace, WorkspaceKey>,
    Clearable<WorkspaceDetail, keyof WorkspaceDetail> {
  latest_build?: Build | Unset;
  latest_app_status?: AppStatus | Unset;
}

export interface WorkspacePage {
  workspaces: Workspace[];
  /** All matches, on every page, before rows that the caller cannot read are dropped. */
  count: number;
}

export type User = Clearable<Pick<wire.User, 'id' | 'username' | 'name' | 'avatar_url' | 'email'>, 'email'>;
export type BuildInfo = Pick<wire.BuildInfo, 'version'> &
  Partial<Pick<wire.BuildInfo, 'external_url' | 'dashboard_url'>>;
