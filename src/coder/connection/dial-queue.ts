/**
 * Bounds the handshakes under way at once, first come, first served: many feeds that lose Coder at the same moment must
 * not all connect at the moment when it is back.
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
   * Calls `dial` when a place is free, never before `enter` has returned. The caller calls the result once: when the
   * handshake is over, or to give up, also while still waiting.
   */
  enter(dial: () => void): () => void {
    let state: 'waiting' | 'dialing' | 'over' = 'waiting';
    const turn = () => {
      state = 'dialing';
      this.#active++;
      dial();
    };
    this.#waiting.add(turn);
    queueMicrotask(() => this.#admit());
    return () => {
      if (state === 'waiting') this.#waiting.delete(turn);
      else if (state === 'dialing') {
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
