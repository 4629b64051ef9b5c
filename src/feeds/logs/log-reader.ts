import type { Caller } from '../../coder/caller.ts';
import type { LogStream } from '../../coder/log-stream.ts';
import type { LogId } from '../../coder/rest/scalars.ts';
import { Deferred } from '../deferred.ts';
import {
  codeOf,
  FIRST_TRIES,
  failsNewSubscription,
  feedCaller,
  feedFailure,
  isDenied,
  retryAfterMs,
} from '../failure.ts';
import { RetryBudget } from '../retry-budget.ts';
import type { FeedTimings } from '../timings.ts';
import { Backlog, type Flights } from './backlog.ts';
import type { LogFeed, LogLine } from './log-feed.ts';
import { batchResult, type LogEvent, type Position } from './window.ts';

type Result<Line> = IteratorResult<LogEvent<Line>, undefined>;

/** What a reader needs of the hub. */
export interface ReaderHub<Line extends LogLine> {
  timings: FeedTimings;
  /** Of the log. */
  key: string;
  open(after: LogId | undefined, caller: Caller): Promise<LogStream<Line>>;
  /** The feed that is there, if there is one. */
  feed(): LogFeed<Line> | undefined;
  /** Joins that feed, or begins one with these lines, which follow upon `after` without a gap. */
  join(reader: LogReader<Line>, start: { after: LogId | undefined; lines: readonly Line[] }): LogFeed<Line>;
  flights: Flights<Line>;
  /** At the first `next`; false: the hub is closed. */
  enter(reader: LogReader<Line>): boolean;
  left(reader: LogReader<Line>): void;
}

const DONE: Result<never> = { done: true, value: undefined };

/**
 * One subscriber of a log. It keeps nothing but its position: lines come from the feed's window while it keeps up,
 * and from Coder, with its own token and at its own pace, before it has caught up and whenever it has fallen behind.
 */
export class LogReader<Line extends LogLine> implements AsyncIterableIterator<LogEvent<Line>, undefined> {
  readonly identity: string;
  readonly token: string;
  readonly position: Position;
  readonly #hub: ReaderHub<Line>;
  readonly #patience: RetryBudget;
  readonly #backlog: Backlog<Line>;
  readonly #signal: AbortSignal | undefined;
  readonly #aborted = () => void this.return();
  #feed: LogFeed<Line> | undefined;
  #stopWaiting: (() => void) | undefined;
  #entered = false;
  #working = false;
  #done = false;
  #failure: { error: unknown } | undefined;
  /** Whether Coder has let it read. */
  #admitted = false;
  #tries = 0;
  #pending: Deferred<Result<Line>> | undefined;

