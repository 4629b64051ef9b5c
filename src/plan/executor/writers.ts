import type { Write } from './writer.ts';

/** The writers of one field or selection, made when they are first asked for; there may be none. */
export class Writers {
  readonly #made = new Map<boolean, Write | undefined>();

  /** `keeps`: that which keeps texts. */
  get(keeps: boolean, make: () => Write | undefined): Write | undefined {
    if (!this.#made.has(keeps)) this.#made.set(keeps, make());
    return this.#made.get(keeps);
  }
}
