import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { header } from '../response/error-body.ts';
import { errorFromNetwork, tooLargeError, type UpstreamError } from '../response/failures.ts';

/** An answer, read whole. */
export interface RestResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/**
 * Takes one answer as undici reads it, bounded, and without the stream that `request` would make of it: most answers
 * are a few kilobytes, and the stream would cost more than they do.
 */
export class Collector implements Dispatcher.DispatchHandler {
  readonly response: Promise<RestResponse>;
  readonly #limit: number;
  readonly #signal: AbortSignal;
  readonly #received: (bytes: number) => void;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #controller: Dispatcher.DispatchController | undefined;
  #resolve!: (response: RestResponse) => void;
  #reject!: (error: unknown) => void;

  /** @param received Told of the body's bytes as they arrive; what it throws ends the answer. */
  constructor(limit: number, signal: AbortSignal, received: (bytes: number) => void = () => {}) {
    this.#received = received;
    this.#limit = limit;
    this.#signal = signal;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    signal.addEventListener('abort', this.#aborted, { once: true });
  }

  /** May come again when undici repeats a request that never reached the server. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // The request may have been aborted while it was queued for a connection.
    if (this.#signal.aborted) this.#aborted();
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // 100 to 199 only announce the answer.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    if (Number(headers['content-length'] ?? 0) > this.#limit) this.#fail(this.#tooLarge());
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    try {
      if (this.#size > this.#limit) throw this.#tooLarge();
      this.#received(chunk.length);
      this.#chunks.push(chunk);
    } catch (error) {
      this.#fail(error);
    }
  }

  onResponseEnd(): void {
    this.#signal.removeEventListener('abort', this.#aborted);
    const [first] = this.#chunks;
    const body = first && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#size);
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#signal.removeEventListener('abort', this.#aborted);
    this.#reject(this.#signal.aborted ? this.#signal.reason : errorFromNetwork(error));
  }

  readonly #aborted = () => this.#fail(this.#signal.reason);

  #fail(reason: unknown): void {
    this.#signal.removeEventListener('abort', this.#aborted);
    this.#reject(reason);
    this.#controller?.abort(reason instanceof Error ? reason : new Error('aborted'));
  }

  #tooLarge(): UpstreamError {
    return tooLargeError(this.#limit, { status: this.#status, requestId: header(this.#headers, 'x-coder-request-id') });
  }
}
