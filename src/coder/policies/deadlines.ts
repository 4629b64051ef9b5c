import { timeoutError } from '../response/failures.ts';
import type { Cancellation } from './cancellation.ts';
import { type LoopClock, loopClock } from './loop-clock.ts';

/**
 * Aborts calls that take too long. All have the same time, so that they end in the order in which they began, and
 * one timer serves all of them: it waits for the oldest.
 */
export class Deadlines {
  readonly #timeoutMs: number;
  /** When each call must be over, the next one first. */
  readonly #ends = new Map<Cancellation, number>();
  readonly #clock: Pick<LoopClock, 'now' | 'after'>;
  #waiting = false;

  constructor(timeoutMs: number, clock: Pick<LoopClock, 'now' | 'after'> = loopClock) {
    this.#timeoutMs = timeoutMs;
    this.#clock = clock;
  }

  /** Runs work that ends when `call` is aborted, and aborts it after the time; the error is the reason of the abort. */
  async run<C extends Cancellation, R>(call: C, work: (call: C) => Promise<R>): Promise<R> {
    this.#ends.set(call, this.#clock.now() + this.#timeoutMs);
    if (!this.#waiting) this.#wait(this.#timeoutMs);
    try {
      return await work(call);
    } catch (error) {
      // Whatever the abort broke, the deadline or the caller's leaving is the reason.
      throw call.aborted ? call.reason : error;
    } finally {
      this.#ends.delete(call);
    }
  }

  /** The timer is left running when calls end before their time: it comes once for all of them, and finds nothing. */
  #wait(milliseconds: number): void {
    this.#waiting = true;
    this.#clock.after(milliseconds, () => this.#expire());
  }

  #expire(): void {
    this.#waiting = false;
    const now = this.#clock.now();
    for (const [call, end] of this.#ends) {
      // The clock calls back up to a millisecond early.
      if (end - now > 1) {
        this.#wait(end - now);
        return;
      }
      this.#ends.delete(call);
      call.abort(timeoutError(this.#timeoutMs));
    }
  }
}
