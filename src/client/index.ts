import { follow } from './feed.ts';
import type { FeedOptions } from './subscription.ts';

export { FeedError, type FeedErrorExtensions } from './feed-error.ts';
export { serverSentEvents } from './server-sent-events.ts';
export type { FeedOptions, FeedState } from './subscription.ts';
export type { Attempt, Result, Transport } from './transport.ts';
export { type WatchOptions, type WorkspaceList, type WorkspaceRow, watchWorkspaces } from './workspaces.ts';

/** A line of a log. */
export interface LogLine {
  /** A 64-bit integer in decimal: ascending within a log, with gaps. */
  id: string;
  /** RFC 3339. */
  createdAt: string;
  level: LogLevel | 'UNKNOWN';
  /** May be empty, hold line breaks and ANSI codes. */
  output: string;
}

/** A line of the log of a build. */
export interface BuildLogLine extends LogLine {
  source: 'PROVISIONER_DAEMON' | 'PROVISIONER' | 'UNKNOWN';
  /** Such as `Planning Infrastructure`. */
  stage: string;
}

/** Lines that arrived together, in order; at least one. */
export interface Batch<Type extends string, Line extends LogLine> {
  __typename: Type;
  logs: readonly Line[];
  /** The id of the last line. */
  lastId: string;
}

export interface BuildLogEnd {
  __typename: 'BuildLogEnd';
  /** The build in its final status. */
  build: { id: string; uuid: string; status: string; job: { status: string; error: string | null } };
  lastId: string;
}

export interface AgentLogEnd {
  __typename: 'AgentLogEnd';
  lastId: string;
}

export type BuildLogEvent = Batch<'BuildLogBatch', BuildLogLine> | BuildLogEnd;
export type AgentLogEvent = Batch<'AgentLogBatch', LogLine> | AgentLogEnd;

export interface FollowOptions extends FeedOptions {
  /** Only lines behind this id: `lastId` of an event or of a `FeedError`. @default from the beginning */
  after?: string | undefined;
}

/** How severe a line is, from the least severe on. */
export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

export interface FollowBuildOptions extends FollowOptions {
  /** Global id or UUID. */
  buildId: string;
  /** Begin so many lines before the newest: 1 to 1000. A feed with `after`, or one that comes back, goes on behind its line. */
  last?: number | undefined;
  /** Only lines that are as severe, or more; those of an unknown level are shown. */
  minLevel?: LogLevel | undefined;
}

export interface FollowAgentOptions extends FollowOptions {
  /** Global id or UUID. */
  agentId: string;
}

const BUILD_LOG = `subscription FollowBuildLog($buildId: ID!, $after: ID, $last: Int, $minLevel: LogLevel) {
  buildLogs(buildId: $buildId, after: $after, last: $last, minLevel: $minLevel) {
    __typename
    ... on BuildLogBatch { lastId logs { id createdAt level source stage output } }
    ... on BuildLogEnd { lastId build { id uuid status job { status error } } }
  }
}`;

const AGENT_LOG = `subscription FollowAgentLog($agentId: ID!, $after: ID) {
  agentLogs(agentId: $agentId, after: $after) {
    __typename
    ... on AgentLogBatch { lastId logs { id createdAt level output } }
    ... on AgentLogEnd { lastId }
  }
}`;

/**
 * The log of a build as it is written: batches of lines, each line exactly once whatever happens to the connection,
 * and last of all the end. Leaving the loop ends the subscription.
 *
 * @example
 * for await (const event of followBuildLog({ url, token, buildId })) {
 *   if (event.__typename === 'BuildLogBatch') for (const { output } of event.logs) console.log(output);
 *   else console.log(event.build.status);
 * }
 */
export function followBuildLog({
  buildId,
  last,
  minLevel,
  ...options
}: FollowBuildOptions): AsyncGenerator<BuildLogEvent, void, undefined> {
  return follow<BuildLogEvent>(BUILD_LOG, { buildId, last, minLevel }, options);
}

/** The log of an agent, in the same way; it ends when Coder has the agent no more. */
export function followAgentLog({
  agentId,
  ...options
}: FollowAgentOptions): AsyncGenerator<AgentLogEvent, void, undefined> {
  return follow<AgentLogEvent>(AGENT_LOG, { agentId }, options);
}
