import { codeOf, retryAfterMs } from './failure.ts';

/** Failures after which a new subscription fails. */
const FIRST_TRIES = 3;
/** The longest pause between two of them, in milliseconds. */
const MAX_PAUSE_MS = 5_000;

/**
 * The tries of a subscription that has got nothing yet. Whoever begins one learns of a failure soon; one that already
 * follows waits through a short outage of Coder.
 */
export class FirstTries {
  #failures = 0;

  /** Records a failure; whether the subscription fails with it. */
  failed(error: unknown): boolean {
    const code = codeOf(error);
    // Another try would take too long.
    if (code === 'UPSTREAM_TIMEOUT' || code === 'RATE_LIMITED' || retryAfterMs(error) > MAX_PAUSE_MS) return true;
    return ++this.#failures >= FIRST_TRIES;
  }
}
