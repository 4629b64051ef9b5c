/** Operations under way at least, however busy the event loop: fewer would not keep the process at work. */
const MIN_LIMIT = 100;
/** Milliseconds by which the event loop may be late. */
const LATE_MS = 100;
/** Milliseconds that an operation may wait to begin. */
const WAIT_MS = 1_000;
/**
 * A burst, which is served, is late for less than this: milliseconds of the process' own processor time, since on a
 * machine that does other things too a burst takes longer.
 */
const BURST_CPU_MS = 2_000;
/** A burst is late for less than this whatever the machine does: milliseconds in all. */
const BURST_MS = 10_000;
/** Milliseconds without a refusal after which there is not more than the process can do. */
const CALM_MS = 1_000;

/** What was seen since the last sample. */
export interface LoadSample {
  /** The most operations that were under way at once. */
  peak: number;
  /** Whether an operation was turned away. */
  shed: boolean;
  /** Milliseconds by which the event loop was late, on average. */
  lateMs: number;
  /** Milliseconds for which the next operation has waited to begin. */
  waitMs: number;
  /** Milliseconds since any time. */
  atMs: number;
  /** Milliseconds of processor time that the process has used. */
  cpuMs: number;
}

/**
 * How many operations may be under way: fewer while the process is late for longer than a burst makes it, by a fifth of
 * those that were; more while it is not late, little by little while others are turned away, at once when nobody is.
 */
export class LoadLimit {
  readonly #most: number;
  #value: number;
  #overloaded = false;
  #shedAtMs = 0;
  /** The first of the late samples on end; undefined: the last one was not. */
  #late: LoadSample | undefined;

  constructor(most: number) {
    this.#most = most;
    this.#value = most;
  }

  get value(): number {
    return this.#value;
  }

  /** Whether there is more than the process can do. */
  get overloaded(): boolean {
    return this.#overloaded;
  }

  observe(sample: LoadSample): void {
    const { peak, shed, atMs } = sample;
    if (isLate(sample)) this.#late ??= sample;
    else this.#late = undefined;
    if (shed) this.#shedAtMs = atMs;
    if (this.#overloaded) this.#overloaded = atMs - this.#shedAtMs < CALM_MS;
    else if (this.#late !== undefined && isLong(this.#late, sample)) {
      this.#overloaded = true;
      this.#shedAtMs = atMs;
    }
    if (this.#late === undefined) {
      this.#value = Math.min(this.#most, shed ? Math.floor(this.#value * 1.1) + 1 : this.#value * 2);
    } else if (this.#overloaded) {
      this.#value = Math.max(MIN_LIMIT, Math.floor(Math.min(this.#value, peak) * 0.8));
    }
  }
}

function isLate({ lateMs, waitMs }: LoadSample): boolean {
  return lateMs > LATE_MS || waitMs > WAIT_MS;
}

function isLong(first: LoadSample, last: LoadSample): boolean {
  return last.cpuMs - first.cpuMs >= BURST_CPU_MS || last.atMs - first.atMs >= BURST_MS;
}
