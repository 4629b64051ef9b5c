import { setTimeout as after } from 'node:timers/promises';
import type { GraphQLError } from 'graphql';
import { PullIterator } from '../../feeds/pull-iterator.ts';
import type { AnswerSize } from '../../plan/answer-size.ts';
import { clientHasGone } from '../operation-context.ts';
import { DeliveredValues } from './delivered-values.ts';
import type { Payload } from './payload.ts';

/**
 * Milliseconds between payloads, so that parts which are there at about the same time come in one: each payload costs
 * the executor a look at all parts that are still to come.
 */
const PACE_MS = 10;
/** Milliseconds that the last parts get when the operation was aborted, to fail each by itself. */
const GRACE_MS = 1_000;

export interface IncrementalResultsOptions {
  /**
   * Of the operation: when time is up its calls to Coder fail, and with them what waits for them. It is aborted here when
   * the reader leaves.
   */
  abort: AbortController;
  /** Whether the client has gone. */
  hasGone: () => boolean;
  /** Whether the last payload is to have no parts: Apollo Client reads `extensions` only where there are none. */
  endsAlone: boolean;
  /** Counts what the answer has; undefined: it has no bound. */
  size: AnswerSize | undefined;
}

/** The payloads of an operation that is delivered in parts. `next` never throws: a failure is the last payload. */
export class IncrementalResults extends PullIterator<Payload> {
  readonly #source: AsyncIterator<Payload>;
  readonly #options: IncrementalResultsOptions;
  #delivered: DeliveredValues | undefined;
  /** What is left to be told when all parts are delivered, or cannot be. */
  #last: Payload | undefined;
  #grace: NodeJS.Timeout | undefined;
  readonly #onAbort = () => {
    if (this.#options.hasGone()) this.end();
    else this.#grace = setTimeout(() => this.#fail(this.#options.abort.signal.reason), GRACE_MS);
  };

  constructor(source: AsyncIterable<Payload>, options: IncrementalResultsOptions) {
    super();
    this.#source = source[Symbol.asyncIterator]();
    this.#options = options;
    const { signal } = options.abort;
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** The reader leaves, perhaps without a signal of its request: nobody waits for what Coder is still asked. */
  override return(): Promise<IteratorReturnResult<undefined>> {
    const isLeft = !this.done;
    const returned = super.return();
    if (isLeft) this.#options.abort.abort(clientHasGone());
    return returned;
  }

  protected pull(): void {
    if (this.#last) this.giveLast(this.#last);
    else this.#next().catch((error) => this.#fail(error));
  }

  protected released(): void {
    clearTimeout(this.#grace);
    this.#options.abort.signal.removeEventListener('abort', this.#onAbort);
    Promise.resolve(this.#source.return?.()).catch(() => {});
  }

  async #next(): Promise<void> {
    for (;;) {
      if (this.#delivered) await after(PACE_MS);
      const { done, value } = await this.#source.next();
      if (this.done) return;
      if (done) return this.giveLast({ hasNext: false });
      const texts = [value.data, value.incremental?.map(({ data, items }) => data ?? items)];
      const tooLarge = this.#options.size?.addAll(texts);
      if (tooLarge) throw tooLarge;
      const payload = this.#deliverable(value);
      const hasParts = payload.incremental !== undefined;
      if (!payload.hasNext) {
        if (!hasParts || !this.#options.endsAlone) return this.giveLast(payload);
        this.#last = { hasNext: false };
        return this.give({ ...payload, hasNext: true });
      }
      if (hasParts || 'data' in payload) return this.give(payload);
    }
  }

  /** The payload with those of its parts that have a place in what the client has. */
  #deliverable(payload: Payload): Payload {
    const delivered = this.#delivered;
    if (!delivered) {
      this.#delivered = new DeliveredValues(payload.data);
      return payload;
    }
    const { incremental = [], ...rest } = payload;
    const parts = incremental.filter((part) => {
      const hasPlace = delivered.hasPlaceFor(part);
      if (hasPlace) delivered.add(part);
      return hasPlace;
    });
    return parts.length > 0 ? { ...rest, incremental: parts } : rest;
  }

  #fail(error: unknown): void {
    this.#last = { errors: [error as GraphQLError], hasNext: false };
    if (this.waiting) this.giveLast(this.#last);
  }
}
