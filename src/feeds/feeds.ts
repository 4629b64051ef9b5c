import type { CoderClient } from '../coder/client.ts';
import { DialQueue } from '../coder/connection/dial-queue.ts';
import type { AgentLog, AgentMetadata, Build, BuildLog, SoundLine, Workspace, WorkspacePage } from '../coder/model.ts';
import type { RestList } from '../coder/response/check.ts';
import type { LogId } from '../coder/rest/scalars.ts';
import { requireToken } from '../coder/session.ts';
import type { Tracer } from '../coder/tracer.ts';
import type { FeedCluster } from './cluster.ts';
import { FollowedTargets } from './followed-targets.ts';
import { FeedCounts } from './logs/feed-counts.ts';
import type { LineFilter } from './logs/line-filter.ts';
import { LogHub } from './logs/log-hub.ts';
import { AgentLogUpstream, BuildLogUpstream } from './logs/log-upstream.ts';
import type { LogEvent } from './logs/window.ts';
import { WindowBudget } from './logs/window-budget.ts';
import type { PullIterator } from './pull-iterator.ts';
import { StaggeredSchedule } from './staggered-schedule.ts';
import { defaultTimings, type FeedTimings } from './timings.ts';
import { MetadataHub } from './watch/metadata-hub.ts';
import type { StateEvents } from './watch/state-reader.ts';
import { type ListTarget, WorkspaceLists, type Written } from './watch/workspace-lists.ts';
import { WorkspaceWatch } from './watch/workspace-watch.ts';

export type { LogEvent } from './logs/window.ts';

/** A subscriber. */
export interface FeedReader {
  /** The caller's Coder session token. */
  token: string | undefined;
  /** Ends the subscription when aborted. */
  signal?: AbortSignal | undefined;
}

/** Which lines of a build's log: those after `after`, or the last ones and what follows, or all; of these, those that pass the filter. */
export interface BuildLogTarget {
  buildId: string;
  after?: LogId | undefined;
  /** Without `after`: so many of the wanted lines before the newest. */
  last?: number | undefined;
  filter?: LineFilter<SoundLine<BuildLog>> | undefined;
}

export interface FeedStats {
  /** Logs that are followed, and their readers. */
  logFeeds: number;
  logReaders: number;
  /** Readers that read for themselves, since they are behind what the feeds keep. */
  logReadersBehind: number;
  /** Age of the oldest line that is here and that one of its readers has not taken; 0: there is none. */
  oldestUnsentLineAgeSeconds: number;
  /** Bytes of the newest lines of all logs. */
  feedWindowBytes: number;
  /** Builds, workspaces, lists and metadata of agents that are watched (once for each identity), and their readers. */
  snapshots: number;
  snapshotReaders: number;
  /** WebSockets to Coder that are open or being opened. */
  upstreamSockets: number;
  /** Of these, handshakes under way. */
  dials: number;
}

export interface FeedsOptions {
  /** Gets a span for each followed log. @default none is made */
  tracer?: Tracer | undefined;
  /** Builds, agents, workspaces and lists that one identity may follow at once. @default any number */
  maxPerIdentity?: number;
  /** What is shared with other replicas; absent: nothing is. */
  cluster?: FeedCluster | undefined;
}

/**
 * All subscriptions of the process. The methods return at once: a failure (no token, no such target, no right to it, Coder
 * is away) is thrown once by the iterator's `next`, as a `GatewayError`; then the iterator is done. Its `return` ends it
 * at once, also while `next` waits.
 *
 * The objects that are yielded are shared by all readers and must not be changed.
 */
export class Feeds {
  readonly counts = new FeedCounts();
  readonly #dials: DialQueue;
  readonly #windows: WindowBudget;
  readonly #builds: LogHub<SoundLine<BuildLog>>;
  readonly #agents: LogHub<SoundLine<AgentLog>>;
  readonly #watch: WorkspaceWatch;
  readonly #lists: WorkspaceLists;
  readonly #metadata: MetadataHub;
  readonly #client: CoderClient;
  readonly #followed: FollowedTargets;
  #closed = false;

