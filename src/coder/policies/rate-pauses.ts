import { LRUCache } from 'lru-cache';
import { UpstreamError } from '../response/failures.ts';

/** Pauses that are remembered. */
const MAX_PAUSES = 10_000;

/**
 * Honors Coder's own limit of rates: after a 429 the same identity does not call the same route until the time is up
 * that Coder gave. Such a call fails at once with the seconds that are left, and was not sent.
 */
export class RatePauses {
  readonly #until = new LRUCache<string, number>({ max: MAX_PAUSES });
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @param limited whose call it is and of which route, as Coder counts them. */
  async run<T>(limited: () => string, work: () => Promise<T>): Promise<T> {
    if (this.#until.size > 0) this.#refuse(limited());
    try {
      return await work();
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'RATE_LIMITED') {
        this.#until.set(limited(), this.#now() + (error.retryAfter ?? 0) * 1_000);
      }
      throw error;
    }
  }

  #refuse(limited: string): void {
    const until = this.#until.get(limited);
    if (until === undefined) return;
    const left = until - this.#now();
    if (left <= 0) this.#until.delete(limited);
    else {
      const retryAfter = Math.ceil(left / 1_000);
      throw new UpstreamError(
        'RATE_LIMITED',
        `Coder limits the rate of these requests; none is sent for another ${retryAfter} s.`,
        { retryAfter, unsent: true },
      );
    }
  }
}
