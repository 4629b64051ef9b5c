import { type Dispatcher, Pool } from 'undici';
import { Collector, type RestResponse } from './collector.ts';
import type { Dialed, Dialer } from './dialer.ts';
import { errorFromNetwork } from './failures.ts';

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

export interface RestRequest {
  method: Dispatcher.HttpMethod;
  /** Path and query below `/api/v2`. */
  target: string;
  token: string | undefined;
  /** Sent as JSON. */
  body?: unknown;
  signal: AbortSignal;
}

/** An answer whose body is still to be read. */
export type OpenAnswer = Dispatcher.ResponseData;

/** The connection to Coder: one pool, one request at a time on each connection, no redirects, bounded answers. */
export class Transport {
  readonly #dialer: Dialer;
  #pool: Pool;
  /** Finish what was under way when they were replaced. */
  readonly #replaced = new Set<Pool>();
  readonly #options: TransportOptions;
  readonly #prefix: string;

  constructor(options: TransportOptions, dialer: Dialer) {
    this.#options = options;
    this.#prefix = `${options.url.pathname.replace(/\/+$/, '')}/api/v2`;
    this.#dialer = dialer;
    this.#pool = this.#openPool();
    dialer.onRenewed(() => this.#replacePool());
  }

  /** The answer whatever its status; throws an `UpstreamError` when there is none, or when it is too large. */
  send(request: RestRequest): Promise<RestResponse> {
    const collector = new Collector(this.#options.maxResponseBytes, request.signal);
    this.#pool.dispatch(this.#dispatch(request), collector);
    return collector.response;
  }

  /** The answer with its body unread. Whoever opens it reads it to the end or destroys it. */
  async open(request: RestRequest): Promise<OpenAnswer> {
    const { signal } = request;
    try {
      return await this.#pool.request({ ...this.#dispatch(request), signal });
    } catch (error) {
      throw signal.aborted ? signal.reason : errorFromNetwork(error);
    }
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
      connect: (_, done) => this.#dialer.dial(done as Dialed),
    });
  }

  #replacePool(): void {
    const pool = this.#pool;
    this.#pool = this.#openPool();
    this.#replaced.add(pool);
    void pool.close().then(() => this.#replaced.delete(pool));
  }

  #dispatch({ method, target, token, body }: RestRequest) {
    const headers: Record<string, string> = {
      ...this.#options.headers,
      accept: 'application/json',
      // Coder compresses nothing; a proxy before it must not begin to, since the bound is for what arrives.
      'accept-encoding': 'identity',
      'user-agent': this.#options.userAgent,
    };
    if (token !== undefined) headers['coder-session-token'] = token;
    if (body !== undefined) headers['content-type'] = 'application/json';
    return { method, path: this.#prefix + target, headers, body: body === undefined ? null : JSON.stringify(body) };
  }
}
