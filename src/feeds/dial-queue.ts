/**
 * Lets only so many handshakes be under way at once, first come, first served: when many feeds lose the upstream at
 * the same moment, it is not met by all of them together when it is back.
 */
export class DialQueue {
  readonly #limit: number;
  readonly #waiting = new Set<() => void>();
  #active = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Handshakes under way. */
  get active(): number {
    return this.#active;
  }

  /**
   * Calls `dial` when it is its turn, never before `enter` has returned. Whoever entered calls the result once:
   * when the handshake is over, or to give up, also while still waiting.
   */
  enter(dial: () => void): () => void {
    let state: 'waiting' | 'dialling' | 'over' = 'waiting';
    const turn = () => {
      state = 'dialling';
      this.#active++;
      dial();
    };
    this.#waiting.add(turn);
    queueMicrotask(() => this.#admit());
    return () => {
      if (state === 'waiting') this.#waiting.delete(turn);
      else if (state === 'dialling') {
        this.#active--;
        this.#admit();
      }
      state = 'over';
    };
  }

  #admit(): void {
    for (const turn of this.#waiting) {
      if (this.#active >= this.#limit) return;
      this.#waiting.delete(turn);
      turn();
    }
  }
}
