import { PullIterator } from '../feeds/pull-iterator.ts';

export interface EventResultsOptions<Event, Result> {
  /** Ends the results when the client has gone. */
  signal: AbortSignal;
  run: (event: Event) => Promise<Result>;
  /** The last result, when the source or `run` throws. */
  failed: (error: unknown) => Result;
  /** Called once, however the results end. */
  ended: () => void;
}

/** The results of a source's events. `next` never throws: a failure is a last result, then the end. */
export class EventResults<Event, Result> extends PullIterator<Result> {
  readonly #events: AsyncIterator<Event>;
  readonly #options: EventResultsOptions<Event, Result>;

  constructor(source: AsyncIterable<Event>, options: EventResultsOptions<Event, Result>) {
    super();
    this.#events = source[Symbol.asyncIterator]();
    this.#options = options;
    this.endOn(options.signal);
  }

  protected pull(): void {
    void this.#step();
  }

  protected released(): void {
    this.#options.ended();
    // A generator in the middle of its work returns only after that work, so nobody waits for it.
    Promise.resolve(this.#events.return?.()).catch(() => {});
  }

  async #step(): Promise<void> {
    const { run, failed } = this.#options;
    try {
      const event = await this.#events.next();
      if (event.done) this.end();
      else if (!this.done) this.give(await run(event.value));
    } catch (error) {
      if (this.done) return;
      this.give(failed(error));
      this.end();
    }
  }
}
