import { setMaxListeners } from 'node:events';
import type { CoderClient } from '../../coder/client.ts';
import type { DialQueue } from '../../coder/connection/dial-queue.ts';
import type { LogId } from '../../coder/rest/scalars.ts';
import type { Tracer } from '../../coder/tracer.ts';
import type { FeedCluster } from '../cluster.ts';
import { feedCaller, lostUpstream } from '../failure.ts';
import type { StaggeredSchedule } from '../staggered-schedule.ts';
import type { FeedTimings } from '../timings.ts';
import { AccessMonitor } from './access-monitor.ts';
import { Batcher } from './batcher.ts';
import { LogMismatchError } from './delivery-audit.ts';
import type { FeedCounts } from './feed-counts.ts';
import { Follower } from './follower.ts';
import type { Credential, LogLine, LogTail, TailReader } from './log-tail.ts';
import type { LogUpstream } from './log-upstream.ts';
import { Window } from './window.ts';
import type { WindowBudget } from './window-budget.ts';

export interface FeedOptions<Line extends LogLine> {
  client: CoderClient;
  source: LogUpstream<Line>;
  timings: FeedTimings;
  dials: DialQueue;
  schedule: StaggeredSchedule;
  windows: WindowBudget;
  counts: FeedCounts;
  /** Absent: the log is followed for this process alone. */
  cluster?: FeedCluster | undefined;
  /** Gets a span for each followed log. @default none is made */
  tracer?: Tracer | undefined;
  /** The feed has ended, failed, or lost its last reader: who comes now gets another one. */
  onClosed: () => void;
}

/** One log, read once from Coder for all who follow it. */
export class LogFeed<Line extends LogLine> implements LogTail<Line> {
  readonly window: Window<Line>;
  ended = false;
  readonly #options: FeedOptions<Line>;
  readonly #follower: Follower<Line>;
  readonly #access: AccessMonitor;
  /** By identity. */
  readonly #readers = new Map<string, Set<TailReader>>();
  #readerCount = 1;
  #waiting = new Set<TailReader>();
  readonly #abort = new AbortController();
  readonly #batcher: Batcher<Line>;

  /** Starts after a line that the log has reached. */
  constructor(options: FeedOptions<Line>, first: TailReader, after: LogId | undefined) {
    const { client, source, timings, dials, schedule, windows, counts, cluster } = options;
    this.#options = options;
    // Each check under way listens to it.
    setMaxListeners(0, this.#abort.signal);
    this.window = new Window<Line>(after, timings, windows);
    this.#batcher = new Batcher<Line>(timings, (batches) => {
      counts.batches += batches.length;
      for (const lines of batches) {
        this.#follower.publish(this.window.last, lines);
        this.window.append(lines);
      }
      this.#wake();
    });
    this.#readers.set(first.identity, new Set([first]));
    this.#access = new AccessMonitor(
      {
        timings,
        schedule,
        targetCanVanish: source.kind === 'agent',
        ask: (token) => this.#ask(token),
        lost: (identity, error) => this.#failReaders(this.#readers.get(identity), error),
        ownerChanged: (token) => this.#follower.switchToken(token),
        targetGone: () => this.#follower.gone(),
      },
      first,
    );
    this.#follower = new Follower<Line>({
      client,
      source,
      timings,
      dials,
      cluster,
      after,
      token: first.token,
      counts,
      tracer: options.tracer,
      delivered: (lines, batched) => {
        this.#batcher.add(lines);
        if (batched) this.#batcher.flush();
      },
      opened: () => this.#access.socketOpened(),
      openedElsewhere: () => this.#access.socketOpenedElsewhere(),
      // Others have to read what was published before by nobody.
      leading: () => this.#follower.publish(this.window.last, []),
      denied: (error) => this.#access.ownerDenied(error),
      ended: () => this.#end(),
      failed: (code, last) => this.#close(lostUpstream(code, last)),
      mismatched: (confirmed) => this.#close(new LogMismatchError(confirmed)),
    });
    this.#follower.start();
  }

  get connected(): boolean {
    return this.#follower.connected;
  }

  /** A reader that Coder has just let read this log. */
  add(reader: TailReader): void {
    this.#readerCount++;
    const readers = this.#readers.get(reader.identity);
    if (readers) readers.add(reader);
    else {
      this.#readers.set(reader.identity, new Set([reader]));
      this.#access.add(reader);
    }
  }

  wait(reader: TailReader): void {
    this.#waiting.add(reader);
    // Where very many lines pass, those that all readers have are let go while the garbage collector can do it cheaply.
    if (this.#waiting.size === this.#readerCount && this.#options.windows.short) this.window.trim();
  }

  remove(reader: TailReader): void {
    this.#waiting.delete(reader);
    const readers = this.#readers.get(reader.identity);
    if (!readers?.delete(reader)) return;
    this.#readerCount--;
    if (readers.size > 0) return;
    this.#readers.delete(reader.identity);
    // Without readers no other token is needed.
    if (this.#readers.size === 0) this.#close();
    this.#access.remove(reader.identity);
  }

  complete(last: LogId | undefined): boolean {
    const end = this.#follower.last;
    return end === undefined || (last !== undefined && last >= end);
  }

  offer(after: LogId | undefined, lines: readonly Line[]): void {
    if (lines.length === 0) return;
    this.#follower.offer(after, lines);
    // Whoever has read them wants them now.
    this.#batcher.flush();
  }

  check(reader: Credential): Promise<void> {
    return this.#access.check(reader);
  }

  refused(reader: TailReader, error: unknown): void {
    this.#access.denied(reader.identity, error);
  }

  /** Reads with this token behind the last line, which finds also what the socket has missed. */
  async #ask(token: string): Promise<void> {
    const { client, source, timings } = this.#options;
    const after = this.#follower.last;
    const stream = await source.open(client, after, feedCaller(token, this.#abort.signal));
    const { lines } = await stream.next(timings.batchLines);
    stream.destroy();
    this.offer(after, lines);
  }

  /** Wakes the readers that wait; those that are busy with the batch before ask for the next by themselves. */
  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const reader of waiting) reader.wake();
  }

  #end(): void {
    this.#access.stop();
    this.#batcher.flush();
    this.ended = true;
    this.#options.onClosed();
    this.#wake();
  }

  #close(error?: unknown): void {
    this.#options.onClosed();
    this.#access.stop();
    this.#follower.close();
    this.#abort.abort();
    // Readers still get what came before a failure.
    this.#batcher.flush();
    this.window.release();
    if (error === undefined) return;
    for (const readers of [...this.#readers.values()]) this.#failReaders(readers, error);
  }

  #failReaders(readers: ReadonlySet<TailReader> | undefined, error: unknown): void {
    // A reader that fails removes itself.
    for (const reader of [...(readers ?? [])]) reader.fail(error);
  }
}
