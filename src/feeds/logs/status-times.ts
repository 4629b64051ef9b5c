import type { FeedTimings } from '../timings.ts';

/** For how long another replica's word that the job goes on stands for an own look. */
const BELIEVED_MS = 60_000;

/** When the status of the job is read: the longer a socket is silent, the less often. */
export class StatusTimes {
  readonly #timings: FeedTimings;
  #delayMs: number;
  #newsAt = 0;
  #readAt = 0;
  #endTold = false;

  constructor(timings: FeedTimings) {
    this.#timings = timings;
    this.#delayMs = timings.quietBeforeStatusCheckMs;
  }

  /** While a socket is open: lines show as well as a status that the job goes on. */
  get notBefore(): number {
    return this.#endTold ? 0 : this.#newsAt + this.#timings.quietBeforeStatusCheckMs;
  }

  /** A socket was opened, or brought lines; when it would have been silent for long enough. */
  heard(now: number): number {
    this.#newsAt = now;
    this.#delayMs = this.#timings.quietBeforeStatusCheckMs;
    return now + this.#delayMs;
  }

  /** Another replica has read the status; whether it is to be read now. */
  told(finished: boolean, now: number): boolean {
    if (finished) this.#endTold = true;
    else if (now - this.#readAt < BELIEVED_MS) this.#newsAt = now;
    return finished;
  }

  /** The job was read as unfinished; when it is read again. */
  unfinished(now: number): number {
    this.#readAt = now;
    // The read may have begun before the end that was told.
    const delay = this.#endTold ? this.#timings.backoffMs : this.#delayMs;
    this.#endTold = false;
    this.#delayMs = Math.min(this.#delayMs * 1.5, this.#timings.quietBeforeStatusCheckMaxMs);
    return now + delay;
  }

  /** The status could not be read; when to try again, after `pauseMs` at least. */
  failed(now: number, pauseMs: number): number {
    return now + Math.max(this.#delayMs / 2, pauseMs);
  }
}
