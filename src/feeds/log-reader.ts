import type { LogStream } from '../coder/log-stream.ts';
import type { LogId } from '../coder/types.ts';
import { codeOf, feedCaller, feedFailure, isDenied, retryAfterMs } from './failure.ts';
import type { LogFeed, LogLine } from './log-feed.ts';
import { Patience } from './patience.ts';
import type { FeedTimings } from './timings.ts';
import { Waiter } from './waiter.ts';
import { batchResult, type LogEvent, type Position } from './window.ts';

type Result<Line> = IteratorResult<LogEvent<Line>, undefined>;

/** What a reader needs of the hub. */
export interface ReaderHub<Line extends LogLine> {
  timings: FeedTimings;
  open(after: LogId | undefined, reader: LogReader<Line>): Promise<LogStream<Line>>;
  /** The feed that is there, if there is one. */
  feed(): LogFeed<Line> | undefined;
  /** Joins that feed, or begins one at the reader's position. */
  join(reader: LogReader<Line>): LogFeed<Line>;
  /** At the first `next`; false: the hub is closed. */
  enter(reader: LogReader<Line>): boolean;
  left(reader: LogReader<Line>): void;
}

const DONE: Result<never> = { done: true, value: undefined };
/** Failures of the very first read after which a new reader is told. */
const FIRST_TRIES = 3;

/**
 * One subscriber of a log. It keeps nothing but its position: lines come from the feed's window while it keeps up,
 * and from Coder, with its own token and at its own pace, before it has caught up and whenever it has fallen behind.
 */
export class LogReader<Line extends LogLine> implements AsyncIterableIterator<LogEvent<Line>, undefined> {
  readonly identity: string;
  readonly token: string;
  readonly position: Position;
  /** Whether the position is one that the log has reached, and not only what the client says. */
  verified: boolean;
  readonly #hub: ReaderHub<Line>;
  readonly #patience: Patience;
  readonly #abort = new AbortController();
  readonly #signal: AbortSignal | undefined;
  readonly #aborted = () => void this.return();
  #feed: LogFeed<Line> | undefined;
  #stream: LogStream<Line> | undefined;
  #streamTimer: unknown;
  #stopWaiting: (() => void) | undefined;
  #entered = false;
  #working = false;
  #done = false;
  #failure: { error: unknown } | undefined;
  /** Whether Coder has let it read. */
  #admitted = false;
  #tries = 0;
  #waiter: Waiter<Result<Line>> | undefined;

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
    this.verified = last === undefined;
    this.#patience = new Patience(hub.timings);
    this.#patience.heard(hub.timings.clock.now());
    this.#signal = reader.signal;
    if (reader.signal?.aborted) this.#finish();
    else reader.signal?.addEventListener('abort', this.#aborted, { once: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** One after the other: a call while another waits is answered after it. */
  next(): Promise<Result<Line>> {
    if (this.#waiter) {
      const again = () => this.next();
      return this.#waiter.promise.then(again, again);
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
    const waiter = new Waiter<Result<Line>>();
    this.#waiter = waiter;
    void this.#work();
    return waiter.promise;
  }

  /** At once, also while `next` waits. */
  return(): Promise<Result<Line>> {
    this.#finish();
    this.#answer(DONE);
    return Promise.resolve(DONE);
  }

  async throw(error: unknown): Promise<Result<Line>> {
    await this.return();
    throw error;
  }

  /** Ends it with an error, which `next` throws once. */
  fail(error: unknown): void {
    if (this.#done) return;
    const failure = feedFailure(error, this.position.last);
    this.#finish();
    const waiter = this.#waiter;
    this.#waiter = undefined;
    if (waiter) waiter.reject(failure);
    else this.#failure = { error: failure };
  }

  /** By the feed: there is news. */
  wake(): void {
    if (!this.#waiter || this.#working) return;
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
        this.#letGo();
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
    while (this.#waiter && !this.#done) {
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
    const { timings } = this.#hub;
    const present = this.#hub.feed();
    if (!this.#feed && !this.#stream && present?.window.covers(this.position.last)) {
      // The lines are at hand; only the right to them is asked for.
      await present.check(this);
      if (!this.#done) this.#join();
      return;
    }
    const after = this.position.last;
    // One id earlier than asked for: if that line comes, the client's id is one of this log.
    const from = this.verified || after === undefined ? after : before(after);
    this.#stream ??= await this.#hub.open(from, this);
    if (this.#done) return this.#letGo();
    this.#hub.timings.clock.clearTimeout(this.#streamTimer);
    const { lines, complete } = await this.#stream.next(timings.batchLines);
    if (this.#done) return this.#letGo();
    if (lines.length > 0) this.verified = true;
    const news = after === undefined ? lines : lines.filter(({ id }) => id > after);
    this.position.last = news.at(-1)?.id ?? after;
    this.#hub.feed()?.offer(from, lines);
    if (complete) {
      this.#stream = undefined;
      this.#join();
    } else {
      if (this.#hub.feed()?.window.covers(this.position.last)) {
        this.#letGo();
        this.#join();
      } else this.#streamTimer = timings.clock.setTimeout(() => this.#letGo(), timings.idleStreamMs);
    }
    if (news.length > 0) this.#answer(batchResult(news));
  }

  #join(): void {
    this.#feed ??= this.#hub.join(this);
  }

  async #failed(error: unknown): Promise<void> {
    this.#letGo();
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
    if (verdict !== undefined || (!this.#admitted && ++this.#tries >= FIRST_TRIES)) this.fail(error);
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
    const waiter = this.#waiter;
    this.#waiter = undefined;
    waiter?.resolve(result);
  }

  /** Of the plain read under way; what it has not read is read again. */
  #letGo(): void {
    if (!this.#stream) return;
    this.#hub.timings.clock.clearTimeout(this.#streamTimer);
    this.#stream.destroy();
    this.#stream = undefined;
  }

  #finish(): void {
    if (this.#done) return;
    this.#done = true;
    this.#signal?.removeEventListener('abort', this.#aborted);
    this.#abort.abort();
    this.#stopWaiting?.();
    this.#letGo();
    this.#feed?.remove(this);
    this.#feed = undefined;
    this.#hub.left(this);
  }

  /** Of the reads that this reader makes. */
  get caller() {
    return feedCaller(this.token, this.#abort.signal);
  }
}

function before(id: LogId): LogId {
  const earlier = BigInt(id) - 1n;
  const number = Number(earlier);
  return Number.isSafeInteger(number) ? number : earlier;
}
