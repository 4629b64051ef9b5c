import type { Caller } from '../../coder/caller.ts';
import { isSameJson } from '../../coder/response/same-json.ts';
import type { ErrorCode } from '../../errors.ts';
import { codeOf, feedCaller, isDenied, retryAfterMs } from '../failure.ts';
import { FirstTries } from '../first-tries.ts';
import { RetryBudget } from '../retry-budget.ts';
import type { FeedTimings } from '../timings.ts';
import type { Snapshot, SnapshotReader } from './state-reader.ts';

export interface SharedSnapshotOptions<State> {
  token: string;
  timings: FeedTimings;
  read: (caller: Caller) => Promise<State>;
  /** Whether nothing can follow this state. @default nothing is final */
  isFinal?: (state: State) => boolean;
  /** Listens for changes of what was read; the result ends it. */
  listen?: (state: State, onChange: () => void) => () => void;
  /** Told of the state after each read, be it as before. */
  onRead?: (state: State) => void;
  /** How old a state may be, in milliseconds, that a new reader begins with. @default what is read after it came */
  maxAgeMs?: () => number;
  onClosed: () => void;
}

/** A build or workspace as one identity sees it: read with its own token, once for all its readers. */
export class SharedSnapshot<State> implements Snapshot<State> {
  state: State | undefined;
  /** Counts the states that differ from the one before. */
  version = 0;
  final = false;
  readonly #options: SharedSnapshotOptions<State>;
  readonly #retries: RetryBudget;
  readonly #readers = new Set<SnapshotReader>();
  readonly #abort = new AbortController();
  #reading: Promise<void> | undefined;
  #again = false;
  #retry: unknown;
  /** Until then the upstream, or a proxy before it, has asked to be left alone. */
  #notBefore = 0;
  /** Undefined once the state is known. */
  #firstTries: FirstTries | undefined = new FirstTries();
  #readAt = Number.NEGATIVE_INFINITY;
  #unsubscribe: (() => void) | undefined;

  constructor(options: SharedSnapshotOptions<State>) {
    this.#options = options;
    this.#retries = new RetryBudget(options.timings);
    this.#retries.recordContact(options.timings.clock.now());
  }

  /** The reader gets the state of a read that ends after this call, or one that is young enough, then every change. */
  add(reader: SnapshotReader): void {
    const { timings, maxAgeMs } = this.#options;
    this.#readers.add(reader);
    if (maxAgeMs && timings.clock.now() - this.#readAt < maxAgeMs()) reader.wake();
    else this.#reading ??= this.#read();
  }

  remove(reader: SnapshotReader): void {
    if (!this.#readers.delete(reader) || this.#readers.size > 0) return;
    this.#abort.abort();
    this.#unsubscribe?.();
    this.#options.timings.clock.clearTimeout(this.#retry);
    this.#options.onClosed();
  }

  /** Something may have changed: reads it now, or once more after the read that is under way. */
  refresh(): void {
    if (this.#abort.signal.aborted || this.final) return;
    // The retry that is due then reads whatever has changed until then.
    if (this.#options.timings.clock.now() < this.#notBefore) return;
    if (this.#reading) this.#again = true;
    else this.#reading = this.#read();
  }

  async #read(): Promise<void> {
    const { token, timings, read } = this.#options;
    timings.clock.clearTimeout(this.#retry);
    try {
      do {
        this.#again = false;
        const state = await read(feedCaller(token, this.#abort.signal));
        if (this.#abort.signal.aborted) return;
        this.#firstTries = undefined;
        this.#readAt = timings.clock.now();
        this.#retries.readDone(this.#readAt);
        this.#seen(state);
      } while (this.#again && !this.final);
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#failed(error);
    } finally {
      this.#reading = undefined;
    }
  }

  #seen(state: State): void {
    const { isFinal, listen, onRead } = this.#options;
    if (this.state === undefined || !isSameJson(this.state, state)) {
      this.state = state;
      this.version++;
    }
    this.final = isFinal?.(state) ?? false;
    if (this.final) this.#unsubscribe?.();
    else this.#unsubscribe ??= listen?.(state, () => this.refresh());
    onRead?.(state);
    for (const reader of [...this.#readers]) reader.wake();
  }

  #retried(): void {
    this.#notBefore = 0;
    this.refresh();
  }

  #failed(error: unknown): void {
    const { timings } = this.#options;
    const code: ErrorCode = codeOf(error);
    const verdict = this.#retries.readFailed(code, timings.clock.now());
    const tooLate = this.#firstTries?.failed(error);
    // What Coder does not understand of a search it will not understand later.
    const hopeless = verdict !== undefined || tooLate || code === 'BAD_USER_INPUT';
    if (isDenied(error) || hopeless) {
      for (const reader of [...this.#readers]) reader.fail(error);
      return;
    }
    const rest = retryAfterMs(error);
    this.#notBefore = timings.clock.now() + rest;
    this.#retry = timings.clock.setTimeout(() => this.#retried(), this.#retries.pause(rest));
  }
}
