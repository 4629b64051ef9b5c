import type { Clock } from '../state/clock.ts';

/** A clock for tests: time stands still until it is advanced, and timers fire in order on the way. */
export class ManualClock implements Clock {
  #now: number;
  #sequence = 0;
  readonly #timers = new Map<number, { at: number; callback: () => void }>();

  constructor(start: number = Date.UTC(2026, 5, 22, 9, 2, 11)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, milliseconds: number): number {
    this.#sequence += 1;
    this.#timers.set(this.#sequence, { at: this.#now + Math.max(0, milliseconds), callback });
    return this.#sequence;
  }

  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle as number);
  }

  /** Moves time forward and fires every timer that falls due, those that they set included. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      let due: { handle: number; at: number } | null = null;
      for (const [handle, timer] of this.#timers) {
        if (timer.at <= end && (due === null || timer.at < due.at)) due = { handle, at: timer.at };
      }
      if (due === null) break;
      const timer = this.#timers.get(due.handle);
      this.#timers.delete(due.handle);
      this.#now = Math.max(this.#now, due.at);
      timer?.callback();
    }
    this.#now = end;
  }

  /** Timers that have not fired. */
  get pending(): number {
    return this.#timers.size;
  }
}
