import DataLoader from 'dataloader';

/**
 * Reads the keys of one tick together, as a `DataLoader` does, but gives each value as soon as it is there: a
 * `DataLoader` gives none before it has all, so that what follows from the first would wait for the last. None is kept.
 */
export class BatchedReads<Key, Value> {
  readonly #loader: DataLoader<Key, { answer: Promise<Value> }>;

  /** @param read begins to read the keys, and gives the answer to each in their order. */
  constructor(read: (keys: readonly Key[]) => Promise<Value>[]) {
    this.#loader = new DataLoader(async (keys) => read(keys).map((answer) => ({ answer })), { cache: false });
  }

  async load(key: Key): Promise<Value> {
    const { answer } = await this.#loader.load(key);
    return answer;
  }
}