  constructor(
    hub: ReaderHub<Line>,
    reader: { identity: string; token: string; after: LogId | undefined; signal?: AbortSignal | undefined },
  ) {
    this.#hub = hub;
    this.identity = reader.identity;
    this.token = reader.token;
    // Ids begin at 1, and agents' logs refuse an `after` below 0.
    const last = reader.after === undefined || reader.after <= 0 ? undefined : reader.after;
    this.position = { last, batch: 0 };
    const open = (from: LogId | undefined, signal: AbortSignal) => hub.open(from, feedCaller(this.token, signal));
    const { timings, flights } = hub;
    const key = `${hub.key} ${reader.identity}`;
    this.#backlog = new Backlog<Line>({ open, timings, flights, key, verified: last === undefined });
    this.#patience = new RetryBudget(hub.timings);
    this.#patience.recordContact(hub.timings.clock.now());
    this.#signal = reader.signal;
    if (reader.signal?.aborted) this.#finish();
    else reader.signal?.addEventListener('abort', this.#aborted, { once: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** One after the other: a call while another waits is answered after it. */
  next(): Promise<Result<Line>> {
    if (this.#pending) {
      const again = () => this.next();
      return this.#pending.promise.then(again, again);
    }
    if (this.#failure) {
      const { error } = this.#failure;
      this.#failure = undefined;
      return Promise.reject(error);
    }
    if (!this.#entered) {
      this.#entered = true;
      if (!this.#done && !this.#hub.enter(this)) this.#finish();
    }
    const ready = this.#ready();
    if (ready) return Promise.resolve(ready);
    const pending = new Deferred<Result<Line>>();
    this.#pending = pending;
    void this.#work();
    return pending.promise;
  }

  /** At once, also while `next` waits. */
  return(): Promise<Result<Line>> {
    this.#finish();
    this.#failure = undefined;
    this.#answer(DONE);
    return Promise.resolve(DONE);
  }

  async throw(error: unknown): Promise<Result<Line>> {
    await this.return();
    throw error;
  }

  /** The position, if the log has reached it. */
  get known(): LogId | undefined {
    return this.#backlog.verified ? this.position.last : undefined;
  }

  /** Ends it with an error, which `next` throws once. */
  fail(error: unknown): void {
    if (this.#done) return;
    const failure = feedFailure(error, this.position.last);
    this.#finish();
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending) pending.reject(failure);
    else this.#failure = { error: failure };
  }

  /** By the feed: there is news. */
  wake(): void {
    if (!this.#pending || this.#working) return;
    const ready = this.#ready();
    if (ready) this.#answer(ready);
    else void this.#work();
  }

  /** What can be had without waiting. */
  #ready(): Result<Line> | undefined {
    if (this.#done) return DONE;
    const feed = this.#feed;
    if (!feed) return undefined;
    if (feed.window.covers(this.position.last)) {
      const batch = feed.window.next(this.position);
      if (batch) {
        this.#backlog.cancel();
        return batch;
      }
    }
    if (!feed.ended || !feed.complete(this.position.last)) return undefined;
    this.#finish();
    return { done: false, value: { kind: 'end', lastId: this.position.last } };
  }

  /** Gets what cannot be had without waiting, until `next` is answered or the feed will wake the reader. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    while (this.#pending && !this.#done) {
      const ready = this.#ready();
      if (ready) {
        this.#answer(ready);
        break;
      }
      if (this.#feed?.window.covers(this.position.last)) {
        this.#feed.wait(this);
        break;
      }
      try {
        await this.#advance();
        this.#patience.readDone(this.#hub.timings.clock.now());
        this.#admitted = true;
      } catch (error) {
        await this.#failed(error);
      }
    }
    this.#working = false;
  }

  /** One read with the reader's own token: at first it is also what shows its right to the log. */
  async #advance(): Promise<void> {
    const { last } = this.position;
    const present = this.#hub.feed();
    if (!this.#feed && !this.#backlog.begun && present?.window.covers(last)) {
      // The lines are at hand; only the right to them is asked for.
      await present.check(this);
      if (!this.#done) this.#feed = this.#hub.join(this, { after: this.known, lines: [] });
      return;
    }
    const { after, lines, complete } = await this.#backlog.next(last);
    if (this.#done) return;
    const feed = this.#feed ?? this.#hub.feed();
    feed?.offer(after, lines);
    if (complete || feed?.window.covers(last)) {
      this.#backlog.cancel();
      // A client's id from nowhere is no place to begin; what was read after it has none before it that is missing.
      const start = lines.length > 0 || this.#backlog.verified ? after : undefined;
      this.#feed ??= this.#hub.join(this, { after: start, lines });
      // The window has the same lines, as batches that all readers share.
      if (this.#feed.window.covers(last)) return;
    }
    const news = last === undefined ? lines : lines.filter(({ id }) => id > last);
    this.position.last = news.at(-1)?.id ?? last;
    if (news.length > 0) this.#answer(batchResult(news));
    // Coder does not yet give this token what it gave another's: nothing is gained by asking at once.
    else if (complete) await this.#pause(this.#hub.timings.backoffMs);
  }

  async #failed(error: unknown): Promise<void> {
    this.#backlog.cancel();
    if (this.#done) return;
    const { clock } = this.#hub.timings;
    if (isDenied(error)) {
      const feed = this.#feed;
      if (!feed || feed.ended) this.fail(error);
      else {
        // An agent that is gone ends the feed, a lost right this reader: the feed finds out.
        feed.refused(this, error);
        if (!this.#done && !feed.ended) await this.#pause(this.#patience.pause());
      }
      return;
    }
    const code = codeOf(error);
    const verdict = this.#patience.readFailed(code, clock.now());
    // Who has nothing yet is told soon; who follows is spared a short absence of Coder.
    const tooLate = !this.#admitted && (failsNewSubscription(code) || ++this.#tries >= FIRST_TRIES);
    if (verdict !== undefined || tooLate) this.fail(error);
    else await this.#pause(this.#patience.pause(retryAfterMs(error)));
  }

  #pause(ms: number): Promise<void> {
    const { clock } = this.#hub.timings;
    return new Promise((resolve) => {
      const timer = clock.setTimeout(resolve, ms);
      this.#stopWaiting = () => {
        clock.clearTimeout(timer);
        resolve();
      };
    });
  }

  #answer(result: Result<Line>): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.resolve(result);
  }

  #finish(): void {
    if (this.#done) return;
    this.#done = true;
    this.#signal?.removeEventListener('abort', this.#aborted);
    this.#backlog.cancel();
    this.#stopWaiting?.();
    this.#feed?.remove(this);
    this.#feed = undefined;
    this.#hub.left(this);
  }
}
