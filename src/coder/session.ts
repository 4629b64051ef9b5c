import { setMaxListeners } from 'node:events';
import { settingNames } from '../config.ts';
import { GatewayError } from '../errors.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import type { Caller } from './caller.ts';
import type { CoderClock } from './deployment/coder-clock.ts';
import type { Deployment } from './deployment/deployment.ts';
import type { DeploymentVersion } from './deployment/deployment-version.ts';
import type { CallOptions, Endpoint } from './endpoints.ts';
import { type RecordedRun, Recording } from './recording.ts';
import { Replay } from './replay.ts';
import { AnswerFacts } from './response/answer-facts.ts';
import { isMissing } from './response/failures.ts';
import { type SessionFacts, sessionFacts } from './session-facts.ts';
import { Trace, type TracedRequest } from './trace.ts';
import type { TraceSpan } from './tracer.ts';

export interface SessionOptions {
  /** The caller's Coder session token. */
  token: string | undefined;
  /** Aborted when the client has gone or the request's time is up. */
  signal?: AbortSignal | undefined;
  /** Of the client's request, for the logs of both sides. */
  requestId?: string | undefined;
  /** Upstream requests that this session may cause. */
  maxCalls: number;
  /** Bytes of all answers together that it may read. @default no bound */
  maxBytes?: number;
}

/** What a session needs of the client that all sessions share. */
export interface SessionClient {
  readonly deployment: Pick<Deployment, 'linkBase'>;
  /** Bytes of the largest answer that is read. */
  readonly maxResponseBytes: number;
  /** Which Coder it is that answers. */
  readonly version: DeploymentVersion;
  /** What time it is there. */
  readonly clock: Pick<CoderClock, 'now'>;
  /** Where answers are kept; undefined: none are. */
  readonly cache: AnswerCache | undefined;
  identity(token: string | undefined): string;
  /** To be told of an answer that was kept. */
  cached?(request: TracedRequest, requestId: string | undefined): void;
  call<Route extends string, R>(endpoint: Endpoint<Route, R>, options: CallOptions<Route>, caller: Caller): Promise<R>;
}

/** One client request at Coder: whose token, how many calls, and what they cost. */
export class CoderSession {
  readonly client: SessionClient;
  readonly token: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly trace = new Trace();
  readonly answers = new AnswerFacts();
  readonly #caller: Caller;
  readonly #maxCalls: number;
  readonly #maxBytes: number;
  #calls = 0;
  #bytes = 0;
  #recording: Recording | undefined;
  #replay: Replay | undefined;

