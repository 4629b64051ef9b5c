import { setMaxListeners } from 'node:events';
import type { CoderClient } from '../../coder/client.ts';
import type { LogId } from '../../coder/rest/scalars.ts';
import { GatewayError } from '../../errors.ts';
import type { DialQueue } from '../dial-queue.ts';
import { feedCaller, isDenied, lostUpstream, retryAfterMs } from '../failure.ts';
import type { StaggeredSchedule } from '../staggered-schedule.ts';
import type { FeedTimings } from '../timings.ts';
import { Batcher } from './batcher.ts';
import { Follower } from './follower.ts';
import type { LogUpstream } from './log-source.ts';
import type { LogLine, LogTail, TailReader } from './log-tail.ts';
import { Window } from './window.ts';

export interface FeedOptions<Line extends LogLine> {
  client: CoderClient;
  source: LogUpstream<Line>;
  timings: FeedTimings;
  dials: DialQueue;
  schedule: StaggeredSchedule;
  /** The feed has ended, failed, or lost its last reader: who comes now gets another one. */
  onClosed: () => void;
}

/** One identity among the readers. */
interface ReaderGroup {
  token: string;
  readers: Set<TailReader>;
  /** Coder said that there is no such target; whether to all or only to this one is not known yet. */
  missing: boolean;
  leaveSchedule: () => void;
  /** When its right was last confirmed. */
  checkedAt: number;
  recheck: unknown;
}

/** One log, read once from Coder for all who follow it. */
export class LogFeed<Line extends LogLine> implements LogTail<Line> {
  readonly window: Window<Line>;
  ended = false;
  readonly #options: FeedOptions<Line>;
  readonly #follower: Follower<Line>;
  readonly #groups = new Map<string, ReaderGroup>();
  /** Whose token the follower goes with. */
  #credentialOwner: ReaderGroup;
  #waiting = new Set<TailReader>();
  /** Checks of the right under way, by identity. */
  readonly #checks = new Map<string, Promise<void>>();
  readonly #abort = new AbortController();
  readonly #batcher: Batcher<Line>;

