import type { Uuid } from '../coder/rest/scalars.ts';

/** What came embedded in something else, by its id. */
type Entries<Value> = Iterable<readonly [id: Uuid, value: Value]>;

/**
 * What came embedded in other objects, so that reading it by its id costs no call. Most is never asked for by id, so
 * it is only looked through once something is. Of several with one id, the one that came first counts.
 */
export class Embedded<Value> {
  #pending: (() => Entries<Value>)[] = [];
  readonly #found = new Map<Uuid, Value>();

  add(entries: () => Entries<Value>): void {
    this.#pending.push(entries);
  }

  find(id: Uuid): Value | undefined {
    const pending = this.#pending;
    if (pending.length > 0) {
      this.#pending = [];
      for (const entries of pending)
        for (const [key, value] of entries()) if (!this.#found.has(key)) this.#found.set(key, value);
    }
    return this.#found.get(id);
  }

  clear(): void {
    this.#pending = [];
    this.#found.clear();
  }
}
