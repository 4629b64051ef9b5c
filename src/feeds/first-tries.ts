import type { ErrorCode } from '../errors.ts';

/** Failures after which a new subscription fails. */
const FIRST_TRIES = 3;

/**
 * The tries of a subscription that has got nothing yet. Whoever begins one learns of a failure soon; one that already
 * follows waits through a short outage of Coder.
 */
export class FirstTries {
  #failures = 0;

  /** Records a failure; whether the subscription fails with it. */
  failed(code: ErrorCode): boolean {
    // Another try would take too long.
    if (code === 'UPSTREAM_TIMEOUT' || code === 'RATE_LIMITED') return true;
    return ++this.#failures >= FIRST_TRIES;
  }
}
