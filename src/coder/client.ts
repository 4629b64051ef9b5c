import type { IncomingHttpHeaders } from 'node:http';
import type { AnswerCache } from './cache/answer-cache.ts';
import { EqualBodies } from './cache/equal-bodies.ts';
import { Call } from './call.ts';
import { CallPipeline, type RequestIds } from './call-pipeline.ts';
import { type Caller, nobody } from './caller.ts';
import { ConfirmedIdentities } from './confirmed-identities.ts';
import { Dialer, type DialOptions } from './connection/dialer.ts';
import { FirstEvents } from './connection/first-events.ts';
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
import type { BreakerStats } from './policies/breaker.ts';
import type { Drift } from './response/drift.ts';
import { header } from './response/error-body.ts';
import { buildInfo } from './rest/build-info.ts';
import { CoderSession, type SessionClient, type SessionOptions } from './session.ts';
import type { TracedRequest } from './trace.ts';

export interface CoderClientOptions extends TransportOptions, DialOptions {
  /** Milliseconds of one call: headers, body and the retries of a read. */
  timeoutMs: number;
  /** Told of every upstream request, of each read that joined one and of each that needed none. */
  onRequest?: (request: TracedRequest, ids: RequestIds) => void;
  /** Whether calls may belong to a distributed trace. @default false */
  traced?: boolean;
  /** Told of each attempt of a read but the first. */
  onRetry?: ((endpoint: Endpoint) => void) | undefined;
  /** Told of every WebSocket that has opened or closed. */
  onSocket?: ((event: SocketChange) => void) | undefined;
  /** Told why a request got no answer; a client is not told, since that is the operator's to know. */
  onUnanswered?: (cause: Error) => void;
  /** Told what of an answer is not as this version knows it. */
  onDrift?: (drift: Drift) => void;
  /** Where answers are kept; absent: none are. */
  cache?: AnswerCache | undefined;
  /** What identities are hashed with; absent: a secret of this process. */
  identitySecret?: string | undefined;
}

export interface UpstreamStats extends BreakerStats {
  /** Requests on a connection. */
  inFlight: number;
  /** Requests that wait for one. */
  queued: number;
}

/** What becomes of a WebSocket of Coder. */
export interface SocketChange {
  /** Path below `/api/v2`. */
  path: string;
  /** How it closed; undefined: it has opened. */
  closed?: CloseReason;
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
  readonly #calls: CallPipeline;
  readonly #identities: IdentityHash;
  readonly #bodies: EqualBodies | undefined;

  constructor(options: CoderClientOptions) {
    this.url = options.url;
    this.#options = options;
    this.cache = options.cache;
    this.#identities = new IdentityHash(options.identitySecret);
    this.#bodies = options.cache && new EqualBodies(options.cache);
    this.#dialer = new Dialer(options);
    this.#transport = new Transport(options, this.#dialer);
    this.deployment = new Deployment({ url: options.url, read: () => this.#readBuildInfo() });
    const { timeoutMs, onRequest, onRetry, onUnanswered, onDrift, traced = false } = options;
    this.#calls = new CallPipeline({
      transport: this.#transport,
      events: new FirstEvents(options, this.#dialer.agent),
      timeoutMs,
      onAnswer: (headers) => this.#answered(headers),
      onSuccess: ({ caller, identity }) => {
        if (caller.token !== undefined) this.confirmed.add(identity);
      },
      onRequest,
      onRetry,
      onUnanswered,
      onDrift,
      traced,
    });
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
    const version = buildInfo.read(info, 'version');
    this.version.seen(version);
    return { version, dashboard_url: buildInfo.peek(info, 'dashboard_url') };
  }

  /** Rejects with an `UpstreamError`, or an `InvalidValueError` when the answer is not of the endpoint's outer form. */
  call<Route extends string, R>(endpoint: Endpoint<Route, R>, options: CallOptions<Route>, caller: Caller): Promise<R> {
    const { isRead } = endpoint;
    try {
      caller.signal?.throwIfAborted();
      const call = this.#callOf(
        endpoint,
        options,
        caller,
        isRead && options.body === undefined ? this.#bodies : undefined,
      );
      return (isRead ? this.#calls.read(call) : this.#calls.write(call)) as Promise<R>;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * A GET with its body unread, for who takes a part of it; throws as `call` does. Whoever opens it reads it to the
   * end or destroys it.
   */
  async open<Route extends string>(
    endpoint: Endpoint<Route>,
    options: CallOptions<Route>,
    caller: Caller,
  ): Promise<OpenAnswer> {
    return this.#calls.open(this.#callOf(endpoint, options, caller)) as Promise<OpenAnswer>;
  }

  /** Tells of an answer that was kept, in place of a request. */
  cached(request: TracedRequest, requestId: string | undefined): void {
    this.#options.onRequest?.(request, { requestId, coderRequestId: undefined });
  }

  /** What is under way, and what is held back. */
  get stats(): UpstreamStats {
    return { ...this.#transport.stats, ...this.#calls.guardStats };
  }

  /** A WebSocket of Coder; see `follow`. */
  follow<Message>(
    options: Omit<FollowOptions<Message>, keyof SocketRoute>,
    handlers: FollowHandlers<Message>,
  ): FollowSocket {
    const { url, userAgent, headers, onUnanswered, onSocket } = this.#options;
    const { agent } = this.#dialer;
    const path = options.target.replace(/\?.*$/s, '');
    const closed = (reason: CloseReason) => {
      if (reason.kind === 'refused' && reason.answer) this.#answered(reason.answer.headers);
      if (reason.kind === 'lost' && reason.cause) onUnanswered?.(reason.cause);
      onSocket?.({ path, closed: reason });
      handlers.closed(reason);
    };
    const opened = (answered: IncomingHttpHeaders) => {
      this.#answered(answered);
      onSocket?.({ path });
      handlers.opened(answered);
    };
    return follow({ ...options, url, userAgent, headers, agent }, { ...handlers, opened, closed });
  }

  /** Milliseconds that Coder has to answer. */
  get timeoutMs(): number {
    return this.#options.timeoutMs;
  }

  async close(): Promise<void> {
    await this.#transport.close();
    await this.#dialer.close();
  }

  #callOf<Route extends string>(
    endpoint: Endpoint<Route>,
    options: CallOptions<Route>,
    caller: Caller,
    bodies?: EqualBodies,
  ): Call {
    const path = requestPath(endpoint, options);
    return new Call({
      endpoint,
      parameters: options.path,
      path,
      body: options.body,
      caller,
      identity: caller.identity ?? this.identity(caller.token),
      earlier: bodies && !options.keptByCaller ? { bodies, url: path } : undefined,
    });
  }

  #answered(headers: IncomingHttpHeaders): void {
    const version = header(headers, 'x-coder-build-version');
    this.version.seen(version);
    this.deployment.answered(version);
    this.clock.answered(header(headers, 'date'));
  }
}
