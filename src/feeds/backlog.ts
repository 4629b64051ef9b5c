import type { LogStream } from '../coder/log-stream.ts';
import type { LogId } from '../coder/types.ts';
import type { FeedTimings } from './timings.ts';

export interface Stretch<Line> {
  /** What was asked for: the lines follow upon this id without a gap. */
  after: LogId | undefined;
  lines: Line[];
  /** Nothing was left when Coder answered. */
  complete: boolean;
}

/** Plain reads of one reader, in order, at its own pace; the read under way is let go when the reader stays away. */
export class Backlog<Line extends { id: LogId }> {
  /** Whether the reader's position is one that the log has reached, and not only what the client says. */
  verified: boolean;
  readonly #open: (after: LogId | undefined, signal: AbortSignal) => Promise<LogStream<Line>>;
  readonly #timings: FeedTimings;
  #stream: LogStream<Line> | undefined;
  #abort: AbortController | undefined;
  #idle: unknown;

  constructor(
    open: (after: LogId | undefined, signal: AbortSignal) => Promise<LogStream<Line>>,
    timings: FeedTimings,
    verified: boolean,
  ) {
    this.#open = open;
    this.#timings = timings;
    this.verified = verified;
  }

  /** Whether a read is under way, from where the one before ended. */
  get begun(): boolean {
    return this.#abort !== undefined;
  }

  /** The lines after the reader's position. Aborted by `letGo`, it throws. */
  async next(last: LogId | undefined): Promise<Stretch<Line>> {
    const { clock, batchLines, idleStreamMs } = this.#timings;
    clock.clearTimeout(this.#idle);
    // One id earlier than asked for: if that line comes, the client's id is one of this log.
    const after = this.verified || last === undefined ? last : before(last);
    this.#abort ??= new AbortController();
    const { signal } = this.#abort;
    this.#stream ??= await this.#open(after, signal);
    const { lines, complete } = await this.#stream.next(batchLines);
    signal.throwIfAborted();
    if (lines.length > 0) this.verified = true;
    if (complete) this.letGo();
    else this.#idle = clock.setTimeout(() => this.letGo(), idleStreamMs);
    return { after, lines, complete };
  }

  /** What has not been read is read again later. */
  letGo(): void {
    if (!this.#abort) return;
    this.#timings.clock.clearTimeout(this.#idle);
    this.#abort.abort();
    this.#stream?.destroy();
    this.#abort = undefined;
    this.#stream = undefined;
  }
}

function before(id: LogId): LogId {
  const earlier = BigInt(id) - 1n;
  const number = Number(earlier);
  return Number.isSafeInteger(number) ? number : earlier;
}
