import { monitorEventLoopDelay } from 'node:perf_hooks';
import { LoadLimit } from './load-limit.ts';
import { once, type Release } from './release.ts';
import { Turns } from './turns.ts';

/** Operations under way at most, however idle the event loop: they may all wait for a slow Coder. */
const MAX_UNDER_WAY = 2_000;
/** Milliseconds that an operation may wait to begin while there is more than the process can do. */
const SHORT_WAIT_MS = 50;
const SAMPLE_MS = 100;
const RESOLUTION_MS = 10;

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
  readonly #limit: LoadLimit;
  #underWay = 0;
  #peak = 0;
  #shed = false;
  /** Of the delay: its values, and their sum. A reset would lose the turn in which it happens. */
  #count = 0;
  #sum = 0;

  /** @param most Operations under way at most. */
  constructor(most = MAX_UNDER_WAY) {
    this.#limit = new LoadLimit(most);
    this.#delay.enable();
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS).unref();
  }

  /** Lets an operation in; the result is called at its end. Undefined: it is turned away. */
  enter(): Release | undefined {
    const late = this.#limit.overloaded && this.turns.waitMs > SHORT_WAIT_MS;
    if (late || this.#underWay >= this.#limit.value) {
      this.#shed = true;
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
    return this.#limit.value;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#delay.disable();
  }

  #sample(): void {
    const lateMs = this.#lateMs();
    if (lateMs === undefined) return;
    const { user, system } = process.cpuUsage();
    this.#limit.observe({
      peak: this.#peak,
      shed: this.#shed,
      lateMs,
      waitMs: this.turns.waitMs,
      atMs: performance.now(),
      cpuMs: (user + system) / 1_000,
    });
    this.#peak = this.#underWay;
    this.#shed = false;
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
