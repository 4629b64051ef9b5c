import { Deferred } from './deferred.ts';

const DONE = { done: true, value: undefined } as const;

/** Takes the answer to one `ask`; exactly one of the methods is called, perhaps before `ask` returns. */
export interface Receiver<T> {
  given(value: T): void;
  ended(): void;
  failed(error: unknown): void;
}

/** A `next` that waits. */
class PromisedResult<T> extends Deferred<IteratorResult<T, undefined>> implements Receiver<T> {
  given(value: T): void {
    this.resolve({ done: false, value });
  }

  ended(): void {
    this.resolve(DONE);
  }

  failed(error: unknown): void {
    this.reject(error);
  }
}

/**
 * Base of the async iterators whose `return` must end them at once, also while a `next` waits. (An async generator
 * would queue the `return` behind that `next`.) Whoever asks for very many events does so by `ask`, which is `next`
 * without a promise for each.
 *
 * - `next` calls are answered one after the other: `pull` is called once for each, after the one before was answered.
 * - A failure is thrown by one `next`; from then on the iterator is done.
 * - `released` is called once, however the iterator ends.
 *
 * A subclass answers a `pull`, at once or later, by `give`, `giveLast`, `end` or `fail`, and calls `endOn` last in its constructor.
 */
export abstract class PullIterator<T> implements AsyncIterableIterator<T, undefined>, EventListenerObject {
  #pending: Receiver<T> | undefined;
  #failure: { error: unknown } | undefined;
  #done = false;
  #signal: AbortSignal | undefined;
  #onReleased: (() => void) | undefined;

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const pending = this.#pending;
    if (pending instanceof PromisedResult) {
      const again = () => this.next();
      return pending.promise.then(again, again);
    }
    const result = new PromisedResult<T>();
    this.ask(result);
    return result.promise;
  }

  /** Asks for the next event; only when the answer to the last call has come. */
  ask(receiver: Receiver<T>): void {
    if (this.#pending) throw new Error('ask() waits for the answer to the last one, which has not come yet.');
    if (this.#failure) {
      const { error } = this.#failure;
      this.#failure = undefined;
      receiver.failed(error);
      return;
    }
    if (this.#done) {
      receiver.ended();
      return;
    }
    this.#pending = receiver;
    try {
      this.pull();
    } catch (error) {
      this.fail(error);
    }
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
    if (pending) pending.failed(error);
    else this.#failure = { error };
  }

  /** The signal is aborted. A method and no closure: very many iterators wait for very long. */
  handleEvent(): void {
    this.end();
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
    pending.given(value);
  }

  /** Answers the `next` that waits and completes it. Ignored when the iterator is done. */
  protected giveLast(value: T): void {
    if (this.#done) return;
    const pending = this.#takePending();
    if (!pending) throw new Error('giveLast() answers a next() that waits, and none does.');
    // Done first: the receiver may ask again at once.
    this.#finish();
    pending.given(value);
  }

  /** Completes it. */
  protected end(): void {
    this.#finish();
    this.#takePending()?.ended();
  }

  /** Completes it when the signal is aborted, at once if it is already. */
  protected endOn(signal: AbortSignal | undefined): void {
    if (signal?.aborted) this.end();
    else {
      this.#signal = signal;
      signal?.addEventListener('abort', this, { once: true });
    }
  }

  #finish(): void {
    if (this.#done) return;
    this.#done = true;
    this.#signal?.removeEventListener('abort', this);
    this.released();
    this.#onReleased?.();
  }

  #takePending(): Receiver<T> | undefined {
    const pending = this.#pending;
    this.#pending = undefined;
    return pending;
  }
}
