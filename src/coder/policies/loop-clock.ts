/** Milliseconds between two measurements of how late the event loop is. */
const TICK_MS = 50;
/** Timers are late by so much at any time. */
const USUAL_MS = 2;

/** See `loopClock`. */
export class LoopClock {
  #late = 0;
  #ticked = performance.now();

  constructor() {
    setInterval(() => {
      const now = performance.now();
      this.#late += this.#lateness(now);
      this.#ticked = now;
    }, TICK_MS).unref();
  }

  /** Milliseconds since some beginning. */
  now(): number {
    const now = performance.now();
    return now - this.#late - this.#lateness(now);
  }

  /**
   * Calls back after so many milliseconds, and not before what has arrived by then was handled. The result cancels it.
   * It keeps no process alive: what is waited for does.
   */
  after(ms: number, callback: () => void): () => void {
    const begun = this.now();
    let immediate: NodeJS.Immediate | undefined;
    const due = () => {
      const left = ms - (this.now() - begun);
      if (left > 1) timer = setTimeout(due, left).unref();
      // The turn of the loop that follows reads the sockets first.
      else immediate = setImmediate(callback);
    };
    let timer = setTimeout(due, ms).unref();
    return () => {
      clearTimeout(timer);
      clearImmediate(immediate);
    };
  }

  #lateness(now: number): number {
    return Math.max(0, now - this.#ticked - TICK_MS - USUAL_MS);
  }
}

/**
 * Time as others keep it: without the milliseconds for which this process kept its event loop from everything else. A
 * deadline by it does not take the gateway's own lateness for that of whoever is waited for. A process has one event
 * loop, so it has one such clock.
 */
export const loopClock = new LoopClock();
