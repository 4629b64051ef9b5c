import { Deferred } from './deferred.ts';

const DONE = { done: true, value: undefined } as const;

/**
 * Base of the async iterators whose `return` must end them at once, also while a `next` waits. (An async generator
 * would queue the `return` behind that `next`.)
 *
 * - `next` calls are answered one after the other: `pull` is called once for each, after the one before was answered.
 * - A failure is thrown by one `next`; from then on the iterator is done.
 * - `released` is called once, however the iterator ends.
 *
 * A subclass answers a `pull`, at once or later, by `give`, `end` or `fail`, and calls `endOn` last in its constructor.
 */
export abstract class PullIterator<T> implements AsyncIterableIterator<T, undefined> {
  #pending: Deferred<IteratorResult<T, undefined>> | undefined;
  #failure: { error: unknown } | undefined;
  #done = false;
  #signal: AbortSignal | undefined;
  #onReleased: (() => void) | undefined;
  readonly #aborted = () => this.end();

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#pending) {
      const again = () => this.next();
      return this.#pending.promise.then(again, again);
    }
    if (this.#failure) {
      const { error } = this.#failure;
      this.#failure = undefined;
      return Promise.reject(error);
    }
    if (this.#done) return Promise.resolve(DONE);
    const pending = new Deferred<IteratorResult<T, undefined>>();
    this.#pending = pending;
    try {
      this.pull();
    } catch (error) {
      this.fail(error);
    }
    return pending.promise;
  }

  /** Ends it; a failure that no `next` has thrown yet is dropped. */
  return(): Promise<IteratorReturnResult<undefined>> {
    this.end();
    this.#failure = undefined;
    return Promise.resolve(DONE);
  }

  throw(error: unknown): Promise<never> {
    void this.return();
    return Promise.reject(error);
  }

  /** Ends it with an error. */
  fail(error: unknown): void {
    if (this.#done) return;
    this.#finish();
    const pending = this.#takePending();
    if (pending) pending.reject(error);
    else this.#failure = { error };
  }

  /** Calls this once it has ended or failed. */
  whenReleased(callback: () => void): void {
    if (this.#done) callback();
    else this.#onReleased = callback;
  }

  /** Whether it has ended or failed. */
  protected get done(): boolean {
    return this.#done;
  }

  /** Whether a `next` waits for an answer. */
  protected get waiting(): boolean {
    return this.#pending !== undefined;
  }

  /** A `next` wants an event. */
  protected abstract pull(): void;

  /** Frees what the iterator holds. */
  protected abstract released(): void;

  /** Answers the `next` that waits. Ignored when the iterator is done. */
  protected give(value: T): void {
    if (this.#done) return;
    const pending = this.#takePending();
    if (!pending) throw new Error('give() answers a next() that waits, and none does.');
    pending.resolve({ done: false, value });
  }

  /** Completes it. */
  protected end(): void {
    this.#finish();
    this.#takePending()?.resolve(DONE);
  }

  /** Completes it when the signal is aborted, at once if it is already. */
  protected endOn(signal: AbortSignal | undefined): void {
    if (signal?.aborted) this.end();
    else {
      this.#signal = signal;
      signal?.addEventListener('abort', this.#aborted, { once: true });
    }
  }

  #finish(): void {
    if (this.#done) return;
    this.#done = true;
    this.#signal?.removeEventListener('abort', this.#aborted);
    this.released();
    this.#onReleased?.();
  }

  #takePending(): Deferred<IteratorResult<T, undefined>> | undefined {
    const pending = this.#pending;
    this.#pending = undefined;
    return pending;
  }
}
