import { timeoutError } from '../response/parse-response.ts';
import { loopClock } from './loop-clock.ts';

/** Work that ends early when the signal is aborted. */
export type Work<R> = (signal: AbortSignal) => Promise<R>;

/** Puts something around work: a deadline, another attempt, a breaker. */
export type Wrapper<R> = (work: Work<R>) => Work<R>;

/** The work with the wrappers around it, the first of them outermost. */
export function wrapped<R>(wrappers: readonly Wrapper<R>[], work: Work<R>): Work<R> {
  return wrappers.reduceRight((inner, wrapper) => wrapper(inner), work);
}

/** For work that nobody can end early. */
export function neverAborted(): AbortSignal {
  return new AbortController().signal;
}

/** Aborts the work after this time, or with its caller; the error is then the reason of the abort. */
export function deadline(timeoutMs: number): <R>(work: Work<R>) => Work<R> {
  return (work) => async (outer) => {
    const abort = new AbortController();
    const leave = () => abort.abort(outer.reason);
    if (outer.aborted) leave();
    outer.addEventListener('abort', leave, { once: true });
    const cancel = loopClock.after(timeoutMs, () => abort.abort(timeoutError(timeoutMs)));
    try {
      return await work(abort.signal);
    } catch (error) {
      // Whatever the abort broke, the deadline or the caller's leaving is the reason.
      if (abort.signal.aborted) throw abort.signal.reason;
      throw error;
    } finally {
      cancel();
      outer.removeEventListener('abort', leave);
    }
  };
}
