import type { FeedTimings } from '../timings.ts';

export interface ListPaceOptions {
  timings: FeedTimings;
  /** How many lists the identity has, this one included: their reads are counted together by Coder. */
  lists: () => number;
  /** Reads the list. */
  read: () => void;
}

/**
 * When a list is read again: soon while something is under way, ever more rarely while all is quiet, and at once when
 * something in it has changed.
 */
export class ListPace {
  readonly #options: ListPaceOptions;
  #timer: unknown;
  /** When the next read is due. */
  #dueAt = Number.POSITIVE_INFINITY;
  /** When the last read began or ended. */
  #lastAt = Number.NEGATIVE_INFINITY;
  /** Reads in a row that found all quiet. */
  #quietReads = 0;

  constructor(options: ListPaceOptions) {
    this.#options = options;
  }

  /** The list has been read. */
  wasRead(isUnderWay: boolean): void {
    const { timings } = this.#options;
    this.#lastAt = timings.clock.now();
    const doublings = isUnderWay ? 0 : Math.min(this.#quietReads++, 20);
    if (isUnderWay) this.#quietReads = 0;
    const pause = Math.min(timings.listQuietMs, timings.listActiveMs * 2 ** doublings);
    // The spread only shortens it: a right that is lost must be noticed within that time.
    this.#schedule(this.#lastAt + Math.max(pause * (0.9 + timings.random() / 10), this.gapMs));
  }

  /** Shortest time between two reads. */
  get gapMs(): number {
    const { timings, lists } = this.#options;
    return Math.max(timings.listGapMs, lists() * timings.listShareMs);
  }

  /** Something in the list may have changed: it is read at once, or when the gap since the last read is over. */
  readSoon(): void {
    this.#quietReads = 0;
    this.#schedule(Math.max(this.#options.timings.clock.now(), this.#lastAt + this.gapMs));
  }

  stop(): void {
    this.#options.timings.clock.clearTimeout(this.#timer);
  }

  /** What is due sooner stays: it may have been asked for while the list was being read. */
  #schedule(at: number): void {
    if (at >= this.#dueAt) return;
    const { clock } = this.#options.timings;
    this.stop();
    this.#dueAt = at;
    this.#timer = clock.setTimeout(() => this.#due(), Math.max(0, at - clock.now()));
  }

  #due(): void {
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#lastAt = this.#options.timings.clock.now();
    this.#options.read();
  }
}
