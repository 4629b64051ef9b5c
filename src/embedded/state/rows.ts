import type { LogId } from '../../coder/rest/scalars.ts';
import type { AgentRow } from './agent-rows.ts';

/**
 * The rows behind the wire. Times are milliseconds since 1970 with a microsecond fraction, `null` when unset;
 * statuses and health are not stored but derived (`status.ts`).
 */

export interface UserRow {
  id: string;
  username: string;
  name: string;
  email: string;
  avatarUrl: string;
  createdAt: number;
  updatedAt: number;
  lastSeenAt: number | null;
  status: string;
  loginType: string;
  isServiceAccount: boolean;
  /** Site roles: `owner`, `template-admin`; everyone is a member besides. */
  roles: string[];
  /** Roles in the organization; `organization-admin` reads its provisioner jobs. */
  organizationRoles: string[];
  organizationIds: string[];
}

export interface TokenRow {
  id: string;
  secret: string;
  userId: string;
  expiresAt: number | null;
  /** Why the token is refused although it is known; null accepts it. */
  problem: null | 'link-missing' | 'refresh-failed' | 'audience' | 'sso-expired';
}

export interface OrganizationRow {
  id: string;
  name: string;
  displayName: string;
  isDefault: boolean;
}

export type Flavor = 'docker' | 'kubernetes' | 'aws';

export interface TemplateRow {
  id: string;
  organizationId: string;
  name: string;
  displayName: string;
  description: string;
  icon: string;
  flavor: Flavor;
  activeVersionId: string;
  allowUserCancel: boolean;
  requireActiveVersion: boolean;
  classicParameterFlow: boolean;
  autostartAllowed: boolean;
  deprecated: boolean;
  deleted: boolean;
  /** False hides the template from everyone but site owners and template admins; `nobody` from all. */
  readable: boolean | 'nobody';
  /** True adds the two AI task flags to successful builds. */
  aiTask: boolean;
  dailyCost: number;
  createdAt: number;
}

export interface ParameterDefinition {
  name: string;
  displayName: string;
  /** Markdown. */
  description: string;
  type: 'string' | 'number' | 'bool' | 'list(string)';
  /** How the form shows it; empty leaves that to the client. */
  formType: string;
  icon: string;
  defaultValue: string;
  required: boolean;
  /** Only for the build that it is given to; the next one begins with the default again. */
  ephemeral: boolean;
  /** The only values there are; empty for any. */
  options: { name: string; description: string; value: string; icon: string }[];
  /** Whether a later build may give another value. */
  mutable: boolean;
  /** Values that do not match are refused, with this error. */
  pattern: RegExp | null;
  patternError: string;
  /** Bounds of a number. */
  min: number | null;
  max: number | null;
  /** Which way a number may move from build to build. */
  monotonic: '' | 'increasing' | 'decreasing';
}

export interface PresetRow {
  id: string;
  name: string;
  description: string;
  icon: string;
  isDefault: boolean;
  desiredPrebuilds: number | null;
  values: Record<string, string>;
}

export interface VersionRow {
  id: string;
  templateId: string;
  name: string;
  message: string;
  /** Markdown. */
  readme: string;
  archived: boolean;
  createdAt: number;
  createdBy: string;
  job: JobRow;
  parameters: ParameterDefinition[];
  presets: PresetRow[];
  tags: Record<string, string>;
  /** Legacy parameter schemas make starts impossible. */
  legacySchemas: boolean;
  /** A workspace tag that cannot be read or evaluated. */
  tagProblem: null | 'parse' | 'evaluate';
}

export interface SharedWith {
  id: string;
  actorType: 'user' | 'group';
  name: string;
  avatarUrl: string;
  roles: string[];
}

export interface WorkspaceRow {
  id: string;
  createdAt: number;
  updatedAt: number;
  ownerId: string;
  organizationId: string;
  templateId: string;
  name: string;
  autostartSchedule: string | null;
  ttlMs: number | null;
  lastUsedAt: number | null;
  deletingAt: number | null;
  dormantAt: number | null;
  automaticUpdates: string;
  allowRenames: boolean;
  /** Users who marked it; the wire shows the mark only to the owner. */
  favoriteOf: Set<string>;
  nextStartAt: number | null;
  isPrebuild: boolean;
  taskId: string | null;
  sharedWith: SharedWith[];
  deleted: boolean;
  /** Ascending by number. */
  builds: BuildRow[];
}

export interface BuildRow {
  id: string;
  workspaceId: string;
  versionId: string;
  number: number;
  transition: Transition;
  initiatorId: string;
  reason: string;
  createdAt: number;
  updatedAt: number;
  deadline: number | null;
  maxDeadline: number | null;
  dailyCost: number;
  presetId: string | null;
  hasAiTask: boolean | null;
  hasExternalAgent: boolean | null;
  parameters: { name: string; value: string }[];
  state: Buffer;
  resources: ResourceRow[];
  timings: TimingRow[];
  job: JobRow;
  /** The version row has gone: every read of the build fails, and so does its workspace's list. */
  versionMissing: boolean;
}

export type Transition = 'start' | 'stop' | 'delete';

export interface JobRow {
  id: string;
  type: string;
  buildId: string | null;
  versionId: string | null;
  createdAt: number;
  startedAt: number | null;
  completedAt: number | null;
  canceledAt: number | null;
  /** When the worker last reported; the reaper compares it with its limits. */
  updatedAt: number;
  error: string;
  errorCode: string;
  inputError: string;
  workerId: string | null;
  fileId: string;
  tags: Record<string, string>;
  organizationId: string;
  initiatorId: string;
  logs: LogRow[];
  logBytes: number;
  logsOverflowed: boolean;
}

export interface LogRow {
  id: LogId;
  createdAt: number;
  source: string;
  level: string;
  stage: string;
  output: string;
}

export interface TimingRow {
  startedAt: number;
  endedAt: number;
  stage: string;
  source: string;
  action: string;
  resource: string;
}

export interface ResourceRow {
  id: string;
  createdAt: number;
  jobId: string;
  transition: string;
  type: string;
  name: string;
  hide: boolean;
  icon: string;
  agents: AgentRow[];
  metadata: { key: string; value: string; sensitive: boolean }[];
  dailyCost: number;
}

export interface DaemonRow {
  id: string;
  name: string;
  organizationId: string;
  tags: Record<string, string>;
  /** `null` when never seen. */
  lastSeenAt: number | null;
  /** While true the daemon is seen now; otherwise it was last seen at `lastSeenAt`. */
  alive: boolean;
}
