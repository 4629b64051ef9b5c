/**
 * The REST objects as the rest of the gateway sees them: after their checks, where every kind of "unset" is
 * `null` or `undefined`, and lists and maps are always there.
 */
import type { Checked } from './response/check.ts';
import type { Walked } from './response/walk.ts';
import type * as agent from './rest/agent.ts';
import type * as build from './rest/build.ts';
import type { buildInfo } from './rest/build-info.ts';
import type * as job from './rest/job.ts';
import type * as logs from './rest/logs.ts';
import type * as timings from './rest/timings.ts';
import type { user } from './rest/user.ts';
import type * as workspace from './rest/workspace.ts';

export type { LogId } from './rest/scalars.ts';

export type Workspace = Walked<Checked<typeof workspace.workspace>>;
export type WorkspacePage = Walked<Checked<typeof workspace.workspaces>>;
export type WorkspaceShare = Walked<Checked<typeof workspace.share>>;
export type WorkspaceHealth = Walked<Checked<typeof workspace.workspaceHealth>>;

export type Build = Walked<Checked<typeof build.build>>;
export type BuildParameter = Walked<Checked<typeof build.parameter>>;
export type MatchedProvisioners = Walked<Checked<typeof build.matchedProvisioners>>;
export type Resource = Walked<Checked<typeof build.resource>>;
export type ResourceMetadata = Walked<Checked<typeof build.resourceMetadata>>;

export type Job = Walked<Checked<typeof job.job>>;
export type JobInput = Walked<Checked<typeof job.jobInput>>;
export type JobMetadata = Walked<Checked<typeof job.jobMetadata>>;

export type Agent = Walked<Checked<typeof agent.agent>>;
export type AgentHealth = Walked<Checked<typeof agent.agentHealth>>;
export type Script = Walked<Checked<typeof agent.script>>;
export type LogSource = Walked<Checked<typeof agent.logSource>>;
export type App = Walked<Checked<typeof agent.app>>;
export type AppStatus = Walked<Checked<typeof agent.appStatus>>;
export type Healthcheck = Walked<Checked<typeof agent.healthcheck>>;

export type BuildLog = Walked<Checked<typeof logs.buildLog>>;
export type AgentLog = Walked<Checked<typeof logs.agentLog>>;

export type Timings = Walked<Checked<typeof timings.timings>>;
export type ProvisionerTiming = Walked<Checked<typeof timings.provisionerTiming>>;
export type AgentScriptTiming = Walked<Checked<typeof timings.agentScriptTiming>>;
export type AgentConnectionTiming = Walked<Checked<typeof timings.agentConnectionTiming>>;

export type User = Walked<Checked<typeof user>>;
export type BuildInfo = Walked<Checked<typeof buildInfo>>;
