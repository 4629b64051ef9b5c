/**
 * The REST objects as the rest of the gateway holds them: JSON that nobody has checked. Their checks, in `rest`, read
 * them value by value.
 */
import type { Checked } from './response/check.ts';
import type * as agent from './rest/agent.ts';
import type { agentMetadataItem } from './rest/agent-metadata.ts';
import type * as build from './rest/build.ts';
import type * as job from './rest/job.ts';
import type * as logs from './rest/logs.ts';
import type { organization } from './rest/organization.ts';
import type { LogId } from './rest/scalars.ts';
import type * as template from './rest/template.ts';
import type * as form from './rest/template-form.ts';
import type * as timings from './rest/timings.ts';
import type { user } from './rest/user.ts';
import type * as workspace from './rest/workspace.ts';

export type { LogId };

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
export type AgentMetadata = Checked<typeof agentMetadataItem>;
export type Script = Checked<typeof agent.script>;
export type LogSource = Checked<typeof agent.logSource>;
export type App = Checked<typeof agent.app>;
export type AppStatus = Checked<typeof agent.appStatus>;
export type Healthcheck = Checked<typeof agent.healthcheck>;

export type BuildLog = Checked<typeof logs.buildLog>;
export type AgentLog = Checked<typeof logs.agentLog>;

export type Template = Checked<typeof template.template>;
export type TemplateVersion = Checked<typeof template.templateVersion>;
export type TemplateParameter = Checked<typeof form.templateParameter>;
export type TemplateParameterOption = Checked<typeof form.parameterOption>;
export type PresetParameter = Checked<typeof form.presetParameter>;
export type Preset = Checked<typeof form.preset>;

export type Timings = Checked<typeof timings.timings>;
export type ProvisionerTiming = Checked<typeof timings.provisionerTiming>;
export type AgentScriptTiming = Checked<typeof timings.agentScriptTiming>;
export type AgentConnectionTiming = Checked<typeof timings.agentConnectionTiming>;

/** A line that was checked as a whole, as feeds do, which cannot leave one out. */
export type SoundLine<Line extends BuildLog | AgentLog> = Line & { readonly id: LogId; readonly output: string };

export type User = Checked<typeof user>;
export type Organization = Checked<typeof organization>;

/** What a deployment says of itself, as far as it could be read. */
export interface BuildInfo {
  version: string;
  dashboard_url?: string | null | undefined;
}