  /** Starts after a line that the log has reached. */
  constructor(options: FeedOptions<Line>, first: TailReader, after: LogId | undefined) {
    const { client, source, timings, dials } = options;
    this.#options = options;
    // Each check under way listens to it.
    setMaxListeners(0, this.#abort.signal);
    this.window = new Window<Line>(after, timings);
    this.#batcher = new Batcher<Line>(timings, (batches) => {
      for (const lines of batches) this.window.append(lines);
      this.#wake();
    });
    this.#credentialOwner = this.#addReader(first);
    this.#follower = new Follower<Line>({
      client,
      source,
      timings,
      dials,
      after,
      token: first.token,
      delivered: (lines) => this.#batcher.add(lines),
      opened: () => this.#opened(),
      denied: (error) => this.#denied(this.#credentialOwner, error),
      ended: () => this.#end(),
      failed: (code, last) => this.#close(lostUpstream(code, last)),
    });
    this.#follower.start();
  }

  get connected(): boolean {
    return this.#follower.connected;
  }

  add(reader: TailReader): void {
    this.#addReader(reader);
  }

  /** Once more when lines or the end are there. */
  wait(reader: TailReader): void {
    this.#waiting.add(reader);
  }

  remove(reader: TailReader): void {
    this.#waiting.delete(reader);
    const group = this.#groups.get(reader.identity);
    if (!group?.readers.delete(reader) || group.readers.size > 0) return;
    this.#groups.delete(reader.identity);
    group.leaveSchedule();
    this.#options.timings.clock.clearTimeout(group.recheck);
    if (this.#groups.size === 0) this.#close();
    else if (group === this.#credentialOwner) this.#changeCredentialOwner();
  }

  /** Whether the reader, standing there, has everything that the ended log has. */
  complete(last: LogId | undefined): boolean {
    const end = this.#follower.last;
    return end === undefined || (last !== undefined && last >= end);
  }

  /** Lines that a reader read for itself: news for the others, perhaps. */
  offer(after: LogId | undefined, lines: readonly Line[]): void {
    if (lines.length === 0) return;
    this.#follower.offer(after, lines);
    // Whoever has read them wants them now.
    this.#batcher.flush();
  }

  /** Asks Coder whether this token may read, by a read that finds also what the socket has missed. */
  check({ identity, token }: { identity: string; token: string }): Promise<void> {
    let check = this.#checks.get(identity);
    if (check === undefined) {
      check = this.#ask(token).finally(() => this.#checks.delete(identity));
      this.#checks.set(identity, check);
    }
    return check;
  }

  /** A reader was told by Coder that it may not read. */
  refused(reader: TailReader, error: unknown): void {
    const group = this.#groups.get(reader.identity);
    if (group) this.#denied(group, error);
  }

  async #ask(token: string): Promise<void> {
    const { client, source, timings } = this.#options;
    const after = this.#follower.last;
    const stream = await source.open(client, after, feedCaller(token, this.#abort.signal));
    const { lines } = await stream.next(timings.batchLines);
    stream.destroy();
    this.offer(after, lines);
  }

  #addReader(reader: TailReader): ReaderGroup {
    const { identity, token } = reader;
    let group = this.#groups.get(identity);
    if (group === undefined) {
      const { schedule, timings } = this.#options;
      const leaveSchedule = schedule.add(() => void this.#recheck(identity));
      // A reader joins with an answer of Coder in hand.
      const checkedAt = timings.clock.now();
      group = { token, readers: new Set(), missing: false, leaveSchedule, checkedAt, recheck: undefined };
      this.#groups.set(identity, group);
    }
    group.readers.add(reader);
    return group;
  }

  async #recheck(identity: string): Promise<void> {
    const group = this.#groups.get(identity);
    if (group === undefined || this.ended) return;
    try {
      await this.check({ identity, token: group.token });
      group.checkedAt = this.#options.timings.clock.now();
    } catch (error) {
      if (this.#groups.get(identity) !== group || this.ended) return;
      if (isDenied(error)) this.#denied(group, error);
      // No answer is no refusal; but it is asked again sooner than it would be.
      else this.#recheckIn(group, Math.max(this.#options.timings.recheckMs, retryAfterMs(error)), identity);
    }
  }

  #recheckIn(group: ReaderGroup, ms: number, identity: string): void {
    const { clock } = this.#options.timings;
    clock.clearTimeout(group.recheck);
    group.recheck = clock.setTimeout(() => void this.#recheck(identity), ms);
  }

  /** A lost socket may be the sign of a lost right; where sockets are lost all the time, it is asked once a while. */
  #opened(): void {
    const { clock, accessCheckJitterMs, recheckMs, random } = this.#options.timings;
    const now = clock.now();
    for (const [identity, group] of this.#groups) {
      // Coder has just accepted the driver's token.
      if (group === this.#credentialOwner) group.checkedAt = now;
      else
        this.#recheckIn(group, Math.max(random() * accessCheckJitterMs, group.checkedAt + recheckMs - now), identity);
    }
  }

  #denied(group: ReaderGroup, error: unknown): void {
    const gone = this.#options.source.kind === 'agent' && error instanceof GatewayError && error.code === 'NOT_FOUND';
    // To each reader a lost right looks like an agent that is gone. Another one's token tells which it is.
    if (gone) group.missing = true;
    else for (const reader of [...group.readers]) reader.fail(error);
    const missing = [...this.#groups.values()].filter((each) => each.missing);
    if (missing.length === 0) return;
    if (missing.length === this.#groups.size) {
      this.#follower.gone();
      return;
    }
    if (this.#credentialOwner.missing) this.#changeCredentialOwner();
    void this.#confirm(missing);
  }

  /** Asks in the driver's name whether the target is still there, since these were told that it is not. */
  async #confirm(suspects: readonly ReaderGroup[]): Promise<void> {
    const driver = this.#credentialOwner;
    try {
      await this.#ask(driver.token);
    } catch (error) {
      const { clock, backoffMaxMs } = this.#options.timings;
      if (this.#abort.signal.aborted || this.ended || driver !== this.#credentialOwner || driver.missing) return;
      if (isDenied(error)) this.#denied(driver, error);
      else {
        clock.clearTimeout(driver.recheck);
        driver.recheck = clock.setTimeout(() => void this.#confirm(suspects), backoffMaxMs);
      }
      return;
    }
    // It is there: they have lost the right to it.
    for (const { readers } of suspects) {
      for (const reader of [...readers]) {
        reader.fail(new GatewayError('NOT_FOUND', 'The agent can no longer be read with this token.'));
      }
    }
  }

  #changeCredentialOwner(): void {
    for (const group of this.#groups.values()) {
      if (group.missing) continue;
      this.#credentialOwner = group;
      this.#follower.switchToken(group.token);
      return;
    }
    // The others were told that there is nothing any more, and nobody is left to say otherwise.
    this.#follower.gone();
  }

  /** Each waiting reader once per batch, and nothing for those that are busy with the batch before. */
  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const reader of waiting) reader.wake();
  }

  #end(): void {
    this.#batcher.flush();
    this.ended = true;
    this.#options.onClosed();
    this.#wake();
  }

  #close(error?: unknown): void {
    this.#options.onClosed();
    this.#follower.close();
    this.#abort.abort();
    // What came before a failure is still the readers'.
    this.#batcher.flush();
    if (error === undefined) return;
    for (const group of [...this.#groups.values()]) for (const reader of [...group.readers]) reader.fail(error);
  }
}
