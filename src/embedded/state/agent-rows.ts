import type { LogId } from '../../coder/rest/scalars.ts';

/** The rows of an agent and what hangs on it. */

export interface AgentRow {
  id: string;
  parentId: string | null;
  createdAt: number;
  updatedAt: number;
  firstConnectedAt: number | null;
  lastConnectedAt: number | null;
  disconnectedAt: number | null;
  startedAt: number | null;
  readyAt: number | null;
  /** While true the agent is seen every 15 s; otherwise it was last seen at `lastConnectedAt`. */
  alive: boolean;
  lifecycleState: string;
  name: string;
  resourceId: string;
  instanceId: string;
  architecture: string;
  environment: Record<string, string> | null;
  operatingSystem: string;
  logs: AgentLogRow[];
  logsLength: number;
  logsOverflowed: boolean;
  directory: string;
  expandedDirectory: string;
  version: string;
  apiVersion: string;
  apps: AppRow[];
  latency: Record<string, { preferred: boolean; latency_ms: number }>;
  connectionTimeoutSeconds: number;
  troubleshootingUrl: string;
  subsystems: string[];
  displayApps: string[];
  logSources: LogSourceRow[];
  scripts: ScriptRow[];
  /** In the order of display. */
  metadata: AgentMetadataRow[];
  displayOrder: number;
  /** Set when a newer build of the workspace succeeds; such an agent is nowhere on the wire. */
  deleted: boolean;
}

/** A value that the agent measures again and again. */
export interface AgentMetadataRow {
  key: string;
  displayName: string;
  script: string;
  intervalSeconds: number;
  timeoutSeconds: number;
  value: string;
  error: string;
  /** Null until the first one. */
  collectedAt: number | null;
}

export interface LogSourceRow {
  id: string;
  createdAt: number;
  displayName: string;
  icon: string;
}

export interface ScriptRow {
  id: string;
  logSourceId: string;
  logPath: string;
  script: string;
  cron: string;
  runOnStart: boolean;
  runOnStop: boolean;
  startBlocksLogin: boolean;
  /** In seconds; the REST API has nanoseconds. */
  timeoutSeconds: number;
  displayName: string;
  exitCode: number | null;
  status: string | null;
  /** The first run; timings outlive the agent's build. */
  firstRun: null | { startedAt: number; endedAt: number; exitCode: number; status: string; stage: string };
}

export interface AppRow {
  id: string;
  url: string;
  external: boolean;
  slug: string;
  displayName: string;
  command: string;
  icon: string;
  subdomain: boolean;
  sharingLevel: string;
  healthcheck: { url: string; interval: number; threshold: number };
  health: string;
  group: string;
  hidden: boolean;
  openIn: string;
  tooltip: string;
  displayOrder: number;
  statuses: AppStatusRow[];
}

export interface AppStatusRow {
  id: string;
  createdAt: number;
  state: string;
  message: string;
  uri: string;
}

export interface AgentLogRow {
  id: LogId;
  createdAt: number;
  output: string;
  level: string;
  sourceId: string;
}
