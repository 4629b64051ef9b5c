import { Waiter } from '../deferred.ts';
import type { View } from './shared-snapshot.ts';

export interface StateHub<State> {
  /** At the first `next`; undefined: the hub is closed. */
  enter(reader: StateReader<State>): View<State> | undefined;
  left(reader: StateReader<State>): void;
}

const DONE = { done: true, value: undefined } as const;

/** One subscriber of a state: the state at first, then each change; of several that it was too slow for, the last. */
export class StateReader<State> implements AsyncIterableIterator<State, undefined> {
  readonly #hub: StateHub<State>;
  readonly #signal: AbortSignal | undefined;
  readonly #aborted = () => void this.return();
  #seen = 0;
  /** Whether the view has been read since this reader came. */
  #fresh = false;
  #view: View<State> | undefined;
  #done = false;
  #failure: { error: unknown } | undefined;
  #waiter: Waiter<IteratorResult<State, undefined>> | undefined;

  constructor(hub: StateHub<State>, signal: AbortSignal | undefined) {
    this.#hub = hub;
    this.#signal = signal;
    if (signal?.aborted) this.#done = true;
    else signal?.addEventListener('abort', this.#aborted, { once: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** One after the other: a call while another waits is answered after it. */
  next(): Promise<IteratorResult<State, undefined>> {
    if (this.#waiter) {
      const again = () => this.next();
      return this.#waiter.promise.then(again, again);
    }
    if (this.#failure) {
      const { error } = this.#failure;
      this.#failure = undefined;
      return Promise.reject(error);
    }
    if (!this.#done && !this.#view) this.#enter();
    if (this.#done) return Promise.resolve(DONE);
    const waiter = new Waiter<IteratorResult<State, undefined>>();
    this.#waiter = waiter;
    this.wake(false);
    return waiter.promise;
  }

  /** At once, also while `next` waits. */
  return(): Promise<IteratorResult<State, undefined>> {
    this.#finish();
    this.#failure = undefined;
    this.#waiter?.resolve(DONE);
    this.#waiter = undefined;
    return Promise.resolve(DONE);
  }

  async throw(error: unknown): Promise<IteratorResult<State, undefined>> {
    await this.return();
    throw error;
  }

  /** By the view: it has been read, or its state is as it was. */
  wake(read: boolean): void {
    this.#fresh ||= read;
    if (!this.#waiter || !this.#fresh || this.#view?.state === undefined) return;
    const { state, version, final } = this.#view;
    if (this.#seen < version) {
      this.#seen = version;
      this.#waiter.resolve({ done: false, value: state });
    } else if (final) {
      this.#finish();
      this.#waiter.resolve(DONE);
    } else return;
    this.#waiter = undefined;
  }

  /** Ends it with an error, which `next` throws once. */
  fail(error: unknown): void {
    if (this.#done) return;
    this.#finish();
    if (this.#waiter) this.#waiter.reject(error);
    else this.#failure = { error };
    this.#waiter = undefined;
  }

  #enter(): void {
    this.#view = this.#hub.enter(this);
    if (this.#view) this.#view.add(this);
    else this.#finish();
  }

  #finish(): void {
    if (this.#done) return;
    this.#done = true;
    this.#signal?.removeEventListener('abort', this.#aborted);
    this.#view?.remove(this);
    this.#hub.left(this);
  }
}
