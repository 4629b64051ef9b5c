import type { MaybePromise } from './nodes.ts';

/**
 * What one request reads by key, each key once. A value that is known already is given at once: a page of builds
 * whose details are kept then makes no promise for each of them, as a `DataLoader` would.
 */
export class KeyedReads<Key, Value> {
  readonly #read: (key: Key) => MaybePromise<Value>;
  readonly #keyOf: (key: Key) => unknown;
  readonly #results = new Map<unknown, MaybePromise<Value>>();

  /** @param keyOf tells keys apart that are objects. */
  constructor(read: (key: Key) => MaybePromise<Value>, keyOf: (key: Key) => unknown = (key) => key) {
    this.#read = read;
    this.#keyOf = keyOf;
  }

  load(key: Key): MaybePromise<Value> {
    const place = this.#keyOf(key);
    const known = this.#results.get(place);
    if (known !== undefined) return known;
    const result = this.#read(key);
    this.#results.set(place, result);
    return result;
  }

  clearAll(): void {
    this.#results.clear();
  }
}
