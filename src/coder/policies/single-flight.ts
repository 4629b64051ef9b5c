import { type Abortable, abortedWith, type Cancellation } from './cancellation.ts';
import { TaskQueue } from './task-queue.ts';

/** Shares work between callers who ask for the same key while it is under way. */
export class SingleFlight {
  readonly #flights = new Map<string, Flight>();
  readonly #tasks = new TaskQueue();

  /** Waits for the work of this key; undefined when none is under way. */
  join(key: string, signal: AbortSignal | undefined): Promise<unknown> | undefined {
    return this.#flights.get(key)?.wait(signal);
  }

  /** Does the work, which others can join from now on; it is aborted when the last who waits for it has left. */
  start<C extends Cancellation>(
    key: string,
    signal: AbortSignal | undefined,
    call: C,
    work: (call: C) => Promise<unknown>,
  ): Promise<unknown> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const flight: Flight = new Flight(call, this.#tasks, () => this.#remove(key, flight));
    this.#flights.set(key, flight);
    const result = flight.wait(signal);
    flight.begin(work(call));
    return result;
  }

  /** Nobody joins what is under way: it may have read what a write has changed since. */
  clear(): void {
    this.#flights.clear();
  }

  #remove(key: string, flight: Flight): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}

/** Work under way, and who waits for it: nearly always one. */
class Flight {
  /** Undefined once it is over: tables that `Map` has replaced may hold a flight for long, and it then holds nothing. */
  #call: Cancellation | undefined;
  readonly #tasks: TaskQueue;
  readonly #over: () => void;
  #waiters: Waiter[] = [];

  /** @param over called when nobody is to join any more. */
  constructor(call: Cancellation, tasks: TaskQueue, over: () => void) {
    this.#call = call;
    this.#tasks = tasks;
    this.#over = over;
  }

  wait(signal: AbortSignal | undefined): Promise<unknown> {
    return new Promise<unknown>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      this.#waiters.push(new Waiter(this, signal && abortedWith(signal), resolve, reject));
    });
  }

  begin(result: Promise<unknown>): void {
    result.then(
      (value) => this.#tell((waiter) => waiter.resolve(value)),
      (error: unknown) => this.#tell((waiter) => waiter.reject(error)),
    );
  }

  leave(waiter: Waiter, reason: unknown): void {
    waiter.reject(reason);
    this.#waiters = this.#waiters.filter((each) => each !== waiter);
    if (this.#waiters.length > 0) return;
    this.#over();
    const call = this.#call;
    this.#call = undefined;
    call?.abort(reason);
  }

  /**
   * Each operation goes on in a task of its own. Otherwise the answers of all, of any size, would be in memory before
   * the first is sent, and nothing else would be served meanwhile.
   */
  #tell(settle: (waiter: Waiter) => void): void {
    this.#over();
    this.#call = undefined;
    const waiters = this.#waiters;
    this.#waiters = [];
    const first = waiters[0]?.group;
    let others: Map<object | undefined, Waiter[]> | undefined;
    for (const waiter of waiters) {
      if (waiter.group === first) waiter.settled(settle);
      else {
        others ??= new Map();
        if (!others.get(waiter.group)?.push(waiter)) others.set(waiter.group, [waiter]);
      }
    }
    for (const group of others?.values() ?? []) {
      this.#tasks.add(() => {
        for (const waiter of group) waiter.settled(settle);
      });
    }
  }
}

/** One caller, who may leave before the work is done. */
class Waiter implements Abortable {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  readonly #flight: Flight;
  /** All that waits for calls of the same operation. */
  readonly group: Set<Abortable> | undefined;

  constructor(
    flight: Flight,
    group: Set<Abortable> | undefined,
    resolve: (value: unknown) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#flight = flight;
    this.group = group;
    this.resolve = resolve;
    this.reject = reject;
    group?.add(this);
  }

  abort(reason: unknown): void {
    this.#flight.leave(this, reason);
  }

  /** The work is done: the caller, unless it has left, is told of it. */
  settled(settle: (waiter: Waiter) => void): void {
    this.group?.delete(this);
    settle(this);
  }
}
