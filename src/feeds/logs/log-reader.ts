import type { Caller } from '../../coder/caller.ts';
import type { LogStream } from '../../coder/response/log-stream.ts';
import type { LogId } from '../../coder/rest/scalars.ts';
import { codeOf, feedCaller, feedFailure, isDenied, retryAfterMs } from '../failure.ts';
import { FirstTries } from '../first-tries.ts';
import { PullIterator } from '../pull-iterator.ts';
import { RetryBudget } from '../retry-budget.ts';
import type { FeedTimings } from '../timings.ts';
import { Backlog, type Flights } from './backlog.ts';
import { LogMismatchError } from './delivery-audit.ts';
import type { LineFilter } from './line-filter.ts';
import type { LogLine, LogTail, TailReader } from './log-tail.ts';
import type { LogUpstream } from './log-upstream.ts';
import { batchResult, type LogEvent, type Position } from './window.ts';

/** A new reader. Its token is sent to Coder, and kept only while this reader reads. */
export interface LogReaderOptions<Line extends LogLine> {
  token: string;
  /** The last line that the reader has; undefined: none. */
  after: LogId | undefined;
  /** Without `after`: so many lines before the newest it begins. @default at the beginning */
  last?: number | undefined;
  /** The lines that it wants. @default all */
  filter?: LineFilter<Line> | undefined;
  /** Ends the reader when aborted. */
  signal?: AbortSignal | undefined;
}

/** What readers need of their hub, which is the same for all of them. */
export interface ReaderHub<Line extends LogLine> {
  readonly timings: FeedTimings;
  readonly flights: Flights<Line>;
  open(source: LogUpstream<Line>, after: LogId | undefined, caller: Caller): Promise<LogStream<Line>>;
  /** The feed that is there, if there is one. */
  feed(source: LogUpstream<Line>): LogTail<Line> | undefined;
  /** Joins that feed, or begins one with these lines, which follow upon `after` without a gap. */
  join(
    source: LogUpstream<Line>,
    reader: LogReader<Line>,
    start: { after: LogId | undefined; lines: readonly Line[] },
  ): LogTail<Line>;
  /** At the first `next`; false: the hub is closed. */
  enter(reader: LogReader<Line>): boolean;
  left(reader: LogReader<Line>): void;
}

/**
 * One subscriber of a log. It keeps nothing but its position: lines come from the feed's window while it keeps up,
 * and from Coder, with its own token and at its own pace, before it has caught up and whenever it has fallen behind.
 */
export class LogReader<Line extends LogLine> extends PullIterator<LogEvent<Line>> implements TailReader {
  readonly identity: string;
  readonly token: string;
  readonly position: Position;
  readonly #hub: ReaderHub<Line>;
  readonly #source: LogUpstream<Line>;
  /** Undefined: it gets all lines. */
  readonly #filter: LineFilter<Line> | undefined;
  /** So many of its lines before the newest it begins, until it is known where that is. */
  #last: number | undefined;
  /** While something fails; and while it reads for itself. A reader that keeps up has neither. */
  #retries: RetryBudget | undefined;
  #backlog: Backlog<Line> | undefined;
  /** Whether the position is one that the log has reached, and not only what the client says. */
  #verified: boolean;
  #feed: LogTail<Line> | undefined;
  #stopWaiting: (() => void) | undefined;
  #entered = false;
  #working = false;
  /** Undefined once a read with this token has succeeded. */
  #firstTries: FirstTries | undefined = new FirstTries();

  constructor(hub: ReaderHub<Line>, source: LogUpstream<Line>, reader: LogReaderOptions<Line> & { identity: string }) {
    super();
    this.#hub = hub;
    this.identity = reader.identity;
    this.token = reader.token;
    // Ids begin at 1, and agents' logs refuse an `after` below 0.
    const last = reader.after === undefined || reader.after <= 0 ? undefined : reader.after;
    this.position = { last, batch: 0 };
    this.#source = source;
    this.#filter = reader.filter;
    this.#last = reader.after === undefined ? reader.last : undefined;
    this.#verified = last === undefined;
    this.endOn(reader.signal);
  }

  /** The position, if the log has reached it. */
  get known(): LogId | undefined {
    return this.#verified ? this.position.last : undefined;
  }

  /** Whether it reads for itself: lines that the feed's window no longer has, or not yet. */
  get behind(): boolean {
    return this.#backlog !== undefined;
  }

  /** When the first line came that is here and that it has not taken; infinite: it has all. */
  get unsentSince(): number {
    return this.#feed?.window.arrivalAfter(this.position.last) ?? Number.POSITIVE_INFINITY;
  }

  override fail(error: unknown): void {
    const { last } = this.position;
    super.fail(feedFailure(error, error instanceof LogMismatchError ? error.resumeAt(last) : last));
  }

  wake(): void {
    if (this.waiting && !this.#working) this.#serveOrWork();
  }

  protected pull(): void {
    if (!this.#entered) {
      this.#entered = true;
      if (!this.#hub.enter(this)) {
        this.end();
        return;
      }
    }
    this.#serveOrWork();
  }

  protected released(): void {
    this.#stopReading();
    this.#stopWaiting?.();
    this.#feed?.remove(this);
    this.#feed = undefined;
    this.#hub.left(this);
  }

  /** Answers `next` with what can be had without waiting; whether there was anything. */
  #serve(): boolean {
    const feed = this.#feed;
    if (!feed) return false;
    if (feed.window.covers(this.position.last)) {
      for (let batch = feed.window.next(this.position); batch; batch = feed.window.next(this.position)) {
        const event = this.#wanted(batch.value);
        if (!event) continue;
        this.#stopReading();
        this.give(event);
        return true;
      }
    }
    if (!feed.ended || !feed.complete(this.position.last)) return false;
    this.giveLast({ kind: 'end', lastId: this.position.last });
    return true;
  }

