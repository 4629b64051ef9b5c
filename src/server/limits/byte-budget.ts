import { once, type Release } from './release.ts';

/** Bytes that may be held at once, by all requests of the process together. */
export class ByteBudget {
  readonly #limit: number;
  #taken = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes that are held now. */
  get taken(): number {
    return this.#taken;
  }

  /** Takes so many bytes; the result gives them back. Undefined: there is no room. */
  take(bytes: number): Release | undefined {
    if (this.#taken + bytes > this.#limit) return undefined;
    this.#taken += bytes;
    return once(() => {
      this.#taken -= bytes;
    });
  }
}
