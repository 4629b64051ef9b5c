import { LRUCache } from 'lru-cache';
import type { CoderClient } from './client.ts';
import { endpoints } from './endpoints.ts';
import { requireToken } from './session.ts';

/** How long Coder's word holds. */
const CONFIRMED_MS = 60_000;
const MAX_TOKENS = 10_000;

/** Tokens that Coder knows, each asked for by one cheap call when it has not been confirmed lately. */
export class ConfirmedTokens {
  readonly #client: CoderClient;
  readonly #confirmed = new LRUCache<string, true>({ max: MAX_TOKENS, ttl: CONFIRMED_MS });

  constructor(client: CoderClient) {
    this.#client = client;
  }

  /** Throws a `GatewayError` when there is no token, when Coder does not take it, or when Coder cannot be asked. */
  async confirm(token: string | undefined): Promise<void> {
    const identity = this.#client.identity(requireToken(token));
    if (this.#confirmed.has(identity)) return;
    await this.#client.session({ token, maxCalls: 1 }).call(endpoints.user, { path: { user: 'me' } });
    this.#confirmed.set(identity, true);
  }
}
