import type { ErrorCode } from '../errors.ts';
import type { FeedTimings } from './timings.ts';

/** Plain reads that cannot be understood, in a row, after which another try is pointless. */
const UNREADABLE = 5;

/** How long to wait before the next try, and when to give up. Methods that may give up return the code to fail with. */
export class RetryBudget {
  readonly #timings: FeedTimings;
  /** Sockets in a row without progress; they set the backoff. */
  #attempts = 0;
  /** Failures since the last contact with Coder, and the time of that contact. */
  #failures = 0;
  #heardAt = 0;
  #unreadable = 0;
  #statusFailingSince: number | undefined;

  constructor(timings: FeedTimings) {
    this.#timings = timings;
  }

  /** Records that Coder has answered or sent something. */
  recordContact(now: number): void {
    this.#heardAt = now;
    this.#failures = 0;
  }

  readDone(now: number): void {
    this.recordContact(now);
    this.#unreadable = 0;
  }

  statusRead(now: number): void {
    this.recordContact(now);
    this.#statusFailingSince = undefined;
  }

  /** Records whether the last socket made progress; returns the number of sockets in a row that made none. */
  attempt(progressed: boolean): number {
    this.#attempts = progressed ? 0 : this.#attempts + 1;
    return this.#attempts;
  }

  dialFailed(now: number): ErrorCode | undefined {
    return this.#failed('UPSTREAM_UNAVAILABLE', now);
  }

  readFailed(code: ErrorCode, now: number): ErrorCode | undefined {
    if (code !== 'UPSTREAM_BAD_RESPONSE') return this.#failed(code, now);
    return ++this.#unreadable >= UNREADABLE ? code : undefined;
  }

  statusFailed(code: ErrorCode, now: number): ErrorCode | undefined {
    this.#statusFailingSince ??= now;
    // Without the status the end of the log can never be known.
    const hopeless = now - this.#statusFailingSince >= this.#timings.giveUpMs;
    return this.#failed(code, now) ?? (hopeless ? code : undefined);
  }

  /** Milliseconds before what failed is tried again. */
  pause(retryAfterMs = 0): number {
    return Math.max(retryAfterMs, this.backoff(this.#failures + this.#unreadable + 1));
  }

  backoff(attempt: number): number {
    const { backoffMs, backoffMaxMs, random } = this.#timings;
    return Math.min(backoffMaxMs, backoffMs * 2 ** Math.min(attempt - 1, 20)) * (0.5 + random() / 2);
  }

  /** Both bounds must be reached: a process that slept for an hour has not tried for an hour. */
  #failed(code: ErrorCode, now: number): ErrorCode | undefined {
    const { giveUpMs, giveUpAttempts } = this.#timings;
    this.#failures++;
    if (this.#failures < giveUpAttempts || now - this.#heardAt < giveUpMs) return undefined;
    return code === 'RATE_LIMITED' ? code : 'UPSTREAM_UNAVAILABLE';
  }
}
