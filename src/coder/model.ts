/**
 * The REST objects as the rest of the gateway sees them: after their checks, where every kind of "unset" is
 * `null` or `undefined`, and lists and maps are always there.
 */
import type { Checked } from './response/check.ts';
import type * as agent from './rest/agent.ts';
import type * as build from './rest/build.ts';
import type { buildInfo } from './rest/build-info.ts';
import type * as job from './rest/job.ts';
import type * as logs from './rest/logs.ts';
import type * as timings from './rest/timings.ts';
import type { user } from './rest/user.ts';
import type * as workspace from './rest/workspace.ts';

export type { LogId } from './rest/scalars.ts';

export type Workspace = Checked<typeof workspace.workspace>;
export type WorkspacePage = Checked<typeof workspace.workspaces>;
export type WorkspaceShare = Checked<typeof workspace.share>;
export type WorkspaceHealth = Checked<typeof workspace.workspaceHealth>;

export type Build = Checked<typeof build.build>;
export type BuildParameter = Checked<typeof build.parameter>;
export type MatchedProvisioners = Checked<typeof build.matchedProvisioners>;
export type Resource = Checked<typeof build.resource>;
export type ResourceMetadata = Checked<typeof build.resourceMetadata>;

export type Job = Checked<typeof job.job>;
export type JobInput = Checked<typeof job.jobInput>;
export type JobMetadata = Checked<typeof job.jobMetadata>;

export type Agent = Checked<typeof agent.agent>;
export type AgentHealth = Checked<typeof agent.agentHealth>;
export type Script = Checked<typeof agent.script>;
export type LogSource = Checked<typeof agent.logSource>;
export type App = Checked<typeof agent.app>;
export type AppStatus = Checked<typeof agent.appStatus>;
export type Healthcheck = Checked<typeof agent.healthcheck>;

export type BuildLog = Checked<typeof logs.buildLog>;
export type AgentLog = Checked<typeof logs.agentLog>;

export type Timings = Checked<typeof timings.timings>;
export type ProvisionerTiming = Checked<typeof timings.provisionerTiming>;
export type AgentScriptTiming = Checked<typeof timings.agentScriptTiming>;
export type AgentConnectionTiming = Checked<typeof timings.agentConnectionTiming>;

export type User = Checked<typeof user>;
export type BuildInfo = Checked<typeof buildInfo>;
