import type { ExecutionResult } from 'graphql';
import { eventIdOf } from '../streams/event-ids.ts';

/** How one transport writes a result around its JSON text; `id`: where a client can resume behind it. */
export interface ResultFrame {
  payload(text: string, id: string | undefined): string;
}

const shared = new WeakMap<ExecutionResult, SharedResult>();

/** The result of an event for all subscribers that get the same of it, and its text, which is made once. */
export class SharedResult {
  /** The same object for all of them. */
  readonly result: ExecutionResult;
  readonly #text: string;
  #bytes: Buffer | undefined;
  readonly #frames = new Map<ResultFrame, Buffer>();

  constructor(result: ExecutionResult) {
    this.result = result;
    this.#text = JSON.stringify(result);
    shared.set(result, this);
  }

  /** Of its JSON text. */
  get length(): number {
    return this.#text.length;
  }

  /** Its JSON text, in UTF-8. */
  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.#text);
    return this.#bytes;
  }

  /** The bytes that a transport sends, made for the first who asks. */
  framed(frame: ResultFrame): Buffer {
    let bytes = this.#frames.get(frame);
    if (bytes === undefined) {
      bytes = Buffer.from(frame.payload(this.#text, eventIdOf(this.result)));
      this.#frames.set(frame, bytes);
    }
    return bytes;
  }
}

/** What is known of a result that several subscribers get; undefined: it is one subscriber's own. */
export function sharedResultOf(result: ExecutionResult): SharedResult | undefined {
  return shared.get(result);
}
