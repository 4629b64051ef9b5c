import DataLoader from 'dataloader';

type Options<Key, Value, CacheKey> = DataLoader.Options<Key, { answer: Promise<Value> }, CacheKey>;

/**
 * Reads the keys of one tick together, as a `DataLoader` does, but gives each value as soon as it is there: a
 * `DataLoader` gives none before it has all, so that what follows from the first would wait for the last.
 */
export class BatchedReads<Key, Value, CacheKey = Key> {
  readonly #loader: DataLoader<Key, { answer: Promise<Value> }, CacheKey>;

  /** @param read begins to read the keys, and gives the answer to each in their order. */
  constructor(read: (keys: readonly Key[]) => Promise<Value>[], options: Options<Key, Value, CacheKey>) {
    this.#loader = new DataLoader(async (keys) => read(keys).map((answer) => ({ answer })), options);
  }

  async load(key: Key): Promise<Value> {
    const { answer } = await this.#loader.load(key);
    return answer;
  }

  clearAll(): void {
    this.#loader.clearAll();
  }
}
