import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { type Dispatcher, Pool } from 'undici';
import { requestIdOf } from '../response/error-body.ts';
import { errorFromNetwork } from '../response/failures.ts';
import { type CollectedCall, Collector, type RestResponse } from './collector.ts';
import { contentCodings, decodedBody, decodedStream } from './content-coding.ts';
import type { Dialed, Dialer } from './dialer.ts';
import { passingOverContinue } from './stray-continue.ts';

export interface TransportOptions {
  /** Base URL of the deployment; a path prefix is kept. */
  url: URL;
  /** Requests in flight; more wait. */
  concurrency: number;
  /** Bytes of one answer. */
  maxResponseBytes: number;
  userAgent: string;
  /** Sent with every request and every WebSocket handshake, for what stands in front of Coder. */
  headers?: Readonly<Record<string, string>>;
}

/** What of a call makes a request. */
export interface RestRequest extends CollectedCall {
  readonly endpoint: { readonly method: Dispatcher.HttpMethod };
  /** Path and query below `/api/v2`. */
  readonly path: string;
  readonly caller: { readonly token: string | undefined; readonly requestId?: string | undefined };
  /** W3C `traceparent`, where somebody traces it. */
  readonly traceparent?: string | undefined;
  /** Sent as JSON. */
  readonly body: unknown;
}

/** An answer whose body is still to be read. */
export interface OpenAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Decoded. */
  body: Readable;
}

const NO_BODY = Buffer.alloc(0);

/** The connection to Coder: one pool, one request at a time on each connection, no redirects, bounded answers. */
export class Transport {
  readonly #dialer: Dialer;
  #pool: Pool;
  /** Finish what was under way when they were replaced. */
  readonly #replaced = new Set<Pool>();
  readonly #options: TransportOptions;
  readonly #prefix: string;
  /** Of every request, in turn name and value as undici takes them with the least work. */
  readonly #headers: readonly string[];

  constructor(options: TransportOptions, dialer: Dialer) {
    this.#options = options;
    this.#prefix = `${options.url.pathname.replace(/\/+$/, '')}/api/v2`;
    this.#headers = Object.entries({
      ...options.headers,
      accept: 'application/json',
      // Coder compresses nothing, and a proxy before it need not begin to.
      'accept-encoding': 'identity',
      'user-agent': options.userAgent,
    }).flat();
    this.#dialer = dialer;
    this.#pool = this.#openPool();
    dialer.onRenewed(() => this.#replacePool());
  }

  /** The answer whatever its status; throws an `UpstreamError` when there is none, or when it is too large. */
  async send(request: RestRequest): Promise<RestResponse> {
    const { maxResponseBytes } = this.#options;
    const collector = new Collector(maxResponseBytes, request);
    this.#pool.dispatch(this.#dispatch(request), collector);
    const answer = await collector.response;
    const { status, headers } = answer;
    try {
      const codings = contentCodings(status, headers);
      if (codings.length === 0) return answer;
      const { body } = answer;
      const facts = { status, requestId: requestIdOf(headers) };
      const decoded = await decodedBody(body, codings, maxResponseBytes, facts);
      request.received?.(decoded.length);
      return { status, headers, body: decoded };
    } catch (error) {
      if (status >= 200 && status < 300) throw error;
      // The status of a failure says enough.
      return { status, headers, body: NO_BODY };
    }
  }

  /** The answer with its body unread. Whoever opens it reads it to the end or destroys it. */
  async open(request: RestRequest): Promise<OpenAnswer> {
    const abort = new AbortController();
    request.listen(abort);
    let answer: Dispatcher.ResponseData;
    try {
      answer = await this.#pool.request({ ...this.#dispatch(request), signal: abort.signal });
    } catch (error) {
      throw request.aborted ? request.reason : errorFromNetwork(error);
    } finally {
      request.listen(undefined);
    }
    const { statusCode: status, headers, body } = answer;
    // Letting the body go before its end may raise an error that nobody waits for.
    body.on('error', () => {});
    try {
      return { status, headers, body: decodedStream(body, contentCodings(status, headers)).on('error', () => {}) };
    } catch (error) {
      body.destroy();
      if (status >= 200 && status < 300) throw error;
      return { status, headers, body: Readable.from([]) };
    }
  }

  /** Requests on a connection, and those that wait for one. */
  get stats(): { inFlight: number; queued: number } {
    const stats = { inFlight: 0, queued: 0 };
    for (const { stats: each } of [this.#pool, ...this.#replaced]) {
      stats.inFlight += each.running;
      stats.queued += each.size - each.running;
    }
    return stats;
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool, ...this.#replaced].map((pool) => pool.destroy()));
  }

  #openPool(): Pool {
    return new Pool(this.#options.url.origin, {
      connections: this.#options.concurrency,
      pipelining: 1,
      // Each request has a deadline of its own, for headers and body together.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_, done) =>
        this.#dialer.dial((error, socket) => (done as Dialed)(error, socket && passingOverContinue(socket))),
    });
  }

  #replacePool(): void {
    const pool = this.#pool;
    this.#pool = this.#openPool();
    this.#replaced.add(pool);
    void pool.close().then(() => this.#replaced.delete(pool));
  }

  #dispatch({ endpoint: { method }, path, caller: { token, requestId }, traceparent, body }: RestRequest) {
    const headers = [...this.#headers];
    if (token !== undefined) headers.push('coder-session-token', token);
    if (requestId !== undefined) headers.push('x-request-id', requestId);
    if (traceparent !== undefined) headers.push('traceparent', traceparent);
    if (body !== undefined) headers.push('content-type', 'application/json');
    return { method, path: this.#prefix + path, headers, body: body === undefined ? null : JSON.stringify(body) };
  }
}
