import { Deferred } from '../deferred.ts';
import type { SharedSnapshot } from './shared-snapshot.ts';

export interface StateHub<State> {
  /** At the first `next`; undefined: the hub is closed. */
  enter(reader: StateReader<State>): SharedSnapshot<State> | undefined;
  left(reader: StateReader<State>): void;
}

const DONE = { done: true, value: undefined } as const;

/** One subscriber of a state: the state at first, then each change; of several that it was too slow for, the last. */
export class StateReader<State> implements AsyncIterableIterator<State, undefined> {
  readonly #hub: StateHub<State>;
  readonly #signal: AbortSignal | undefined;
  readonly #aborted = () => void this.return();
  #seen = 0;
  /** Whether the snapshot has been read since this reader came. */
  #fresh = false;
  #snapshot: SharedSnapshot<State> | undefined;
  #done = false;
  #failure: { error: unknown } | undefined;
  #pending: Deferred<IteratorResult<State, undefined>> | undefined;

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
    if (this.#pending) {
      const again = () => this.next();
      return this.#pending.promise.then(again, again);
    }
    if (this.#failure) {
      const { error } = this.#failure;
      this.#failure = undefined;
      return Promise.reject(error);
    }
    if (!this.#done && !this.#snapshot) this.#enter();
    if (this.#done) return Promise.resolve(DONE);
    const pending = new Deferred<IteratorResult<State, undefined>>();
    this.#pending = pending;
    this.wake(false);
    return pending.promise;
  }

  /** At once, also while `next` waits. */
  return(): Promise<IteratorResult<State, undefined>> {
    this.#finish();
    this.#failure = undefined;
    this.#pending?.resolve(DONE);
    this.#pending = undefined;
    return Promise.resolve(DONE);
  }

  async throw(error: unknown): Promise<IteratorResult<State, undefined>> {
    await this.return();
    throw error;
  }

  /** By the snapshot: it has been read, or its state is as it was. */
  wake(read: boolean): void {
    this.#fresh ||= read;
    if (!this.#pending || !this.#fresh || this.#snapshot?.state === undefined) return;
    const { state, version, final } = this.#snapshot;
    if (this.#seen < version) {
      this.#seen = version;
      this.#pending.resolve({ done: false, value: state });
    } else if (final) {
      this.#finish();
      this.#pending.resolve(DONE);
    } else return;
    this.#pending = undefined;
  }

  /** Ends it with an error, which `next` throws once. */
  fail(error: unknown): void {
    if (this.#done) return;
    this.#finish();
    if (this.#pending) this.#pending.reject(error);
    else this.#failure = { error };
    this.#pending = undefined;
  }

  #enter(): void {
    this.#snapshot = this.#hub.enter(this);
    if (this.#snapshot) this.#snapshot.add(this);
    else this.#finish();
  }

  #finish(): void {
    if (this.#done) return;
    this.#done = true;
    this.#signal?.removeEventListener('abort', this.#aborted);
    this.#snapshot?.remove(this);
    this.#hub.left(this);
  }
}
