import { LRUCache } from 'lru-cache';

/** How long it counts that Coder has answered a token, and for how many tokens that is remembered. */
const CONFIRMED_MS = 10 * 60_000;
const MAX_IDENTITIES = 10_000;

/** Identities to which Coder has lately given what needs a token. */
export class ConfirmedIdentities {
  readonly #lately = new LRUCache<string, true>({
    // `max` would take the memory of all identities at once.
    maxSize: MAX_IDENTITIES,
    sizeCalculation: () => 1,
    ttl: CONFIRMED_MS,
  });

  add(identity: string): void {
    this.#lately.set(identity, true);
  }

  has(identity: string): boolean {
    return this.#lately.has(identity);
  }
}
