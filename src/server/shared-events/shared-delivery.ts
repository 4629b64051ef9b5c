import type { EventDeliverer, Writer } from '../event-results.ts';
import type { SharedOperation } from './shared-operation.ts';
import type { SharedResult } from './shared-result.ts';

/** Where the shared results of one subscription are written, past the protocol's way for other results. */
export interface ResultSink {
  /**
   * True: the client's connection has taken it, and the next may follow; false: the writer is told when it has, or
   * never, when it is closed.
   */
  write(result: SharedResult, writer: Writer): boolean;
}

/** Writes the shared results of one subscription to its sink. */
export class SharedDelivery implements EventDeliverer<unknown> {
  /** What it has delivered. */
  events = 0;
  readonly #operation: SharedOperation;
  readonly #sink: ResultSink;
  readonly #delivered: () => void;

  /** @param delivered Told of each event that is delivered, for all subscriptions. */
  constructor(operation: SharedOperation, sink: ResultSink, delivered: () => void) {
    this.#operation = operation;
    this.#sink = sink;
    this.#delivered = delivered;
  }

  deliver(event: unknown, writer: Writer): boolean | undefined {
    const result = this.#operation.resultOf(event);
    if (!result) return undefined;
    this.events++;
    this.#delivered();
    return this.#sink.write(result, writer);
  }
}
