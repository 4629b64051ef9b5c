import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Abortable, Cancellation } from '../policies/cancellation.ts';
import { requestIdOf } from '../response/error-body.ts';
import { errorFromNetwork, tooLargeError, type UpstreamError } from '../response/failures.ts';

/** An answer, read whole. */
export interface RestResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as it came, for who need not have it in one piece; absent: it is in one. */
  readonly chunks?: readonly Buffer[];
}

/** A body in pieces becomes one when somebody asks for it: one that is equal to an earlier body is only compared. */
class CollectedResponse implements RestResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly chunks: readonly Buffer[];
  #body: Buffer | undefined;

  constructor(status: number, headers: IncomingHttpHeaders, chunks: readonly Buffer[]) {
    this.status = status;
    this.headers = headers;
    this.chunks = chunks;
  }

  get body(): Buffer {
    const [first] = this.chunks;
    this.#body ??= first && this.chunks.length === 1 ? first : Buffer.concat(this.chunks);
    return this.#body;
  }
}

/** The call that is answered; an abort of it ends the answer. */
export interface CollectedCall extends Cancellation {
  /** Told of the body's bytes as they arrive; what it throws ends the answer. */
  readonly received: ((bytes: number) => void) | undefined;
}

/**
 * Takes one answer as undici reads it, bounded, and without the stream that `request` would make of it: most answers
 * are a few kilobytes, and the stream would cost more than they do.
 */
export class Collector implements Dispatcher.DispatchHandler, Abortable {
  readonly response: Promise<RestResponse>;
  readonly #limit: number;
  readonly #call: CollectedCall;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #controller: Dispatcher.DispatchController | undefined;
  #resolve!: (response: RestResponse) => void;
  #reject!: (error: unknown) => void;

  constructor(limit: number, call: CollectedCall) {
    this.#limit = limit;
    this.#call = call;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    call.listen(this);
  }

  /** May come again when undici repeats a request that never reached the server. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // The request may have been aborted while it was queued for a connection.
    if (this.#call.aborted) this.abort(this.#call.reason);
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
      this.#call.received?.(chunk.length);
      this.#chunks.push(chunk);
    } catch (error) {
      this.#fail(error);
    }
  }

  onResponseEnd(): void {
    this.#call.listen(undefined);
    this.#resolve(new CollectedResponse(this.#status, this.#headers, this.#chunks));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#call.listen(undefined);
    this.#reject(this.#call.aborted ? this.#call.reason : errorFromNetwork(error));
  }

  abort(reason: unknown): void {
    this.#fail(reason);
  }

  #fail(reason: unknown): void {
    this.#call.listen(undefined);
    this.#reject(reason);
    this.#controller?.abort(reason instanceof Error ? reason : new Error('aborted'));
  }

  #tooLarge(): UpstreamError {
    return tooLargeError(this.#limit, { status: this.#status, requestId: requestIdOf(this.#headers) });
  }
}
