import { LRUCache } from 'lru-cache';
import { UpstreamError } from '../response/failures.ts';

/** Pauses that are remembered. */
const MAX_PAUSES = 10_000;
/** Coder's limiter counts minutes: what asks for more than this is somebody's mistake, and must not shut anybody out for years. */
const MAX_PAUSE_MS = 10 * 60_000;

/**
 * Honors Coder's own limit of rates: after a 429 the same identity does not call the same path until the time is up
 * that Coder gave. Such a call fails at once with the seconds that are left, and was not sent.
 */
export class RatePauses<Call> {
  // `max` would take the memory of all pauses at once.
  readonly #until = new LRUCache<string, number>({ maxSize: MAX_PAUSES, sizeCalculation: () => 1 });
  readonly #limitOf: (call: Call) => string;
  readonly #now: () => number;

  /** @param limitOf whose call it is and of which path, as Coder counts them; asked for only while there are pauses. */
  constructor(limitOf: (call: Call) => string, now: () => number = () => performance.now()) {
    this.#limitOf = limitOf;
    this.#now = now;
  }

  /** Throws while a call is not to be made. */
  refuse(call: Call): void {
    if (this.#until.size === 0) return;
    const limit = this.#limitOf(call);
    const until = this.#until.get(limit);
    if (until === undefined) return;
    const left = until - this.#now();
    if (left <= 0) this.#until.delete(limit);
    else {
      const retryAfter = Math.ceil(left / 1_000);
      throw new UpstreamError(
        'RATE_LIMITED',
        `Coder limits the rate of these requests; none is sent for another ${retryAfter} s.`,
        { retryAfter, unsent: true },
      );
    }
  }

  /** Remembers what the failure of a call says of the ones to come. */
  record(call: Call, error: unknown): void {
    if (!(error instanceof UpstreamError) || error.code !== 'RATE_LIMITED') return;
    this.#until.set(this.#limitOf(call), this.#now() + Math.min((error.retryAfter ?? 0) * 1_000, MAX_PAUSE_MS));
  }
}
