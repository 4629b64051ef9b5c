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

const RETRIES = 2;

type Context = IRetryBackoffContext<unknown>;

/** Jittered exponential backoff that never asks sooner than the last answer's `Retry-After`. */
class PoliteBackoff implements IBackoffFactory<Context> {
  readonly #backoff: IBackoffFactory<Context>;

  constructor(backoff: IBackoffFactory<Context>) {
    this.#backoff = backoff;
  }

  next(context: Context): IBackoff<Context> {
    const next = this.#backoff.next(context);
    const error = 'error' in context.result ? context.result.error : undefined;
    const wished = error instanceof UpstreamError ? (error.retryAfter ?? 0) * 1_000 : 0;
    const following = new PoliteBackoff(next);
    return { duration: Math.max(next.duration, wished), next: (later) => following.next(later) };
  }
}

/**
 * The retries of a GET within its deadline. An answer whose `Retry-After` does not fit into the deadline is not
 * tried again: its caller is told when to come back.
 */
export function readRetries(timeoutMs: number): IPolicy {
  const fits = ({ retryAfter = 0 }: UpstreamError) => retryAfter * 1_000 * RETRIES < timeoutMs;
  return retry(
    handleWhen((error) => error instanceof UpstreamError && error.transient && fits(error)),
    {
      maxAttempts: RETRIES,
      // The default generator spreads retries by jitter.
      backoff: new PoliteBackoff(new ExponentialBackoff({ initialDelay: 50, maxDelay: 1_000 })),
    },
  );
}
