/** Milliseconds of one turn of the event loop in which tasks are done. */
const TURN_MS = 10;
/** Tasks of one turn at most. */
const MAX_TASKS = 100;

/**
 * Does work in tasks of its own, in order, and lets the event loop turn when they take long. What a task leads to in
 * microtasks is done before the next task begins.
 */
export class TaskQueue {
  readonly #waiting: (() => void)[] = [];

  add(work: () => void): void {
    if (this.#waiting.push(work) === 1) this.#nextTurn();
  }

  #nextTurn(): void {
    const count = Math.min(this.#waiting.length, MAX_TASKS);
    let began: number | undefined;
    for (let n = 1; n <= count; n++) {
      setImmediate(() => {
        const now = performance.now();
        began ??= now;
        if (now - began < TURN_MS) this.#waiting.shift()?.();
        if (n === count && this.#waiting.length > 0) this.#nextTurn();
      });
    }
  }
}
