import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
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

export interface BreakerStats {
  /** Whether nobody calls Coder at present, since connections to it were lost many times in a row. */
  breakerOpen: boolean;
  /** Targets that are not called, since they have failed many times in a row. */
  openTargets: number;
}

type Outcome<T> = { value: T } | { refusal: unknown };

/**
 * Stops calling what has failed many times in a row, for a moment. Callers must not be able to stop each other: only
 * refused and reset connections, which say that Coder as a whole is away, stop everyone, and only once they are
 * spread over several targets. What hangs or answers 5xx stops one target for one identity. A refusal resets the
 * failure count; calls canceled by the caller or its budget count as neither.
 */
export class Breaker<Call> {
  readonly #spread = new SpreadBreaker();
  readonly #outage = pausing(this.#spread, isLostConnection);
  readonly #targets = new LRUCache<string, CircuitBreakerPolicy>({ max: MAX_TARGETS });
  readonly #targetOf: (call: Call) => string;

  /** @param targetOf whose call it is and of what: an identity and a path. Asked for only once something has failed. */
  constructor(targetOf: (call: Call) => string) {
    this.#targetOf = targetOf;
  }

  /** What is not called at present. */
  get stats(): BreakerStats {
    let openTargets = 0;
    for (const { state } of this.#targets.values()) if (state === CircuitState.Open) openTargets++;
    return { breakerOpen: this.#outage.state === CircuitState.Open, openTargets };
  }

  /** Does the work, unless what it is about is not to be called at present; throws an `UpstreamError` then. */
  run<C extends Call, T>(call: C, work: (call: C) => Promise<T>): Promise<T> {
    const failing = this.#targets.size > 0 ? this.#targets.get(this.#targetOf(call)) : undefined;
    if (failing || this.#outage.state !== CircuitState.Closed) return this.#underPolicies(failing, call, work);
    // Nothing is wrong, as nearly always: the policies are told only of what is to be counted.
    return work(call).then(
      (value) => {
        this.#spread.success();
        return value;
      },
      async (error: unknown) => {
        await this.#failed(call, error);
        throw error;
      },
    );
  }

  async #underPolicies<C extends Call, T>(
    failing: IPolicy | undefined,
    call: C,
    work: (call: C) => Promise<T>,
  ): Promise<T> {
    const counted = async (): Promise<Outcome<T>> => {
      try {
        return { value: await work(call) };
      } catch (error) {
        // The policies take what is returned for a success.
        if (isAnswer(error)) return { refusal: error };
        if (isLostConnection(error)) this.#spread.failingTarget = this.#targetOf(call);
        throw error;
      }
    };
    let outcome: Outcome<T>;
    try {
      outcome = await this.#outage.execute(() => (failing ? failing.execute(counted) : counted()));
    } catch (error) {
      if (error instanceof BrokenCircuitError) {
        throw new UpstreamError('UPSTREAM_UNAVAILABLE', 'Coder has failed repeatedly; the circuit breaker is open.', {
          unsent: true,
        });
      }
      if (!failing && isTargetFailure(error)) await this.#firstFailure(this.#targetOf(call), error);
      throw error;
    }
    if ('refusal' in outcome) throw outcome.refusal;
    return outcome.value;
  }

  /** Counts how a call has failed that began when nothing was wrong. */
  async #failed(call: Call, error: unknown): Promise<void> {
    if (isAnswer(error)) this.#spread.success();
    else if (isTargetFailure(error)) await this.#firstFailure(this.#targetOf(call), error);
    else if (isLostConnection(error) && this.#outage.state === CircuitState.Closed) {
      this.#spread.failingTarget = this.#targetOf(call);
      await this.#outage.execute(() => Promise.reject(error)).catch(() => {});
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
    if (this.#failures === 0) return;
    this.#failures = 0;
    this.#targets.clear();
  }

  failure(): boolean {
    this.#failures++;
    if (this.#targets.size < OUTAGE_TARGETS) this.#targets.add(this.failingTarget);
    return this.#failures >= OUTAGE_FAILURES && this.#targets.size >= OUTAGE_TARGETS;
  }
}

function pausing(breaker: IBreaker, counts: (error: unknown) => boolean): CircuitBreakerPolicy {
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