  /** The event as this reader gets it; undefined: it gets nothing of it. */
  #wanted(event: LogEvent<Line>): LogEvent<Line> | undefined {
    return this.#filter ? this.#filter.viewOf(event) : event;
  }

  #serveOrWork(): void {
    if (!this.#serve() && !this.#waitForFeed()) void this.#work();
  }

  /** Whether the feed will wake the reader: it has all lines that are there. */
  #waitForFeed(): boolean {
    const feed = this.#feed;
    if (!feed?.window.covers(this.position.last)) return false;
    feed.wait(this);
    return true;
  }

  /** Gets what cannot be had without waiting, until `next` is answered or the feed will wake the reader. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    while (this.waiting) {
      // Who is served may have asked again at once.
      if (this.#serve()) continue;
      if (this.#waitForFeed()) break;
      try {
        await this.#advance();
        this.#retries = undefined;
        this.#firstTries = undefined;
      } catch (error) {
        await this.#failed(error);
      }
    }
    this.#working = false;
  }

  /** One read with the reader's own token: at first it is also what shows its right to the log. */
  async #advance(): Promise<void> {
    if (this.#last !== undefined) {
      await this.#findStart(this.#last);
      return;
    }
    const { last } = this.position;
    const present = this.#hub.feed(this.#source);
    if (!this.#feed && !this.#backlog?.begun && present?.window.covers(last)) {
      // The lines are at hand; only the right to them is asked for.
      await present.check(this);
      if (!this.done) this.#feed = this.#hub.join(this.#source, this, { after: this.known, lines: [] });
      return;
    }
    this.#backlog ??= this.#readPlainly();
    const { after, lines, complete } = await this.#backlog.next(last);
    if (lines.length > 0) this.#verified = true;
    if (this.done) return;
    const feed = this.#feed ?? this.#hub.feed(this.#source);
    feed?.offer(after, lines);
    if (complete || feed?.window.covers(last)) {
      this.#stopReading();
      // An unverified `after` of a client is no start of a feed; once lines were read behind it, it is verified.
      const start = this.#verified ? after : undefined;
      this.#feed ??= this.#hub.join(this.#source, this, { after: start, lines });
      // The window has the same lines, as batches that all readers share.
      if (this.#feed.window.covers(last)) return;
    }
    const news = last === undefined ? lines : lines.filter(({ id }) => id > last);
    this.position.last = news.at(-1)?.id ?? last;
    const event = news.length > 0 ? this.#wanted(batchResult(news).value) : undefined;
    if (event) this.give(event);
    // Coder does not yet give this token the lines that it gave another one; asking again at once would be too soon.
    else if (complete && news.length === 0) await this.#pause(this.#hub.timings.backoffMs);
  }

  /** Where the last lines begin: as the window of the feed shows it, else as a read of the whole log does. */
  async #findStart(count: number): Promise<void> {
    const keeps = this.#filter?.keeps ?? (() => true);
    const present = this.#hub.feed(this.#source);
    if (present?.window.startOfLast(count, keeps)) await present.check(this);
    const start = present?.window.startOfLast(count, keeps);
    if (this.done) return;
    if (start) this.position.last = start.after;
    else {
      this.#backlog ??= this.#readPlainly();
      this.position.last = await this.#backlog.startOfLast({ count, filter: this.#filter });
      this.#stopReading();
      if (this.done) return;
    }
    this.#last = undefined;
    this.#verified = true;
    if (start) this.#feed = this.#hub.join(this.#source, this, { after: start.after, lines: [] });
  }

  async #failed(error: unknown): Promise<void> {
    this.#stopReading();
    if (this.done) return;
    const { timings } = this.#hub;
    this.#retries ??= new RetryBudget(timings);
    if (isDenied(error)) {
      const feed = this.#feed;
      if (!feed || feed.ended) this.fail(error);
      else {
        // A deleted agent ends the feed, a lost right only this reader; the feed finds out which it is.
        feed.refused(this, error);
        if (!this.done && !feed.ended) await this.#pause(this.#retries.pause());
      }
      return;
    }
    const code = codeOf(error);
    const verdict = this.#retries.readFailed(code, timings.clock.now());
    const tooLate = this.#firstTries?.failed(error);
    if (verdict !== undefined || tooLate) this.fail(error);
    else await this.#pause(this.#retries.pause(retryAfterMs(error)));
  }

  #readPlainly(): Backlog<Line> {
    const open = (after: LogId | undefined, signal: AbortSignal) =>
      this.#hub.open(this.#source, after, feedCaller(this.token, signal));
    const { timings, flights } = this.#hub;
    return new Backlog<Line>({
      open,
      timings,
      flights,
      key: `${this.#source.key} ${this.identity}`,
      verified: this.#verified,
    });
  }

  #stopReading(): void {
    this.#backlog?.cancel();
    this.#backlog = undefined;
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
}