  constructor(client: SessionClient, options: SessionOptions) {
    const { token, signal, requestId, maxCalls, maxBytes = Number.POSITIVE_INFINITY } = options;
    this.client = client;
    this.token = token;
    this.signal = signal;
    // Whatever is open for the session listens for it, and nothing is wrong with many.
    if (signal) setMaxListeners(0, signal);
    this.#maxCalls = maxCalls;
    this.#maxBytes = maxBytes;
    this.#caller = {
      token,
      signal,
      requestId,
      consumeCallBudget: () => {
        if (++this.#calls > maxCalls) throw callLimit(maxCalls);
      },
      consumeByteBudget: (bytes) => {
        this.#bytes += bytes;
        if (this.#bytes > maxBytes) throw byteLimit(maxBytes);
      },
      trace: (request) => this.trace.add(request),
    };
  }

  /** Bytes of all answers so far. */
  get bytesRead(): number {
    return this.#bytes;
  }

  /** Upstream requests and bytes of answers that are left until half of what this session may cause is used. */
  get leftUntilHalf(): { calls: number; bytes: number } {
    this.#recording?.spoil();
    return { calls: this.#maxCalls / 2 - this.#calls, bytes: this.#maxBytes / 2 - this.#bytes };
  }

  /** Calls Coder as the session's identity; rejects with a `GatewayError`. */
  call<Route extends string, R>(endpoint: Endpoint<Route, R>, options: CallOptions<Route>): Promise<R> {
    return this.#send(endpoint, options).then(this.#noted);
  }

  /** The step of a distributed trace that causes the calls from now on. */
  set span(span: TraceSpan | undefined) {
    this.#caller.span = span;
  }

  /** Tells the trace of an answer that was kept. */
  cached(endpoint: Endpoint): void {
    const { method, route } = endpoint;
    this.#recording?.cached(endpoint);
    const request: TracedRequest = { method, route, status: 200, durationMs: 0, source: 'cached' };
    this.trace.add(request);
    this.client.cached?.(request, this.#caller.requestId);
  }

  /** Like `call`, but what does not exist, or is hidden, is null. */
  read<Route extends string, R>(endpoint: Endpoint<Route, R>, options: CallOptions<Route>): Promise<R | null> {
    return this.#send(endpoint, options, isMissing).then(this.#noted, nullIfMissing);
  }

  /** What time it is at Coder, as far as its answers tell. */
  now(): number {
    this.#recording?.spoil();
    return this.client.clock.now();
  }

  /** Something that answers depend on besides calls. */
  fact<Name extends keyof SessionFacts>(name: Name): SessionFacts[Name] {
    const value = sessionFacts[name](this.client) as SessionFacts[Name];
    this.#recording?.learned(name, value);
    return value;
  }

  /** A keyed hash of the token; throws `UNAUTHENTICATED` when there is none that could be sent. */
  get identity(): string {
    return this.#caller.identity ?? this.client.identity(requireToken(this.token));
  }

  /** Notes what is asked and learned from now on. */
  record(): Recording {
    this.#recording = new Recording();
    return this.#recording;
  }

  /**
   * Does what an earlier run did; resolves to whether all came out the same, so that its result is the same too.
   * Otherwise what was answered is there for whoever asks for it.
   */
  async repeat(run: RecordedRun): Promise<boolean> {
    const factsAreSame = () => run.facts.every(([name, value]) => sessionFacts[name](this.client) === value);
    if (!factsAreSame()) return false;
    const replay = new Replay((endpoint, options) => this.#send(endpoint, options));
    const isSame = (await replay.run(run)) && factsAreSame();
    if (isSame) for (const endpoint of run.cached) this.cached(endpoint);
    else this.#replay = replay;
    return isSame;
  }

  #send<Route extends string, R>(
    endpoint: Endpoint<Route, R>,
    options: CallOptions<Route>,
    isNothing: (error: unknown) => boolean = () => false,
  ): Promise<R> {
    let answer: Promise<R>;
    try {
      const made = this.#replay?.take(endpoint, options) as Promise<R> | undefined;
      this.#caller.identity ??= this.identity;
      answer = made ?? this.client.call(endpoint, options, this.#caller);
    } catch (error) {
      return Promise.reject(error);
    }
    this.#recording?.called(endpoint, options, answer, isNothing);
    return answer;
  }

  readonly #noted = <R>(answer: R): R => {
    this.answers.add(answer);
    return answer;
  };
}

/** Coder's tokens have 33 characters; what is longer than this is hashed, kept and sent nowhere. */
export const MAX_TOKEN_LENGTH = 4096;

/** The token, if there is one that could be sent in a header; throws `UNAUTHENTICATED` otherwise. */
export function requireToken(token: string | undefined): string {
  if (token === undefined) {
    throw new GatewayError(
      'UNAUTHENTICATED',
      'No session token was sent: expected the header Coder-Session-Token or Authorization: Bearer (on a WebSocket, a key of connectionParams).',
    );
  }
  if (token === '') {
    throw new GatewayError(
      'UNAUTHENTICATED',
      'The session token is empty: expected a token in Coder-Session-Token, or after Bearer in Authorization.',
    );
  }
  if (token.length > MAX_TOKEN_LENGTH) {
    throw new GatewayError(
      'UNAUTHENTICATED',
      `The session token has ${token.length} characters: expected at most ${MAX_TOKEN_LENGTH}.`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new GatewayError(
      'UNAUTHENTICATED',
      'The session token has spaces or non-ASCII characters, which no token of Coder has.',
    );
  }
  return token;
}

function nullIfMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}

function callLimit(maxCalls: number): GatewayError {
  return new GatewayError(
    'UPSTREAM_CALL_LIMIT',
    `This operation needs more than ${maxCalls} upstream requests (${settingNames.maxUpstreamCalls}).`,
    { extensions: { limit: maxCalls } },
  );
}

function byteLimit(maxBytes: number): GatewayError {
  const limit = Math.floor(maxBytes / 2 ** 20);
  return new GatewayError(
    'UPSTREAM_CALL_LIMIT',
    `The answers of Coder to this operation have more than ${limit} MiB together (${settingNames.maxOperationMb}).`,
    { extensions: { limit } },
  );
}
