import { Breaker } from './breaker.ts';
import { RatePauses } from './rate-pauses.ts';

/** Whose call it is, and of what. */
export interface GuardedCall {
  identity: string;
  method: string;
  /** The route template. */
  route: string;
  /** Path and query. */
  path: string;
}

/** Holds back calls that are known to fail: Coder limits their rate, or what they call has failed repeatedly. */
export class CallGuards {
  readonly #breaker = new Breaker();
  readonly #pauses = new RatePauses();

  /** @param call Asked for only where something is held back or fails. */
  run<T>(call: () => GuardedCall, work: () => Promise<T>): Promise<T> {
    // Coder counts by user and route, the breaker by what is called.
    const limited = () => {
      const { identity, method, route } = call();
      return `${identity} ${method} ${route}`;
    };
    const target = () => {
      const { identity, method, path } = call();
      return `${identity} ${method} ${path.replace(/\?.*$/s, '')}`;
    };
    return this.#pauses.run(limited, () => this.#breaker.run(target, work));
  }
}
