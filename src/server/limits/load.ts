import { monitorEventLoopDelay } from 'node:perf_hooks';
import { once, type Release } from './release.ts';
import { Turns } from './turns.ts';

/** Operations under way at most, however idle the event loop: they may all wait for a slow Coder. */
const MOST = 2_000;
/** And at least, however busy: fewer would not keep the process at work. */
const LEAST = 100;
/** Milliseconds by which the event loop may be late. */
const LATE_MS = 100;
/** Milliseconds that an operation may wait to begin. */
const WAIT_MS = 1_000;
/** The same while there is more than the process can do. */
const SHORT_WAIT_MS = 50;
/** Milliseconds of lateness on end that are a burst, which is served, and not more than the process can do. */
const BURST_MS = 5_000;
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
  /** Milliseconds for which the next operation has waited to begin. */
  waitMs: number;
}

/**
 * How many operations may be under way next: fewer while the process is late, by a fifth of those that were; more
 * while it is not, little by little while others are turned away, at once when nobody is.
 */
export function nextLimit(sample: LoadSample): number {
  const { limit, peak, shed } = sample;
  if (isLate(sample)) return Math.max(LEAST, Math.floor(Math.min(limit, peak) * 0.8));
  return Math.min(MOST, shed ? Math.floor(limit * 1.1) + 1 : limit * 2);
}

function isLate({ lateMs, waitMs }: LoadSample): boolean {
  return lateMs > LATE_MS || waitMs > WAIT_MS;
}

/**
 * Decides which operations are let in. Those beyond what the process can serve are turned away before any work is done
 * for them, so that those inside are served as fast as ever and clients outside know at once. It is too much when
 * operations pile up that wait for Coder or to begin, or when turns of the event loop get long.
 */
export class Load {
  /** In which those that are let in begin. */
  readonly turns = new Turns();
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
    const late = this.#overloaded && this.turns.waitMs > SHORT_WAIT_MS;
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

  #sample(): void {
    const lateMs = this.#lateMs();
    if (lateMs === undefined) return;
    const sample = { limit: this.#limit, peak: this.#peak, shed: this.#shed, lateMs, waitMs: this.turns.waitMs };
    this.#limit = Math.min(this.#most, nextLimit(sample));
    this.#peak = this.#underWay;
    this.#shed = false;
    const now = performance.now();
    if (!isLate(sample)) this.#calmAt = now;
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
