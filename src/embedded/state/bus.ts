/** Publishes events by key; subscribers are called synchronously in the order of subscription. */
export class Bus<T> {
  readonly #listeners = new Map<string, Set<(event: T) => void>>();

  /** Returns the function that ends the subscription. */
  subscribe(key: string, listener: (event: T) => void): () => void {
    const set = this.#listeners.get(key) ?? new Set();
    set.add(listener);
    this.#listeners.set(key, set);
    return () => {
      set.delete(listener);
      if (set.size === 0) this.#listeners.delete(key);
    };
  }

  publish(key: string, event: T): void {
    const set = this.#listeners.get(key);
    if (set === undefined) return;
    for (const listener of [...set]) listener(event);
  }

  /** Subscriptions of all keys. */
  get size(): number {
    let size = 0;
    for (const set of this.#listeners.values()) size += set.size;
    return size;
  }
}
