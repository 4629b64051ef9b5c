import { createHmac, randomBytes } from 'node:crypto';
import { ExponentialBackoff, handleWhen, type IPolicy, retry } from 'cockatiel';
import { GatewayError } from '../errors.ts';
import { Breaker } from './breaker.ts';
import type { Caller } from './caller.ts';
import { type CallOptions, type Endpoint, endpoints, requestPath } from './endpoints.ts';
import { errorFromResponse, UpstreamError } from './failures.ts';
import { type FollowHandlers, type FollowOptions, type FollowSocket, follow, type SocketRoute } from './follow.ts';
import type { BuildInfo } from './model.ts';
import { parseResponse, readErrorBody, timeoutError } from './parse-response.ts';
import { CoderSession, type SessionClient, type SessionOptions } from './session.ts';
import { SingleFlight } from './single-flight.ts';
import type { TracedRequest } from './trace.ts';
import { copyHeaders, type OpenAnswer, Transport, type TransportOptions } from './transport.ts';

export interface CoderClientOptions extends TransportOptions {
  /** Milliseconds of one call: headers, body and the retries of a GET. */
  timeoutMs: number;
  /** Told of every upstream request. */
  onRequest?: (request: TracedRequest) => void;
  /** Told why a request got no answer; a client is not told, since that is the operator's to know. */
  onUnanswered?: (cause: Error) => void;
}

const RETRIES = 2;

/** Coder, for the whole process: the pool, deadlines, retries, the breaker, sharing of equal reads. */
export class CoderClient implements SessionClient {
  readonly url: URL;
  readonly #options: CoderClientOptions;
  readonly #transport: Transport;
  readonly #flights = new SingleFlight();
  readonly #breaker = new Breaker();
  readonly #retries: IPolicy;
  /** Tokens are kept as keyed hashes only; the key does not outlive the process. */
  readonly #identityKey = randomBytes(32);
  /** Makes the keys of unshared reads unique. */
  #unsharedCounter = 0;

