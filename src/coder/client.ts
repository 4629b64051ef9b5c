import type { IncomingHttpHeaders } from 'node:http';
import type { IPolicy } from 'cockatiel';
import { GatewayError } from '../errors.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import { EqualBodies } from './cache/equal-bodies.ts';
import { type Caller, nobody } from './caller.ts';
import { ConfirmedIdentities } from './confirmed-identities.ts';
import { Dialer, type DialOptions } from './connection/dialer.ts';
import {
  type CloseReason,
  type FollowHandlers,
  type FollowOptions,
  type FollowSocket,
  follow,
  type SocketRoute,
} from './connection/follow.ts';
import { type OpenAnswer, Transport, type TransportOptions } from './connection/transport.ts';
import { CoderClock } from './deployment/coder-clock.ts';
import { Deployment } from './deployment/deployment.ts';
import { DeploymentVersion } from './deployment/deployment-version.ts';
import { type CallOptions, type Endpoint, endpoints, requestPath } from './endpoints.ts';
import { IdentityHash } from './identity-hash.ts';
import type { BuildInfo } from './model.ts';
import { CallGuards } from './policies/call-guards.ts';
import { readRetries } from './policies/retries.ts';
import { SingleFlight } from './policies/single-flight.ts';
import { deadline, neverAborted, type Work, type Wrapper, wrapped } from './policies/wrappers.ts';
import { header } from './response/error-body.ts';
import { UpstreamError } from './response/failures.ts';
import { checkOpened, type Earlier, parseResponse } from './response/parse-response.ts';
import type { PathParameters } from './route-template.ts';
import { CoderSession, type SessionClient, type SessionOptions } from './session.ts';
import type { TracedRequest } from './trace.ts';

export interface CoderClientOptions extends TransportOptions, DialOptions {
  /** Milliseconds of one call: headers, body and the retries of a GET. */
  timeoutMs: number;
  /** Told of every upstream request. */
  onRequest?: (request: TracedRequest) => void;
  /** Told why a request got no answer; a client is not told, since that is the operator's to know. */
  onUnanswered?: (cause: Error) => void;
  /** Where answers are kept; absent: none are. */
  cache?: AnswerCache | undefined;
}

/** A call of an endpoint, as the methods below hand it on. */
interface Call<R> {
  endpoint: Endpoint<string, R>;
  /** The path parameters. */
  parameters: PathParameters;
  /** Path and query below `/api/v2`. */
  path: string;
  body: unknown;
  caller: Caller;
  /** Where earlier bodies of this URL are; absent: this answer is not compared with any. */
  earlier?: Earlier | undefined;
}

/** Coder, for the whole process: the pool, deadlines, retries, the breaker, sharing of equal reads. */
export class CoderClient implements SessionClient {
  readonly url: URL;
  readonly deployment: Deployment;
  readonly version = new DeploymentVersion(() => this.buildInfo());
  readonly confirmed = new ConfirmedIdentities();
  readonly clock = new CoderClock();
  readonly cache: AnswerCache | undefined;
  readonly #options: CoderClientOptions;
  readonly #dialer: Dialer;
  readonly #transport: Transport;
  readonly #flights = new SingleFlight();
  readonly #guards = new CallGuards();
  readonly #retries: IPolicy;
  readonly #deadline: <R>(work: Work<R>) => Work<R>;
  readonly #identities = new IdentityHash();
  readonly #bodies: EqualBodies | undefined;
  /** Makes the keys of unshared reads unique. */
  #unsharedCounter = 0;

