/** Milliseconds of one turn of the event loop in which operations begin. */
const TURN_MS = 20;
/** Operations that begin in one turn at most, of those that wait. */
const MAX_OPERATIONS = 100;

/**
 * Spreads the beginnings of operations over turns of the event loop. Many that come together would otherwise all begin
 * in one turn, and until its end nothing else is served: no answer of Coder, no other client, no probe.
 */
export class Turns {
  readonly #waiting: { work: () => void; since: number }[] = [];
  /** When this turn's first operation began; undefined: none has. */
  #began: number | undefined;

  /** Does it now if this turn has time left, otherwise in one of the next ones, in the order of the calls. */
  begin(work: () => void): void {
    if (this.#waiting.length === 0 && this.#turnMs() < TURN_MS) work();
    else if (this.#waiting.push({ work, since: performance.now() }) === 1) this.#nextTurn();
  }

  /** Milliseconds for which the first of those that wait has waited. */
  get waitMs(): number {
    const [first] = this.#waiting;
    return first ? performance.now() - first.since : 0;
  }

  /** Resolves when it is the caller's turn. */
  wait(): Promise<void> {
    return new Promise((resolve) => this.begin(resolve));
  }

  /** Each begins in a callback of its own: what it does goes on in microtasks, after it has returned. */
  #nextTurn(): void {
    const count = Math.min(this.#waiting.length, MAX_OPERATIONS);
    for (let n = 1; n <= count; n++) {
      setImmediate(() => {
        if (this.#turnMs() < TURN_MS) this.#waiting.shift()?.work();
        if (n === count && this.#waiting.length > 0) this.#nextTurn();
      });
    }
  }

  #turnMs(): number {
    const now = performance.now();
    if (this.#began === undefined) {
      this.#began = now;
      setImmediate(() => {
        this.#began = undefined;
      });
    }
    return now - this.#began;
  }
}
