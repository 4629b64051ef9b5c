import type { ExecutionResult } from 'graphql';
import { answerText } from '../../plan/executor/json-text.ts';

/** How one transport writes a result around its JSON text; `id`: where a client can resume behind it. */
export interface ResultFrame {
  payload(text: string, id: string | undefined): string;
}

/**
 * The result of an event for all subscriptions that get the same of it. What they get is its text, which is made once;
 * whoever wants to look at the data reads it out of that, so that it need not be kept as well.
 */
export class SharedResult implements ExecutionResult {
  /** Where a client can resume behind it. */
  readonly id: string | undefined;
  /** Its JSON text. */
  readonly text: string;
  #bytes: Buffer | undefined;
  #frames: Map<ResultFrame, Buffer> | undefined;

  constructor(result: ExecutionResult, id: string | undefined) {
    this.id = id;
    this.text = answerText(result);
  }

  get data(): NonNullable<ExecutionResult['data']> {
    return JSON.parse(this.text).data;
  }

  /** The text in UTF-8, for all who send it as it is. */
  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.text);
    return this.#bytes;
  }

  /** The bytes that a transport sends, made for the first who asks. */
  framed(frame: ResultFrame): Buffer {
    this.#frames ??= new Map();
    let bytes = this.#frames.get(frame);
    if (bytes === undefined) {
      bytes = Buffer.from(frame.payload(this.text, this.id));
      this.#frames.set(frame, bytes);
    }
    return bytes;
  }
}
