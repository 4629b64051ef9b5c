import { PullIterator, type Receiver } from '../feeds/pull-iterator.ts';

export interface EventResultsOptions<Event, Result> {
  /** Ends the results when the client has gone. */
  signal: AbortSignal;
  /**
   * Delivers the event itself, past these results. True: the client has taken it; false: `taken` is called when it
   * has; undefined: the event is for `run`.
   */
  deliver?: ((event: Event, taken: () => void) => boolean | undefined) | undefined;
  run: (event: Event) => Promise<Result> | Result;
  /** The last result, when the source or `run` throws. */
  failed: (error: unknown) => Result;
  /** Called once, however the results end. */
  ended: () => void;
}

/** The results of a source's events. `next` never throws: a failure is a last result, then the end. */
export class EventResults<Event, Result> extends PullIterator<Result> implements Receiver<Event> {
  readonly #events: AsyncIterator<Event>;
  readonly #options: EventResultsOptions<Event, Result>;
  readonly #taken = () => this.#more();
  /** Whether a source that answers at once is being asked, and whether it is to be asked again. */
  #asking = false;
  #again = false;

  constructor(source: AsyncIterable<Event>, options: EventResultsOptions<Event, Result>) {
    super();
    this.#events = source[Symbol.asyncIterator]();
    this.#options = options;
    this.endOn(options.signal);
  }

  given(event: Event): void {
    if (this.done) return;
    const { deliver, run } = this.#options;
    try {
      const delivered = deliver?.(event, this.#taken);
      if (delivered === true) this.#more();
      if (delivered !== undefined) return;
      const result = run(event);
      if (result instanceof Promise) result.then((value) => this.give(value)).catch((error) => this.failed(error));
      else this.give(result);
    } catch (error) {
      this.failed(error);
    }
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

  /** Asks for the next event, in a loop where sources and clients are so fast that each call would be inside the last. */
  #more(): void {
    this.#again = true;
    if (this.#asking) return;
    this.#asking = true;
    while (this.#again && !this.done) {
      this.#again = false;
      if (this.#events instanceof PullIterator) this.#events.ask(this);
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
