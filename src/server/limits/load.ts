import { monitorEventLoopDelay } from 'node:perf_hooks';
import { once, type Release } from './release.ts';

/** Operations under way at most, however idle the event loop: they may all wait for a slow Coder. */
const MOST = 2_000;
/** And at least, however busy: fewer would not keep the process at work. */
const LEAST = 100;
/** Milliseconds by which the event loop may be late. */
const LATE_MS = 100;
/** Milliseconds of lateness on end that are a burst, which is served, and not more than the process can do. */
const BURST_MS = 5_000;
/** Milliseconds of one turn of the loop in which operations begin while there is more than the process can do. */
const TURN_MS = 50;
/** Milliseconds without a refusal after which there is not. */
const CALM_MS = 1_000;
const SAMPLE_MS = 100;
const RESOLUTION_MS = 10;

/** What was seen since the last sample. */
export interface LoadSample {
  limit: number;
  /** The most operations that were under way at once. */
  peak: number;
  /** Whether an operation was turned away. */
  shed: boolean;
  /** Milliseconds by which the event loop was late, on average. */
  lateMs: number;
}

/**
 * How many operations may be under way next: fewer while the event loop is late, by a fifth of those that were; more
 * while it is not, little by little while others are turned away, at once when nobody is.
 */
export function nextLimit({ limit, peak, shed, lateMs }: LoadSample): number {
  if (lateMs > LATE_MS) return Math.max(LEAST, Math.floor(Math.min(limit, peak) * 0.8));
  return Math.min(MOST, shed ? Math.floor(limit * 1.1) + 1 : limit * 2);
}

/**
 * Decides which operations are let in. Those beyond what the process can serve are turned away before any work is done
 * for them, so that those inside are served as fast as ever and clients outside know at once. Two signs say that it is
 * too much: operations that wait for Coder pile up, and turns of the event loop get long, which is where operations
 * wait that need nothing but the processor.
 */
export class Load {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #timer: NodeJS.Timeout;
  readonly #most: number;
  #limit: number;
  #underWay = 0;
  #peak = 0;
  #shed = false;
  #shedAt = 0;
  /** When the event loop was last on time. */
  #calmAt = performance.now();
  #overloaded = false;
  /** When this turn's first operation came; undefined: none has. */
  #turnBegan: number | undefined;
  /** Of the delay: its values, and their sum. A reset would lose the turn in which it happens. */
  #count = 0;
  #sum = 0;

  /** @param most Operations under way at most. */
  constructor(most = MOST) {
    this.#most = most;
    this.#limit = most;
    this.#delay.enable();
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS).unref();
  }

  /** Lets an operation in; the result is called at its end. Undefined: it is turned away. */
  enter(): Release | undefined {
    const late = this.#overloaded && this.#turnMs() > TURN_MS;
    if (late || this.#underWay >= this.#limit) {
      this.#shed = true;
      this.#shedAt = performance.now();
      return undefined;
    }
    this.#underWay += 1;
    this.#peak = Math.max(this.#peak, this.#underWay);
    return once(() => {
      this.#underWay -= 1;
    });
  }

  /** Operations under way. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Operations that may be under way at present. */
  get limit(): number {
    return this.#limit;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#delay.disable();
  }

  #turnMs(): number {
    const now = performance.now();
    if (this.#turnBegan === undefined) {
      this.#turnBegan = now;
      setImmediate(() => {
        this.#turnBegan = undefined;
      });
    }
    return now - this.#turnBegan;
  }

  #sample(): void {
    const lateMs = this.#lateMs();
    if (lateMs === undefined) return;
    const limit = nextLimit({ limit: this.#limit, peak: this.#peak, shed: this.#shed, lateMs });
    this.#limit = Math.min(this.#most, limit);
    this.#peak = this.#underWay;
    this.#shed = false;
    const now = performance.now();
    if (lateMs <= LATE_MS) this.#calmAt = now;
    if (this.#overloaded) this.#overloaded = now - this.#shedAt < CALM_MS;
    else if (now - this.#calmAt > BURST_MS) {
      this.#overloaded = true;
      this.#shedAt = now;
    }
  }

  /** On average since the last call; undefined: it was not measured since. */
  #lateMs(): number | undefined {
    const { count, mean } = this.#delay;
    const values = count - this.#count;
    if (values <= 0) return undefined;
    const sum = mean * count;
    const lateMs = (sum - this.#sum) / values / 1e6 - RESOLUTION_MS;
    this.#count = count;
    this.#sum = sum;
    return lateMs;
  }
}
