import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  type IBreaker,
  type IPolicy,
} from 'cockatiel';
import { LRUCache } from 'lru-cache';
import { UpstreamError } from '../response/failures.ts';
import { InvalidValueError } from '../response/invalid-value.ts';

/** Connections in a row that were refused or reset, over several targets, after which nobody calls Coder. */
const OUTAGE_FAILURES = 15;
const OUTAGE_TARGETS = 3;
/** Failures in a row of one target of one identity after which that one is not called. */
const TARGET_FAILURES = 10;
const PAUSE_MS = 3_000;
/** Targets whose failures are remembered; a target that fails no more is forgotten first. */
const MAX_TARGETS = 1_000;

type Outcome<T> = { value: T } | { refusal: unknown };

/**
 * Stops calling what has failed many times in a row, for a moment. Callers must not be able to stop each other: only
 * refused and reset connections, which say that Coder as a whole is away, stop everyone, and only once they are
 * spread over several targets. What hangs or answers 5xx stops one target for one identity. A refusal resets the
 * failure count; calls canceled by the caller or its budget count as neither.
 */
export class Breaker {
  readonly #spread = new SpreadBreaker();
  readonly #outage = pausing(this.#spread, isLostConnection);
  readonly #targets = new LRUCache<string, IPolicy>({ max: MAX_TARGETS });

  /** @param target whose call it is and of what: an identity and a path. */
  async run<T>(target: () => string, work: () => Promise<T>): Promise<T> {
    const outcome = await this.#guarded(target, async () => {
      try {
        return { value: await work() };
      } catch (error) {
        // The policies take what is returned for a success.
        if (isAnswer(error)) return { refusal: error };
        if (isLostConnection(error)) this.#spread.failingTarget = target();
        throw error;
      }
    });
    if ('refusal' in outcome) throw outcome.refusal;
    return outcome.value;
  }

  async #guarded<T>(target: () => string, work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const paused = this.#targets.size > 0 ? this.#targets.get(target()) : undefined;
    try {
      return await this.#outage.execute(() => (paused ? paused.execute(work) : work()));
    } catch (error) {
      if (error instanceof BrokenCircuitError) {
        throw new UpstreamError('UPSTREAM_UNAVAILABLE', 'Coder has failed repeatedly; the circuit breaker is open.', {
          unsent: true,
        });
      }
      if (!paused && isTargetFailure(error)) await this.#firstFailure(target(), error);
      throw error;
    }
  }

  /** Targets that never fail, which are nearly all, cost nothing: a target gets its policy with its first failure. */
  async #firstFailure(target: string, error: unknown): Promise<void> {
    const policy = this.#targets.get(target) ?? pausing(new ConsecutiveBreaker(TARGET_FAILURES), isTargetFailure);
    this.#targets.set(target, policy);
    await policy.execute(() => Promise.reject(error)).catch(() => {});
  }
}

/** Breaks when the last failures in a row are many and come from several targets. */
class SpreadBreaker implements IBreaker {
  state: unknown = undefined;
  /** Of the failure that is about to be counted. */
  failingTarget = '';
  #failures = 0;
  readonly #targets = new Set<string>();

  success(): void {
    this.#failures = 0;
    this.#targets.clear();
  }

  failure(): boolean {
    this.#failures++;
    if (this.#targets.size < OUTAGE_TARGETS) this.#targets.add(this.failingTarget);
    return this.#failures >= OUTAGE_FAILURES && this.#targets.size >= OUTAGE_TARGETS;
  }
}

function pausing(breaker: IBreaker, counts: (error: unknown) => boolean): IPolicy {
  return circuitBreaker(handleWhen(counts), { halfOpenAfter: PAUSE_MS, breaker });
}

/** The connection was refused or broke: nothing came back. */
function isLostConnection(error: unknown): boolean {
  return error instanceof UpstreamError && error.transient && error.status === undefined;
}

function isTargetFailure(error: unknown): boolean {
  if (!(error instanceof UpstreamError)) return false;
  const { status = 0 } = error;
  return error.code === 'UPSTREAM_TIMEOUT' || status >= 500 || (error.transient && status > 0);
}

function isAnswer(error: unknown): boolean {
  if (error instanceof InvalidValueError) return true;
  if (!(error instanceof UpstreamError) || isTargetFailure(error)) return false;
  // What was framed too badly to have a status came from someone all the same.
  return error.status !== undefined || error.code === 'UPSTREAM_BAD_RESPONSE';
}
