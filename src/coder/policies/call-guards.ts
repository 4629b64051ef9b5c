import { Breaker, type BreakerStats } from './breaker.ts';
import { RatePauses } from './rate-pauses.ts';

/** Whose call it is, and of what. */
export interface GuardedCall {
  readonly identity: string;
  readonly endpoint: { readonly method: string };
  /** Path and query. */
  readonly path: string;
}

/** Holds back calls that are known to fail: Coder limits their rate, or what they call has failed repeatedly. */
export class CallGuards {
  readonly #breaker = new Breaker(targetOf);
  readonly #pauses = new RatePauses(targetOf);

  get stats(): BreakerStats {
    return this.#breaker.stats;
  }

  /** Does the work, unless it is held back; throws an `UpstreamError` then. */
  async run<C extends GuardedCall, R>(call: C, work: (call: C) => Promise<R>): Promise<R> {
    this.#pauses.refuse(call);
    try {
      return await this.#breaker.run(call, work);
    } catch (error) {
      this.#pauses.record(call, error);
      throw error;
    }
  }
}

/** What is called, whatever the query: the breaker counts by it, and Coder limits rates by user and path. */
function targetOf({ identity, endpoint: { method }, path }: GuardedCall): string {
  return `${identity} ${method} ${path.replace(/\?.*$/s, '')}`;
}