  constructor(options: CoderClientOptions) {
    this.url = options.url;
    this.#options = options;
    this.#transport = new Transport(options);
    // The default generator spreads retries by jitter.
    this.#retries = retry(
      handleWhen((error) => error instanceof UpstreamError && error.transient),
      { maxAttempts: RETRIES, backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 1_000 }) },
    );
  }

  /** Bytes of the largest answer that is read, and so of the largest state that could be read back. */
  get maxResponseBytes(): number {
    return this.#options.maxResponseBytes;
  }

  /** What one request, mutation or subscription event may do at Coder. */
  session(options: SessionOptions): CoderSession {
    return new CoderSession(this, options);
  }

  /** A keyed hash of the token: who it is, without saying it. */
  identity(token: string | undefined): string {
    return token === undefined
      ? 'anonymous'
      : createHmac('sha256', this.#identityKey).update(token).digest('base64url');
  }

  /** Needs no token. */
  buildInfo(): Promise<BuildInfo> {
    const nobody = { token: undefined, signal: undefined, consumeCallBudget: () => {}, trace: () => {} };
    return this.call(endpoints.buildInfo, { path: {} }, nobody);
  }

  /** Throws an `UpstreamError`, or a `BadValue` when the answer has not the endpoint's shape. */
  async call<Route extends string, R>(
    endpoint: Endpoint<Route, R>,
    options: CallOptions<Route>,
    caller: Caller,
  ): Promise<R> {
    caller.signal?.throwIfAborted();
    const path = requestPath(endpoint, options);
    if (endpoint.method !== 'GET') {
      // What was read before or while Coder writes must not be taken for what it is afterwards.
      this.#flights.clear();
      try {
        // A write that has begun is not abandoned with its caller: its outcome would be unknown.
        return await this.#withDeadline(new AbortController(), (signal) =>
          this.#breaker.run(() => this.#request(endpoint, path, options.body, caller, signal)),
        );
      } finally {
        this.#flights.clear();
      }
    }
    const begun = performance.now();
    const apart = caller.skipInFlight ? ` ${++this.#unsharedCounter}` : '';
    const key = `${caller.identity ?? this.identity(caller.token)} ${endpoint.format} ${path}${apart}`;
    const { result, joined } = this.#flights.run(key, caller.signal, (abort) =>
      this.#withDeadline(abort, (signal) =>
        this.#retries.execute(
          () => this.#breaker.run(() => this.#request<R>(endpoint, path, undefined, caller, signal)),
          signal,
        ),
      ),
    );
    if (!joined) return result;
    const seen = (status: number | undefined) => {
      const { method, route } = endpoint;
      caller.trace({ method, route, status, durationMs: performance.now() - begun, source: 'shared' });
    };
    return result.then(
      (value) => {
        seen(200);
        return value;
      },
      (error: unknown) => {
        // The one who began it may cause no more requests; that does not concern who joined.
        if (error instanceof GatewayError && error.code === 'UPSTREAM_CALL_LIMIT')
          return this.call(endpoint, options, caller);
        seen(error instanceof UpstreamError ? error.status : undefined);
        throw error;
      },
    );
  }

  /**
   * A GET with its body unread, for who takes a part of it; throws as `call` does. It has the deadline only until
   * the headers are there, and is not tried again. Whoever opens it reads it to the end or destroys it.
   */
  async open<Route extends string>(
    endpoint: Endpoint<Route>,
    options: CallOptions<Route>,
    caller: Caller,
  ): Promise<OpenAnswer> {
    const path = requestPath(endpoint, options);
    const request = { method: endpoint.method, target: path, token: caller.token };
    const abort = new AbortController();
    const leave = () => abort.abort(caller.signal?.reason);
    if (caller.signal?.aborted) leave();
    caller.signal?.addEventListener('abort', leave, { once: true });
    try {
      return await this.#withDeadline(abort, (signal) =>
        this.#breaker.run(() =>
          this.#withAccounting(endpoint, caller, signal, async (seen) => {
            const answer = await this.#transport.open({ ...request, signal });
            seen(answer.statusCode);
            if (answer.statusCode >= 200 && answer.statusCode < 300) return answer;
            throw errorFromResponse(answer.statusCode, answer.headers, await readErrorBody(answer));
          }),
        ),
      );
    } finally {
      caller.signal?.removeEventListener('abort', leave);
    }
  }

  /** A WebSocket of Coder; see `follow`. */
  follow<Message>(
    options: Omit<FollowOptions<Message>, keyof SocketRoute>,
    handlers: FollowHandlers<Message>,
  ): FollowSocket {
    const { url, userAgent, headers } = this.#options;
    return follow({ ...options, url, userAgent, headers: copyHeaders(headers) }, handlers);
  }

  /** Milliseconds that Coder has to answer. */
  get timeoutMs(): number {
    return this.#options.timeoutMs;
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  #request<R>(
    endpoint: Endpoint<string, R>,
    path: string,
    body: unknown,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<R> {
    const request = { method: endpoint.method, target: path, token: caller.token, body, signal };
    return this.#withAccounting(endpoint, caller, signal, async (seen) => {
      const answer = await this.#transport.send(request);
      seen(answer.status);
      return parseResponse(endpoint, answer);
    });
  }

  /** One request on the caller's account: its budget before, its trace afterwards. */
  async #withAccounting<T>(
    { method, route }: Endpoint,
    caller: Caller,
    signal: AbortSignal,
    work: (seen: (status: number) => void) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    caller.consumeCallBudget();
    const begun = performance.now();
    let status: number | undefined;
    try {
      return await work((answered) => {
        status = answered;
      });
    } catch (error) {
      if (error instanceof UpstreamError && error.originalError) this.#options.onUnanswered?.(error.originalError);
      throw error;
    } finally {
      const durationMs = performance.now() - begun;
      const request: TracedRequest = { method, route, status, durationMs, source: 'network' };
      caller.trace(request);
      this.#options.onRequest?.(request);
    }
  }

  async #withDeadline<T>(abort: AbortController, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { timeoutMs } = this.#options;
    const { signal } = abort;
    const timer = setTimeout(() => abort.abort(timeoutError(timeoutMs)), timeoutMs);
    try {
      return await work(signal);
    } catch (error) {
      // Whatever the abort broke, the deadline or the caller's leaving is the reason.
      if (signal.aborted) throw signal.reason;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
