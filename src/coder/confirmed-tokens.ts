import type { CoderClient } from './client.ts';
import { endpoints } from './endpoints.ts';
import { requireToken } from './session.ts';

/** Tokens that Coder knows: it has answered a request of theirs lately, or is asked by one cheap call. */
export class ConfirmedTokens {
  readonly #client: CoderClient;

  constructor(client: CoderClient) {
    this.#client = client;
  }

  /** A keyed hash of the token. */
  identify(token: string | undefined): string {
    return this.#client.identity(token);
  }

  /** Whether Coder has lately answered a request with this token. */
  isConfirmed(token: string): boolean {
    return this.#client.confirmed.has(this.identify(token));
  }

  /** Throws a `GatewayError` when there is no token, when Coder does not take it, or when Coder cannot be asked. */
  async confirm(token: string | undefined): Promise<void> {
    if (this.isConfirmed(requireToken(token))) return;
    await this.#client.session({ token, maxCalls: 1 }).call(endpoints.user, { path: { user: 'me' } });
  }
}
