import type { FeedTimings } from '../timings.ts';

export interface ListPaceOptions {
  timings: FeedTimings;
  /** How many lists the identity has, this one included: their reads are counted together by Coder. */
  lists: () => number;
  /** Reads the list. */
  read: () => void;
}

/** When a list is read again: soon while something is under way, ever more rarely while all is quiet, at once when it rings. */
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
    const { timings, lists } = this.#options;
    this.#lastAt = timings.clock.now();
    const doublings = isUnderWay ? 0 : Math.min(this.#quietReads++, 20);
    if (isUnderWay) this.#quietReads = 0;
    const pause = Math.min(timings.listQuietMs, timings.listActiveMs * 2 ** doublings);
    // Not longer: a right that is lost must be noticed within that time.
    const spread = pause * (0.9 + timings.random() / 10);
    this.#schedule(this.#lastAt + Math.max(spread, lists() * timings.listShareMs));
  }

  /** Something in the list may have changed. Many such calls together cause a read each `listGapMs`. */
  ring(): void {
    const { timings, lists } = this.#options;
    this.#quietReads = 0;
    const gap = Math.max(timings.listGapMs, lists() * timings.listShareMs);
    this.#schedule(Math.max(timings.clock.now(), this.#lastAt + gap));
  }

  stop(): void {
    this.#options.timings.clock.clearTimeout(this.#timer);
  }

  /** What is due sooner stays: it may have rung while the list was being read. */
  #schedule(at: number): void {
    if (at >= this.#dueAt) return;
    const { clock } = this.#options.timings;
    this.stop();
    this.#dueAt = at;
    this.#timer = clock.setTimeout(() => this.#due(), at - clock.now());
  }

  #due(): void {
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#lastAt = this.#options.timings.clock.now();
    this.#options.read();
  }
}
