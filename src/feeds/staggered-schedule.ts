import type { Clock } from './timings.ts';

const SLOTS = 25;

/** Calls each task once per period, at a moment of its own within it; one timer for all, none while there is no task. */
export class StaggeredSchedule {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #slotMs: number;
  readonly #slots = Array.from({ length: SLOTS }, () => new Set<() => void>());
  #size = 0;
  #current = 0;
  #timer: unknown;

  constructor({ clock, random, periodMs }: { clock: Clock; random: () => number; periodMs: number }) {
    this.#clock = clock;
    this.#random = random;
    this.#slotMs = periodMs / SLOTS;
  }

  /** The first call comes within one period; the result ends it. */
  add(task: () => void): () => void {
    const slot = this.#slots[Math.floor(this.#random() * SLOTS) % SLOTS] as Set<() => void>;
    // A function of its own, so that the same task may be added twice.
    const entry = () => task();
    slot.add(entry);
    this.#size++;
    this.#timer ??= this.#clock.setTimeout(() => this.#turn(), this.#slotMs);
    return () => {
      if (!slot.delete(entry) || --this.#size > 0) return;
      this.#clock.clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  #turn(): void {
    this.#timer = this.#clock.setTimeout(() => this.#turn(), this.#slotMs);
    this.#current = (this.#current + 1) % SLOTS;
    for (const task of [...(this.#slots[this.#current] as Set<() => void>)]) task();
  }
}
