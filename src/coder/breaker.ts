import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen, type IPolicy } from 'cockatiel';
import { InvalidValueError } from './check.ts';
import { UpstreamError } from './failures.ts';

/** Failures in a row, over all endpoints, after which the breaker opens. */
const FAILURES = 15;
const PAUSE_MS = 3_000;

type Outcome<T> = { value: T } | { refusal: unknown };

/**
 * Stops calling Coder after many consecutive failures. A refusal resets the failure count; calls canceled by the
 * caller or its budget count as neither.
 */
export class Breaker {
  readonly #policy: IPolicy = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: PAUSE_MS,
    breaker: new ConsecutiveBreaker(FAILURES),
  });

  async run<T>(work: () => Promise<T>): Promise<T> {
    const outcome = await this.#execute(async () => {
      try {
        return { value: await work() };
      } catch (error) {
        // The policy takes what is returned for a success.
        if (isAnswer(error)) return { refusal: error };
        throw error;
      }
    });
    if ('refusal' in outcome) throw outcome.refusal;
    return outcome.value;
  }

  async #execute<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    try {
      return await this.#policy.execute(work);
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new UpstreamError('UPSTREAM_UNAVAILABLE', 'Coder has failed repeatedly; the circuit breaker is open.', {
        unsent: true,
      });
    }
  }
}

function isOutage(error: unknown): boolean {
  return error instanceof UpstreamError && (error.transient || error.code === 'UPSTREAM_TIMEOUT');
}

function isAnswer(error: unknown): boolean {
  return (
    error instanceof InvalidValueError ||
    (error instanceof UpstreamError && error.status !== undefined && !isOutage(error))
  );
}
