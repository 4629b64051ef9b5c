import {
  ExponentialBackoff,
  handleWhen,
  type IBackoff,
  type IBackoffFactory,
  type IPolicy,
  type IRetryBackoffContext,
  retry,
} from 'cockatiel';
import { UpstreamError } from '../response/failures.ts';
import type { Cancellation } from './cancellation.ts';

const RETRIES = 2;

type Context = IRetryBackoffContext<unknown>;

/** Jittered exponential backoff that never asks sooner than the last answer's `Retry-After`. */
class RetryAfterBackoff implements IBackoffFactory<Context> {
  readonly #backoff: IBackoffFactory<Context>;

  constructor(backoff: IBackoffFactory<Context>) {
    this.#backoff = backoff;
  }

  next(context: Context): IBackoff<Context> {
    const next = this.#backoff.next(context);
    const error = 'error' in context.result ? context.result.error : undefined;
    const wished = error instanceof UpstreamError ? (error.retryAfter ?? 0) * 1_000 : 0;
    const following = new RetryAfterBackoff(next);
    return { duration: Math.max(next.duration, wished), next: (later) => following.next(later) };
  }
}

/**
 * The retries of a read within its deadline. An answer whose `Retry-After` does not fit into the deadline is not
 * tried again: its caller is told when to come back.
 */
export class ReadRetries<Call extends Cancellation = Cancellation> {
  readonly #timeoutMs: number;
  readonly #policy: IPolicy;
  readonly #onRetry: (call: Call) => void;

  /** @param onRetry told of each attempt but the first. */
  constructor(timeoutMs: number, onRetry: (call: Call) => void = () => {}) {
    this.#timeoutMs = timeoutMs;
    this.#onRetry = onRetry;
    this.#policy = retry(
      handleWhen((error) => this.#isRetryable(error)),
      {
        maxAttempts: RETRIES,
        // The default generator spreads retries by jitter.
        backoff: new RetryAfterBackoff(new ExponentialBackoff({ initialDelay: 50, maxDelay: 1_000 })),
      },
    );
  }

  /** Does the work, once unless it fails in a way that may pass. */
  run<C extends Call, R>(call: C, work: (call: C) => Promise<R>): Promise<R> {
    return work(call).catch((error: unknown) => {
      if (!this.#isRetryable(error)) throw error;
      return this.#again(error, call, work);
    });
  }

  /** The policy with a first attempt that has failed already; an abort ends the wait between two attempts at once. */
  #again<C extends Call, R>(error: unknown, call: C, work: (call: C) => Promise<R>): Promise<R> {
    return new Promise((resolve, reject) => {
      let attempts = 0;
      const attempt = async () => {
        if (attempts++ === 0) throw error;
        call.throwIfAborted();
        this.#onRetry(call);
        try {
          return await work(call);
        } finally {
          call.listen({ abort: reject });
        }
      };
      if (call.aborted) return reject(call.reason);
      call.listen({ abort: reject });
      this.#policy.execute(attempt).then(resolve, reject);
    });
  }

  #isRetryable(error: unknown): boolean {
    if (!(error instanceof UpstreamError) || !error.transient) return false;
    return (error.retryAfter ?? 0) * 1_000 * RETRIES < this.#timeoutMs;
  }
}
