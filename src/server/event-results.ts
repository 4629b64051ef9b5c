import { PullIterator, type Receiver } from '../feeds/pull-iterator.ts';

/** Waits for a client to take what was written to it. */
export interface Writer {
  taken(): void;
}

export interface EventDeliverer<Event> {
  /** True: the client has taken it; false: the writer is told when it has; undefined: the event is to be run. */
  deliver(event: Event, writer: Writer): boolean | undefined;
}

export interface EventResultsOptions<Event, Result> {
  /** Ends the results when the client has gone. */
  signal: AbortSignal;
  /** Delivers events itself, past these results. */
  deliverer?: EventDeliverer<Event> | undefined;
  /** Undefined: there is nothing to tell the client, and the next event follows. */
  run(event: Event): Promise<Result | undefined> | Result | undefined;
  /** The last result, when the source or `run` throws. */
  failed(error: unknown): Result;
  /** Called once, however the results end. */
  ended(): void;
}

/** The results of a source's events. `next` never throws: a failure is a last result, then the end. */
export class EventResults<Event, Result> extends PullIterator<Result> implements Receiver<Event>, Writer {
  readonly #events: AsyncIterator<Event>;
  /** The same, where it can be asked without a promise for each event. */
  readonly #source: PullIterator<Event> | undefined;
  readonly #options: EventResultsOptions<Event, Result>;
  /** Of the options: very many events are delivered, to very many clients, and each step there counts. */
  readonly #deliverer: EventDeliverer<Event> | undefined;
  /** Whether a source that answers at once is being asked, and whether it is to be asked again. */
  #asking = false;
  #again = false;

  constructor(source: AsyncIterable<Event>, options: EventResultsOptions<Event, Result>) {
    super();
    this.#events = source[Symbol.asyncIterator]();
    this.#source = this.#events instanceof PullIterator ? this.#events : undefined;
    this.#options = options;
    this.#deliverer = options.deliverer;
    this.endOn(options.signal);
  }

  given(event: Event): void {
    if (this.done) return;
    try {
      const delivered = this.#deliverer?.deliver(event, this);
      if (delivered === true) this.#more();
      if (delivered !== undefined) return;
      const result = this.#options.run(event);
      if (result instanceof Promise) result.then((value) => this.#got(value)).catch((error) => this.failed(error));
      else this.#got(result);
    } catch (error) {
      this.failed(error);
    }
  }

  taken(): void {
    this.#more();
  }

  ended(): void {
    this.end();
  }

  failed(error: unknown): void {
    if (!this.done) this.giveLast(this.#options.failed(error));
  }

  protected pull(): void {
    this.#more();
  }

  protected released(): void {
    this.#options.ended();
    // A generator in the middle of its work returns only after that work, so nobody waits for it.
    Promise.resolve(this.#events.return?.()).catch(() => {});
  }

  #got(result: Result | undefined): void {
    if (result === undefined) this.#more();
    else this.give(result);
  }

  /** Asks for the next event, in a loop where sources and clients are so fast that each call would be inside the last. */
  #more(): void {
    this.#again = true;
    if (this.#asking) return;
    this.#asking = true;
    while (this.#again && !this.done) {
      this.#again = false;
      if (this.#source) this.#source.ask(this);
      else void this.#next();
    }
    this.#asking = false;
  }

  async #next(): Promise<void> {
    try {
      const { done, value } = await this.#events.next();
      if (done) this.ended();
      else this.given(value);
    } catch (error) {
      this.failed(error);
    }
  }
}
