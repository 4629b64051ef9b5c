import type { Caller } from '../../coder/caller.ts';
import type { LogStream } from '../../coder/response/log-stream.ts';
import type { LogId } from '../../coder/rest/scalars.ts';
import type { FeedTimings } from '../timings.ts';
import type { Flights } from './backlog.ts';
import { type FeedOptions, LogFeed } from './log-feed.ts';
import { LogReader, type LogReaderOptions, type ReaderHub } from './log-reader.ts';
import type { LogLine } from './log-tail.ts';
import type { LogUpstream } from './log-upstream.ts';

/** What all feeds of a hub have in common. */
export type HubOptions = Omit<FeedOptions<LogLine>, 'source' | 'onClosed'>;

/** Lines that follow upon `after` without a gap. */
interface Start<Line> {
  after: LogId | undefined;
  lines: readonly Line[];
}

export interface HubStats {
  feeds: number;
  readers: number;
  /** To Coder, open or being opened. */
  sockets: number;
  /** Readers that read for themselves. */
  behind: number;
  /** When the oldest line came that is here and that one of its readers has not taken; infinite: there is none. */
  unsentSince: number;
}

/** All logs of one kind that are followed: one feed for each, however many read it. */
export class LogHub<Line extends LogLine> implements ReaderHub<Line> {
  readonly #options: HubOptions;
  readonly #feeds = new Map<string, LogFeed<Line>>();
  readonly flights: Flights<Line> = new Map();
  readonly #readers = new Set<LogReader<Line>>();
  #closed = false;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  get timings(): FeedTimings {
    return this.#options.timings;
  }

  read(source: LogUpstream<Line>, options: LogReaderOptions<Line>): LogReader<Line> {
    const identity = this.#options.client.identity(options.token);
    return new LogReader<Line>(this, source, { ...options, identity });
  }

  open(source: LogUpstream<Line>, after: LogId | undefined, caller: Caller): Promise<LogStream<Line>> {
    return source.open(this.#options.client, after, caller);
  }

  feed({ key }: LogUpstream<Line>): LogFeed<Line> | undefined {
    return this.#feeds.get(key);
  }

  join(source: LogUpstream<Line>, reader: LogReader<Line>, start: Start<Line>): LogFeed<Line> {
    const present = this.#feeds.get(source.key);
    if (present) {
      present.add(reader);
      return present;
    }
    const onClosed = () => {
      if (this.#feeds.get(source.key) === feed) this.#feeds.delete(source.key);
    };
    const feed: LogFeed<Line> = new LogFeed<Line>({ ...this.#options, source, onClosed }, reader, start.after);
    this.#feeds.set(source.key, feed);
    feed.offer(start.after, start.lines);
    return feed;
  }

  enter(reader: LogReader<Line>): boolean {
    if (!this.#closed) this.#readers.add(reader);
    return !this.#closed;
  }

  left(reader: LogReader<Line>): void {
    this.#readers.delete(reader);
  }

  /** Feeds under way, their readers, and the sockets to Coder that are open or being opened. */
  stats(): HubStats {
    let sockets = 0;
    for (const { connected } of this.#feeds.values()) if (connected) sockets++;
    let behind = 0;
    let unsentSince = Number.POSITIVE_INFINITY;
    for (const reader of this.#readers) {
      if (reader.behind) behind++;
      unsentSince = Math.min(unsentSince, reader.unsentSince);
    }
    return { feeds: this.#feeds.size, readers: this.#readers.size, sockets, behind, unsentSince };
  }

  /** Completes all readers, without an end event: the log goes on, only not here. */
  close(): void {
    this.#closed = true;
    for (const reader of [...this.#readers]) void reader.return();
  }
}