  constructor(client: CoderClient, changes: Partial<FeedTimings> = {}, options: FeedsOptions = {}) {
    const { maxPerIdentity = Number.POSITIVE_INFINITY, cluster, tracer } = options;
    this.#client = client;
    this.#followed = new FollowedTargets(maxPerIdentity);
    const timings = { ...defaultTimings, ...changes };
    const { clock, random, accessCheckIntervalMs, watchPollMs } = timings;
    this.#dials = new DialQueue(timings.dials);
    const shared = { client, timings, dials: this.#dials, cluster };
    this.#windows = new WindowBudget(timings.allWindowsBytes, clock);
    const accessChecks = new StaggeredSchedule({ clock, random, periodMs: accessCheckIntervalMs });
    const logs = {
      ...shared,
      schedule: accessChecks,
      windows: this.#windows,
      counts: this.counts,
      tracer,
    };
    this.#builds = new LogHub(logs);
    this.#agents = new LogHub(logs);
    this.#lists = new WorkspaceLists(shared);
    this.#metadata = new MetadataHub({ ...shared, schedule: accessChecks });
    this.#watch = new WorkspaceWatch({
      ...shared,
      onChange: (workspaceId) => this.#lists.changed(workspaceId),
      schedule: new StaggeredSchedule({ clock, random, periodMs: watchPollMs }),
    });
  }

  /**
   * The log of a build in batches, then one `end` event: only when the job is finished and its last line was delivered.
   * Errors carry `extensions.lastId`.
   */
  buildLogs(
    { buildId, ...lines }: BuildLogTarget,
    reader: FeedReader,
  ): AsyncIterableIterator<LogEvent<SoundLine<BuildLog>>, undefined> {
    return this.#guarded(reader, `build log ${buildId}`, (token) =>
      this.#builds.read(new BuildLogUpstream(buildId), { after: undefined, ...lines, token, signal: reader.signal }),
    );
  }

  /** Like `buildLogs`; ends when Coder no longer has the agent. */
  agentLogs(
    { agentId, after }: { agentId: string; after?: LogId | undefined },
    reader: FeedReader,
  ): AsyncIterableIterator<LogEvent<SoundLine<AgentLog>>, undefined> {
    return this.#guarded(reader, `agent log ${agentId}`, (token) =>
      this.#agents.read(new AgentLogUpstream(agentId), { token, after, signal: reader.signal }),
    );
  }

  /** The current build, then the build after every change; completes after its final state. */
  buildUpdated({ buildId }: { buildId: string }, reader: FeedReader): AsyncIterableIterator<Build, undefined> {
    return this.#guarded(reader, `build ${buildId}`, (token) =>
      this.#watch.build(buildId, { token, signal: reader.signal }),
    );
  }

  /** The current workspace, then the workspace after every change. */
  workspaceUpdated(
    { workspaceId }: { workspaceId: string },
    reader: FeedReader,
  ): AsyncIterableIterator<Workspace, undefined> {
    return this.#guarded(reader, `workspace ${workspaceId}`, (token) =>
      this.#watch.workspace(workspaceId, { token, signal: reader.signal }),
    );
  }

  /** The first page of a list, then the page after every change; `events` makes of a page what the subscriber gets. */
  workspacesUpdated<Event>(
    { events, ...target }: ListTarget & { events: StateEvents<WorkspacePage, Event> },
    reader: FeedReader,
  ): AsyncIterableIterator<Event, undefined> {
    return this.#guarded(reader, `workspaces ${target.first} ${target.query}`, (token) =>
      this.#lists.list(target, { token, signal: reader.signal, events }),
    );
  }

  /** To be called after a mutation: what it changed is shown soon to those who follow a list. */
  written(write: Written): void {
    this.#lists.written(write);
  }

  /** What the agent measures now, then after every change. Fails with NOT_FOUND when Coder no longer has the agent. */
  agentMetadata(
    { agentId }: { agentId: string },
    reader: FeedReader,
  ): AsyncIterableIterator<RestList<AgentMetadata>, undefined> {
    return this.#guarded(reader, `agent metadata ${agentId}`, (token) =>
      this.#metadata.read(agentId, { token, signal: reader.signal }),
    );
  }

  stats(): FeedStats {
    const builds = this.#builds.stats();
    const agents = this.#agents.stats();
    const watch = this.#watch.stats();
    const lists = this.#lists.stats();
    const metadata = this.#metadata.stats();
    return {
      logFeeds: builds.feeds + agents.feeds,
      logReaders: builds.readers + agents.readers,
      logReadersBehind: builds.behind + agents.behind,
      oldestUnsentLineAgeSeconds:
        Math.max(0, this.#windows.now() - Math.min(builds.unsentSince, agents.unsentSince)) / 1_000,
      feedWindowBytes: this.#windows.bytes,
      snapshots: watch.snapshots + lists.snapshots + metadata.snapshots,
      snapshotReaders: watch.readers + lists.readers + metadata.readers,
      upstreamSockets: builds.sockets + agents.sockets + watch.sockets + metadata.sockets,
      dials: this.#dials.active,
    };
  }

  /** Completes every iterator without an `end` event; clients resume at another gateway. */
  close(): void {
    this.#closed = true;
    this.#builds.close();
    this.#agents.close();
    this.#watch.close();
    this.#lists.close();
    this.#metadata.close();
  }

  #guarded<Event>(
    { token }: FeedReader,
    target: string,
    read: (token: string) => PullIterator<Event>,
  ): AsyncIterableIterator<Event, undefined> {
    if (this.#closed) return nothing();
    try {
      const known = requireToken(token);
      const unfollow = this.#followed.follow(this.#client.identity(known), target);
      const events = read(known);
      events.whenReleased(unfollow);
      return events;
    } catch (error) {
      return nothing(error);
    }
  }
}

/** Done from the start, or after it has thrown. */
async function* nothing(error?: unknown): AsyncGenerator<never, undefined> {
  if (error !== undefined) throw error;
  yield* [];
}