  constructor(options: CoderClientOptions) {
    this.url = options.url;
    this.#options = options;
    this.cache = options.cache;
    this.#bodies = options.cache && new EqualBodies(options.cache);
    this.#dialer = new Dialer(options);
    this.#transport = new Transport(options, this.#dialer);
    this.deployment = new Deployment({ url: options.url, read: () => this.#readBuildInfo() });
    this.#deadline = deadline(options.timeoutMs);
    this.#retries = readRetries(options.timeoutMs);
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
    return this.#identities.of(token);
  }

  /** What Coder says of itself, read now; `deployment` has it afterwards. */
  buildInfo(): Promise<BuildInfo> {
    return this.deployment.read();
  }

  async #readBuildInfo(): Promise<BuildInfo> {
    const info = await this.call(endpoints.buildInfo, { path: {} }, nobody);
    this.version.seen(info.version);
    return info;
  }

  /** Throws an `UpstreamError`, or an `InvalidValueError` when the answer has not the endpoint's shape. */
  async call<Route extends string, R>(
    endpoint: Endpoint<Route, R>,
    options: CallOptions<Route>,
    caller: Caller,
  ): Promise<R> {
    caller.signal?.throwIfAborted();
    const { path: parameters, body } = options;
    const path = requestPath(endpoint, options);
    if (endpoint.method !== 'GET') return this.#write({ endpoint, parameters, path, body, caller });
    const earlier = this.#bodies && !options.keptByCaller ? { bodies: this.#bodies, url: path } : undefined;
    return this.#read({ endpoint, parameters, path, body, caller, earlier });
  }

  /**
   * From the outside in. Sharing comes first: equal reads are one, so what follows is spent once for all who wait,
   * and only an abort by the last of them ends it. The deadline is around the retries, since it is for the whole
   * call and not for an attempt. The breaker is inside them: it counts each attempt, and once it is open its error
   * ends the retries. What `#send` takes from the caller's budget and tells of is therefore each request that goes
   * out, and nothing that a breaker held back or another caller's flight answered.
   */
  #read<R>(call: Call<R>): Promise<R> {
    const { signal = neverAborted() } = call.caller;
    return wrapped<R>(
      [this.#shared(call), this.#deadline, this.#retried, this.#guarded(call)],
      this.#send(call),
    )(signal);
  }

  /**
   * From the outside in, as a read, but never shared and never tried again: a write that got no answer may have
   * happened. It gets no signal of its caller, since the outcome of a write that is abandoned would be unknown.
   */
  #write<R>(call: Call<R>): Promise<R> {
    return wrapped<R>([this.#endingFlights, this.#deadline, this.#guarded(call)], this.#send(call))(neverAborted());
  }

  /**
   * A GET with its body unread, for who takes a part of it; throws as `call` does. It has the deadline only until
   * the headers are there, and is not tried again. Whoever opens it reads it to the end or destroys it.
   */
  open<Route extends string>(
    endpoint: Endpoint<Route>,
    options: CallOptions<Route>,
    caller: Caller,
  ): Promise<OpenAnswer> {
    const call = { endpoint, parameters: {}, path: requestPath(endpoint, options), body: undefined, caller };
    return wrapped<OpenAnswer>(
      [this.#deadline, this.#guarded(call)],
      this.#sendOpen(call),
    )(caller.signal ?? neverAborted());
  }

  /** A WebSocket of Coder; see `follow`. */
  follow<Message>(
    options: Omit<FollowOptions<Message>, keyof SocketRoute>,
    handlers: FollowHandlers<Message>,
  ): FollowSocket {
    const { url, userAgent, headers, onUnanswered } = this.#options;
    const { agent } = this.#dialer;
    const closed = (reason: CloseReason) => {
      if (reason.kind === 'lost' && reason.cause) onUnanswered?.(reason.cause);
      handlers.closed(reason);
    };
    return follow({ ...options, url, userAgent, headers, agent }, { ...handlers, closed });
  }

  /** Milliseconds that Coder has to answer. */
  get timeoutMs(): number {
    return this.#options.timeoutMs;
  }

  async close(): Promise<void> {
    await this.#transport.close();
    await this.#dialer.close();
  }

  /** Waits for an equal read that is under way, or makes it. */
  #shared<R>({ endpoint, path, caller }: Call<R>): Wrapper<R> {
    const apart = caller.skipInFlight ? ` ${++this.#unsharedCounter}` : '';
    const key = `${caller.identity ?? this.identity(caller.token)} ${endpoint.format} ${path}${apart}`;
    return (work) => async (signal) => {
      for (;;) {
        signal.throwIfAborted();
        const begun = performance.now();
        const { result, joined } = this.#flights.run(key, signal, work);
        if (!joined) return result;
        const joinedRequest = (status: number | undefined) => {
          const { method, route } = endpoint;
          caller.trace({ method, route, status, durationMs: performance.now() - begun, source: 'shared' });
        };
        try {
          const value = await result;
          joinedRequest(200);
          return value;
        } catch (error) {
          // The one who began it may cause no more requests; that does not concern who joined, and so tries again.
          if (error instanceof GatewayError && error.code === 'UPSTREAM_CALL_LIMIT') continue;
          joinedRequest(error instanceof UpstreamError ? error.status : undefined);
          throw error;
        }
      }
    };
  }

  /** What was read before or while Coder writes must not be taken for what it is afterwards. */
  readonly #endingFlights =
    <R>(work: Work<R>): Work<R> =>
    async (signal) => {
      this.#flights.clear();
      try {
        return await work(signal);
      } finally {
        this.#flights.clear();
      }
    };

  readonly #retried =
    <R>(work: Work<R>): Work<R> =>
    (signal) =>
      this.#retries.execute(() => work(signal), signal);

  /** Failures count for this path and this identity, and for everyone only when Coder as a whole is away. */
  #guarded<R>({ endpoint: { method, route }, path, caller }: Call<unknown>): Wrapper<R> {
    const about = () => ({ identity: caller.identity ?? this.identity(caller.token), method, route, path });
    return (work) => (signal) => this.#guards.run(about, () => work(signal));
  }

  /** One request whose answer is read whole, on the caller's account. */
  #send<R>({ endpoint, parameters, path, body, caller, earlier }: Call<R>): Work<R> {
    return (signal) =>
      this.#accounted(endpoint, caller, signal, async (answered) => {
        // What a write has done is unknown when its answer is not read.
        const received = endpoint.method === 'GET' ? caller.consumeByteBudget : undefined;
        const request = { method: endpoint.method, target: path, token: caller.token, body, signal, received };
        const answer = await this.#transport.send(request);
        answered(answer.status, answer.headers);
        return parseResponse(endpoint, parameters, answer, earlier);
      });
  }

  /** One request whose answer is not read yet, on the caller's account. */
  #sendOpen({ endpoint, path, caller }: Call<unknown>): Work<OpenAnswer> {
    return (signal) =>
      this.#accounted(endpoint, caller, signal, async (answered) => {
        const request = { method: endpoint.method, target: path, token: caller.token, signal };
        const answer = await this.#transport.open(request);
        answered(answer.status, answer.headers);
        return checkOpened(endpoint, answer);
      });
  }

  /** The caller's budget before the request, the trace and the figures afterwards. */
  async #accounted<T>(
    { method, route }: Endpoint,
    caller: Caller,
    signal: AbortSignal,
    work: (answered: (status: number, headers: IncomingHttpHeaders) => void) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    caller.consumeCallBudget();
    const begun = performance.now();
    let status: number | undefined;
    try {
      const result = await work((answered, headers) => {
        status = answered;
        const version = header(headers, 'x-coder-build-version');
        this.version.seen(version);
        this.deployment.answered(version);
        this.clock.answered(header(headers, 'date'));
      });
      if (caller.token !== undefined) this.confirmed.add(caller.identity ?? this.identity(caller.token));
      return result;
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
}
