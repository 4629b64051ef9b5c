import { timeoutError } from '../response/failures.ts';
import type { Cancellation } from './cancellation.ts';
import { type LoopClock, loopClock } from './loop-clock.ts';

/**
 * Aborts calls that take too long. All have the same time, so that they end in the order in which they began, and
 * one timer serves all of them: it waits for the oldest.
 */
export class Deadlines {
  readonly #timeoutMs: number;
  readonly #clock: Pick<LoopClock, 'now' | 'after'>;
  #first: Deadline | undefined;
  #last: Deadline | undefined;
  #waiting = false;

  constructor(timeoutMs: number, clock: Pick<LoopClock, 'now' | 'after'> = loopClock) {
    this.#timeoutMs = timeoutMs;
    this.#clock = clock;
  }

  /** Runs work that ends when `call` is aborted, and aborts it after the time; the error is the reason of the abort. */
  async run<C extends Cancellation, R>(call: C, work: (call: C) => Promise<R>): Promise<R> {
    const deadline = this.#add(call);
    if (!this.#waiting) this.#wait(this.#timeoutMs);
    try {
      return await work(call);
    } catch (error) {
      // Whatever the abort broke, the deadline or the caller's leaving is the reason.
      throw call.aborted ? call.reason : error;
    } finally {
      this.#remove(deadline);
    }
  }

  #add(call: Cancellation): Deadline {
    const deadline: Deadline = {
      call,
      end: this.#clock.now() + this.#timeoutMs,
      previous: this.#last,
      next: undefined,
    };
    if (this.#last) this.#last.next = deadline;
    else this.#first = deadline;
    this.#last = deadline;
    return deadline;
  }

  /** May come twice for the same one. */
  #remove(deadline: Deadline): void {
    const { previous, next } = deadline;
    if (deadline.call === undefined) return;
    if (previous) previous.next = next;
    else this.#first = next;
    if (next) next.previous = previous;
    else this.#last = previous;
    deadline.call = undefined;
    deadline.previous = undefined;
    deadline.next = undefined;
  }

  /** The timer is left running when calls end before their time: it comes once for all of them, and finds nothing. */
  #wait(milliseconds: number): void {
    this.#waiting = true;
    this.#clock.after(milliseconds, () => this.#expire());
  }

  #expire(): void {
    this.#waiting = false;
    const now = this.#clock.now();
    for (let first = this.#first; first?.call; first = this.#first) {
      // The clock calls back up to a millisecond early.
      if (first.end - now > 1) {
        this.#wait(first.end - now);
        return;
      }
      const { call } = first;
      this.#remove(first);
      call.abort(timeoutError(this.#timeoutMs));
    }
  }
}

/**
 * The place of a call among all that wait. They are linked, and what is over leads nowhere: the table of a `Map` that
 * has been replaced by a larger one goes on to hold what was in it, and with each call all that its operation has read,
 * until the old generation is collected.
 */
interface Deadline {
  /** Undefined: it is over. */
  call: Cancellation | undefined;
  /** When the call must be over. */
  readonly end: number;
  previous: Deadline | undefined;
  next: Deadline | undefined;
}
