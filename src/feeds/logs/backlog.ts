import type { LogStream } from '../../coder/response/log-stream.ts';
import type { LogId } from '../../coder/rest/scalars.ts';
import { GatewayError } from '../../errors.ts';
import type { FeedTimings } from '../timings.ts';
import type { LineFilter } from './line-filter.ts';
import type { LogPart } from './log-parts.ts';
import type { LogLine } from './log-tail.ts';
import { NewestLines } from './newest-lines.ts';

/** Reads under way, by identity and what is asked for: readers that ask for the same at the same time share the answer. */
export type Flights<Line> = Map<string, Promise<LogPart<Line>>>;

/** A reader that begins so many of its lines before the newest. */
export interface LastLines<Line extends LogLine> {
  count: number;
  /** Which lines count; undefined: all. */
  filter: LineFilter<Line> | undefined;
}

export interface BacklogOptions<Line extends { id: LogId }> {
  open: (after: LogId | undefined, signal: AbortSignal) => Promise<LogStream<Line>>;
  timings: FeedTimings;
  flights: Flights<Line>;
  /** This reader's identity and target, as part of the keys of `flights`. */
  key: string;
  verified: boolean;
}

/** Plain reads of one reader, in order, at its own pace; the read under way is canceled when the reader is idle. */
export class Backlog<Line extends LogLine> {
  /** Whether the reader's position is one that the log has reached, and not only what the client says. */
  verified: boolean;
  readonly #options: BacklogOptions<Line>;
  #stream: LogStream<Line> | undefined;
  #abort: AbortController | undefined;
  #idle: unknown;

  constructor(options: BacklogOptions<Line>) {
    this.#options = options;
    this.verified = options.verified;
  }

  /** Whether a read is under way, from where the one before ended. */
  get begun(): boolean {
    return this.#abort !== undefined;
  }

  /** The lines after the reader's position. Throws when `cancel` aborts it. */
  async next(last: LogId | undefined): Promise<LogPart<Line>> {
    const { flights } = this.#options;
    // One id earlier than asked for: if that line comes, the client's id is one of this log.
    const after = this.verified || last === undefined ? last : previousId(last);
    const key = `${this.#options.key} ${after}`;
    const shared = this.begun ? undefined : flights.get(key);
    const part = (shared && (await awaitSharedRead(shared))) ?? (await this.#shared(key, this.#take(after)));
    if (part.lines.length > 0) this.verified = true;
    return part;
  }

  /** The line behind which the last so many of the wanted lines begin; reads the whole log, and keeps nothing of it. */
  async startOfLast({ count, filter }: LastLines<Line>): Promise<LogId | undefined> {
    const key = `${this.#options.key} last ${count} ${filter?.name}`;
    const shared = this.#options.flights.get(key);
    const found =
      (shared && (await awaitSharedRead(shared))) ?? (await this.#shared(key, this.#findLast(count, filter)));
    return found.after;
  }

  async #findLast(count: number, filter: LineFilter<Line> | undefined): Promise<LogPart<Line>> {
    const { open, timings } = this.#options;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#stream = await open(undefined, signal);
    const newest = new NewestLines<Line>(count, filter?.keeps ?? (() => true));
    for (;;) {
      const { lines, complete } = await this.#stream.next(timings.batchLines);
      signal.throwIfAborted();
      newest.add(lines);
      if (complete) break;
    }
    this.cancel();
    return { after: newest.start, lines: [], complete: false };
  }

  #shared(key: string, flight: Promise<LogPart<Line>>): Promise<LogPart<Line>> {
    const { flights } = this.#options;
    flights.set(key, flight);
    const forget = () => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    flight.then(forget, forget);
    return flight;
  }

  async #take(after: LogId | undefined): Promise<LogPart<Line>> {
    const { open, timings } = this.#options;
    timings.clock.clearTimeout(this.#idle);
    this.#abort ??= new AbortController();
    const { signal } = this.#abort;
    this.#stream ??= await open(after, signal);
    const { lines, complete } = await this.#stream.next(timings.batchLines);
    signal.throwIfAborted();
    if (complete) this.cancel();
    else this.#idle = timings.clock.setTimeout(() => this.cancel(), timings.idleStreamMs);
    return { after, lines, complete };
  }

  /** Ends the read under way; the next one begins at the reader's position. */
  cancel(): void {
    if (!this.#abort) return;
    this.#options.timings.clock.clearTimeout(this.#idle);
    this.#abort.abort();
    this.#stream?.destroy();
    this.#abort = undefined;
    this.#stream = undefined;
  }
}

/** Another reader's in-flight result; undefined if that reader canceled it. */
async function awaitSharedRead<Line>(flight: Promise<LogPart<Line>>): Promise<LogPart<Line> | undefined> {
  try {
    return await flight;
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    return undefined;
  }
}

function previousId(id: LogId): LogId {
  const earlier = BigInt(id) - 1n;
  const number = Number(earlier);
  return Number.isSafeInteger(number) ? number : earlier;
}
