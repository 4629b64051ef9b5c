/** Work that several callers wait for; it is aborted when the last of them has gone. */
interface Flight<T> {
  result: Promise<T>;
  waiters: number;
  abort: AbortController;
}

/** Shares work between callers who ask for the same key while it is under way. */
export class SingleFlight {
  readonly #flights = new Map<string, Flight<unknown>>();

  /** Joins the flight of this key, or starts it; `joined` says which. */
  run<T>(
    key: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): { result: Promise<T>; joined: boolean } {
    const present = this.#flights.get(key) as Flight<T> | undefined;
    const flight = present ?? this.#start(key, work);
    return { result: this.#wait(key, flight, signal), joined: present !== undefined };
  }

  /** Nobody joins what is under way: it may have read what a write has changed since. */
  clear(): void {
    this.#flights.clear();
  }

  #start<T>(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const abort = new AbortController();
    const flight: Flight<T> = { result: work(abort.signal), waiters: 0, abort };
    this.#flights.set(key, flight);
    const done = () => this.#remove(key, flight);
    flight.result.then(done, done);
    return flight;
  }

  #wait<T>(key: string, flight: Flight<T>, signal: AbortSignal | undefined): Promise<T> {
    flight.waiters++;
    if (!signal) return flight.result;
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        reject(signal.reason);
        if (--flight.waiters > 0) return;
        this.#remove(key, flight);
        flight.abort.abort(signal.reason);
      };
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      flight.result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  #remove(key: string, flight: Flight<unknown>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
