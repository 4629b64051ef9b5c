import {
  type AgentLogEvent,
  type BuildLogEnd,
  type BuildLogEvent,
  type BuildLogLine,
  type FollowAgentOptions,
  type FollowBuildOptions,
  followAgentLog,
  followBuildLog,
  type LogLine,
  type WatchOptions,
  type WorkspaceList,
  type WorkspaceRow,
  watchWorkspaces,
} from './index.ts';
import { type Feed, type HookOptions, useFeed } from './use-feed.ts';

export type { Feed, FeedStatus } from './use-feed.ts';

/** Options of `followBuildLog`; without a `buildId` there is nothing to follow yet. */
export interface UseBuildLogOptions extends HookOptions<Omit<FollowBuildOptions, 'buildId'>> {
  /** Global id or UUID. */
  buildId: string | null | undefined;
}

/** Options of `followAgentLog`; without an `agentId` there is nothing to follow yet. */
export interface UseAgentLogOptions extends HookOptions<Omit<FollowAgentOptions, 'agentId'>> {
  /** Global id or UUID. */
  agentId: string | null | undefined;
}

/** Options of `watchWorkspaces`. */
export type UseWorkspacesOptions = HookOptions<WatchOptions>;

export interface LogFeed<Line extends LogLine> extends Feed {
  /** All lines so far: another array when some have come. */
  lines: readonly Line[];
}

export interface BuildLogFeed extends LogFeed<BuildLogLine> {
  /** The build in its final status, when the feed has `ended`. */
  build: BuildLogEnd['build'] | undefined;
}

export interface WorkspacesFeed<Row extends { id: string } = WorkspaceRow> extends WorkspaceList<Row>, Feed {}

const NO_BUILD_LOG: Omit<BuildLogFeed, keyof Feed> = { lines: [], build: undefined };
const NO_LOG: Omit<LogFeed<LogLine>, keyof Feed> = { lines: [] };
const NO_LIST: WorkspaceList<never> = { workspaces: [], totalCount: 0 };

/**
 * The log of a build as it grows, for as long as the component is there. The feed begins anew when what it follows
 * changes, or a `token` that is text; of a function, the newest is asked at each connection. `transport` and
 * `retryDelayMs` are taken when a feed begins.
 *
 * @example
 * const { lines, state, error } = useBuildLog({ url, token, buildId });
 */
export function useBuildLog({ buildId, after, last, minLevel, ...options }: UseBuildLogOptions): BuildLogFeed {
  return useFeed({
    options,
    parameters: buildId ? [buildId, after, last, minLevel] : undefined,
    empty: NO_BUILD_LOG,
    begin: (feed) => followBuildLog({ ...feed, buildId: buildId ?? '', after, last, minLevel }),
    apply: ({ lines }, events: readonly BuildLogEvent[]) => {
      const end = events.at(-1);
      return { lines: withLines(lines, events), build: end?.__typename === 'BuildLogEnd' ? end.build : undefined };
    },
  });
}

/** The log of an agent, in the same way; its feed ends when Coder has the agent no more. */
export function useAgentLog({ agentId, after, ...options }: UseAgentLogOptions): LogFeed<LogLine> {
  return useFeed({
    options,
    parameters: agentId ? [agentId, after] : undefined,
    empty: NO_LOG,
    begin: (feed) => followAgentLog({ ...feed, agentId: agentId ?? '', after }),
    apply: ({ lines }, events: readonly AgentLogEvent[]) => ({ lines: withLines(lines, events) }),
  });
}

/**
 * The first page of a list of workspaces as it lives. A row that has not changed is the very same object as before, so a
 * component that is given it by `memo` is not rendered again.
 */
export function useWorkspaces<Row extends { id: string } = WorkspaceRow>({
  query,
  first,
  fields,
  ...options
}: UseWorkspacesOptions): WorkspacesFeed<Row> {
  return useFeed<WorkspaceList<Row>, WorkspaceList<Row>>({
    options,
    parameters: [query, first, fields],
    empty: NO_LIST,
    begin: (feed) => watchWorkspaces<Row>({ ...feed, query, first, fields }),
    apply: (list, pages) => pages.at(-1) ?? list,
  });
}

interface LineEvent<Line extends LogLine> {
  readonly __typename: string;
  readonly logs?: readonly Line[];
}

function withLines<Line extends LogLine>(lines: readonly Line[], events: readonly LineEvent<Line>[]): readonly Line[] {
  const more = events.flatMap(({ logs = [] }) => logs);
  return more.length === 0 ? lines : lines.concat(more);
}
