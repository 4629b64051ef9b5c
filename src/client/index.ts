import { follow } from './feed.ts';
import type { FeedOptions } from './subscription.ts';

export { FeedError } from './feed-error.ts';
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
  level: 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'UNKNOWN';
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

const BUILD_LOG = `subscription FollowBuildLog($buildId: ID!, $after: ID) {
  buildLogs(buildId: $buildId, after: $after) {
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
  ...options
}: FollowOptions & {
  /** Global id or UUID. */
  buildId: string;
}): AsyncGenerator<BuildLogEvent, void, undefined> {
  return follow<BuildLogEvent>(BUILD_LOG, { buildId }, options);
}

/** The log of an agent, in the same way; it ends when Coder has the agent no more. */
export function followAgentLog({
  agentId,
  ...options
}: FollowOptions & {
  /** Global id or UUID. */
  agentId: string;
}): AsyncGenerator<AgentLogEvent, void, undefined> {
  return follow<AgentLogEvent>(AGENT_LOG, { agentId }, options);
}
