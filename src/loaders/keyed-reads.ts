/**
 * What one request reads by key, each key once. A value that is known already is given at once: a page of builds
 * whose details are kept then makes no promise for each of them, as a `DataLoader` would.
 */
export class KeyedReads<Key, Value> {
  readonly #read: (key: Key) => Value | Promise<Value>;
  readonly #keyOf: (key: Key) => unknown;
  readonly #results = new Map<unknown, Value | Promise<Value>>();

  /** @param keyOf tells keys apart that are objects. */
  constructor(read: (key: Key) => Value | Promise<Value>, keyOf: (key: Key) => unknown = (key) => key) {
    this.#read = read;
    this.#keyOf = keyOf;
  }

  load(key: Key): Value | Promise<Value> {
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
