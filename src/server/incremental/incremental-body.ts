import type { FetchAPI } from 'graphql-yoga';
import { type IncrementalFraming, payloadText } from './incremental-framing.ts';
import type { Payload } from './payload.ts';

/** Bytes that are handed on at once: what is handed on waits where it is not counted, until the connection has it. */
const MAX_BYTES = 64 * 1024;

export interface IncrementalBodyOptions {
  framing: IncrementalFraming;
  /** Milliseconds between heartbeats. */
  heartbeatMs: number;
  fetchAPI: FetchAPI;
  /** Told of what should not happen: the answer is broken off then. */
  failed: (error: unknown) => void;
  /** Aborted when the client has gone, or wants no body: the answer to a HEAD is never read. */
  signal: AbortSignal;
  /** Called with what tells how many bytes wait for the client; what it gives back is called when none will any more. */
  counted: (waiting: () => number) => () => void;
}

/**
 * Payloads as the body of an answer. They are written as soon as they are there, whether the client reads or not: what
 * it has not read waits as text and is counted, as the rest of an ordinary answer is, and the operation is over in time.
 */
export class IncrementalBody {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #payloads: AsyncIterator<Payload>;
  readonly #options: IncrementalBodyOptions;
  readonly #heartbeat: NodeJS.Timeout | undefined;
  readonly #uncount: () => void;
  #waiting: Buffer[] = [];
  #bytes = 0;
  #complete = false;
  /** Told when there is more. */
  #wake = () => {};

  constructor(payloads: AsyncIterator<Payload>, options: IncrementalBodyOptions) {
    const { framing, heartbeatMs, fetchAPI, signal, counted } = options;
    this.#payloads = payloads;
    this.#options = options;
    this.#uncount = counted(() => this.#bytes);
    this.#write(framing.opening);
    if (framing.heartbeat !== undefined) {
      const { heartbeat } = framing;
      // Who has not read what there is needs no sign of life.
      this.#heartbeat = setInterval(() => this.#bytes === 0 && this.#write(heartbeat), heartbeatMs);
    }
    this.stream = new fetchAPI.ReadableStream<Uint8Array>({
      pull: (controller) => this.#pull(controller),
      cancel: () => this.#cancel(),
    });
    signal.addEventListener('abort', () => void this.#cancel(), { once: true });
    this.#run().catch((error: unknown) => {
      this.#options.failed(error);
      this.#finish();
    });
  }

  async #run(): Promise<void> {
    const { framing } = this.#options;
    for (;;) {
      const { done, value } = await this.#payloads.next();
      if (done) break;
      this.#write(framing.payload(payloadText(value)));
    }
    this.#write(framing.end);
    this.#finish();
  }

  /** Nothing more is written. An answer without its end was broken off. */
  #finish(): void {
    clearInterval(this.#heartbeat);
    this.#complete = true;
    this.#wake();
  }

  #write(text: string): void {
    const bytes = Buffer.from(text);
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    this.#wake();
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    if (this.#bytes === 0 && !this.#complete) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const first = this.#waiting.shift();
    if (first) {
      const bytes = first.subarray(0, MAX_BYTES);
      if (bytes.length < first.length) this.#waiting.unshift(first.subarray(MAX_BYTES));
      this.#bytes -= bytes.length;
      controller.enqueue(bytes);
    }
    if (!this.#complete || this.#bytes > 0) return;
    this.#uncount();
    controller.close();
  }

  async #cancel(): Promise<void> {
    clearInterval(this.#heartbeat);
    this.#uncount();
    this.#waiting = [];
    this.#bytes = 0;
    this.#wake();
    await this.#payloads.return?.();
  }
}
