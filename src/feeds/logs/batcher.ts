import type { FeedTimings } from '../timings.ts';

/**
 * Gathers lines that arrive together. A line after a quiet time waits only `flushMs`, for the lines that come
 * with it; while lines keep coming, there is one batch per `batchIntervalMs`, or more when they are full.
 */
export class Batcher<Line> {
  readonly #timings: FeedTimings;
  readonly #flushed: (batches: readonly Line[][]) => void;
  #lines: Line[] = [];
  #timer: unknown;
  #flushedAt = Number.NEGATIVE_INFINITY;

  constructor(timings: FeedTimings, flushed: (batches: readonly Line[][]) => void) {
    this.#timings = timings;
    this.#flushed = flushed;
  }

  add(lines: readonly Line[]): void {
    for (const line of lines) this.#lines.push(line);
    const { clock, batchLines, flushMs, batchIntervalMs } = this.#timings;
    if (this.#lines.length >= batchLines) this.flush();
    else if (this.#timer === undefined) {
      const wait = Math.max(flushMs, this.#flushedAt + batchIntervalMs - clock.now());
      this.#timer = clock.setTimeout(() => this.flush(), wait);
    }
  }

  flush(): void {
    const { clock, batchLines } = this.#timings;
    clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#lines;
    if (lines.length === 0) return;
    this.#flushedAt = clock.now();
    this.#lines = [];
    const batches: Line[][] = [];
    for (let from = 0; from < lines.length; from += batchLines) batches.push(lines.slice(from, from + batchLines));
    this.#flushed(batches);
  }
}
