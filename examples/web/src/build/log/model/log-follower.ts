import { type Bounds, type FeedLine, LogStore } from './log-store.ts';

/** What the client says of the connection. */
export type FeedState = 'connecting' | 'live' | 'resuming';

/** What a feed of `coder-graphql/client` brings: batches, then the end. */
export interface FeedEvent {
  __typename: string;
  logs?: readonly FeedLine[];
  build?: { status: string };
}

/** Opens the feed of a log, such as `followBuildLog` of one build, for whoever has signed in. */
export type OpenFeed = (options: {
  after: string | undefined;
  signal: AbortSignal;
  onState: (state: FeedState) => void;
}) => AsyncIterable<FeedEvent>;

/** What a view shows: another object whenever something of it has changed. */
export interface LogSnapshot {
  state: FeedState | 'ended' | 'failed';
  /** Changes with every change of the lines. */
  version: number;
  /** Those that came: the store is one and the same at all times. */
  log: LogStore;
  /** Why the feed cannot go on: a `FeedError`, as a rule. */
  error: unknown;
  /** The build's final status, once the log has ended. */
  finalStatus: string | undefined;
}

/**
 * Follows a log into a store and tells its listeners at most once per frame, however many batches came. It is what
 * `useSyncExternalStore` takes.
 */
export class LogFollower {
  readonly #nextFrame: (flush: () => void) => void;
  readonly #listeners = new Set<() => void>();
  readonly #log: LogStore;
  #snapshot: LogSnapshot;
  #news: Partial<LogSnapshot> | undefined;
  #open: OpenFeed | undefined;
  #stop: AbortController | undefined;
  #resumeAfter: string | undefined;

  constructor(options: { nextFrame: (flush: () => void) => void; bounds?: Bounds }) {
    this.#nextFrame = options.nextFrame;
    this.#log = new LogStore(options.bounds);
    this.#snapshot = {
      state: 'connecting',
      version: 0,
      log: this.#log,
      error: undefined,
      finalStatus: undefined,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): LogSnapshot => this.#snapshot;

  /**
   * Begins, or goes on behind the last line that came; a log that has ended stays as it is. Call what it returns to leave
   * the feed.
   */
  start(open: OpenFeed): () => void {
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.#open = open;
    if (this.#state === 'failed') this.#clearFailure();
    if (this.#state !== 'ended') void this.#follow(open, stop.signal);
    // Whatever follows by then: a retry is another feed of the same log.
    return () => this.#stop?.abort();
  }

  /** Goes on after a failure. */
  retry(): void {
    if (this.#open !== undefined) this.start(this.#open);
  }

  /** Takes back what was not the log. */
  #clearFailure(): void {
    this.#log.takeBack(this.#resumeAfter);
    this.#tell({ state: 'connecting', error: undefined, version: this.#version() + 1 });
  }

  async #follow(open: OpenFeed, signal: AbortSignal): Promise<void> {
    const onState = (state: FeedState) => {
      if (!signal.aborted) this.#tell({ state });
    };
    try {
      for await (const event of open({ after: this.#log.lastId, signal, onState })) {
        if (signal.aborted) return;
        if (event.logs !== undefined) {
          this.#log.append(event.logs);
          this.#tell({ version: this.#version() + 1 });
        } else if (event.__typename.endsWith('End')) {
          this.#tell({ state: 'ended', finalStatus: event.build?.status });
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#resumeAfter = (error as { lastId?: string }).lastId ?? this.#log.lastId;
      this.#tell({ state: 'failed', error });
    }
  }

  get #state(): LogSnapshot['state'] {
    return this.#news?.state ?? this.#snapshot.state;
  }

  #version(): number {
    return this.#news?.version ?? this.#snapshot.version;
  }

  #tell(news: Partial<LogSnapshot>): void {
    if (this.#news !== undefined) {
      Object.assign(this.#news, news);
      return;
    }
    this.#news = { ...news };
    this.#nextFrame(() => {
      this.#snapshot = { ...this.#snapshot, ...this.#news };
      this.#news = undefined;
      for (const listener of this.#listeners) listener();
    });
  }
}
