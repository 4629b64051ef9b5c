import type { IncomingHttpHeaders } from 'node:http';
import { GatewayError } from '../errors.ts';
import type { Call } from './call.ts';
import type { FirstEvents } from './connection/first-events.ts';
import type { OpenAnswer, Transport } from './connection/transport.ts';
import type { Endpoint } from './endpoints.ts';
import type { BreakerStats } from './policies/breaker.ts';
import { CallGuards } from './policies/call-guards.ts';
import { abortedWith } from './policies/cancellation.ts';
import { Deadlines } from './policies/deadlines.ts';
import { ReadRetries } from './policies/retries.ts';
import { SingleFlight } from './policies/single-flight.ts';
import { inSteps, type Step, type Work } from './policies/steps.ts';
import { type Drift, DriftDetector } from './response/drift.ts';
import { requestIdOf } from './response/error-body.ts';
import { errorFromResponse, UpstreamError } from './response/failures.ts';
import { acceptEvent, checkOpened, parseResponse, SWITCHED } from './response/parse-response.ts';
import type { TracedRequest } from './trace.ts';

/** By which ids both sides know a request in their logs. */
export interface RequestIds {
  /** Of the client's request; undefined: none caused it. */
  requestId: string | undefined;
  /** Undefined: Coder did not answer. */
  coderRequestId: string | undefined;
}

export interface CallPipelineOptions {
  transport: Transport;
  /** Reads what only a WebSocket tells. */
  events: FirstEvents;
  /** Milliseconds of one call: headers, body and the retries of a read. */
  timeoutMs: number;
  /** Told of the headers of each answer. */
  onAnswer: (headers: IncomingHttpHeaders) => void;
  /** Told of each call whose answer is as it should be. */
  onSuccess: (call: Call) => void;
  /** Told of every upstream request, and of each read that joined one. */
  onRequest: ((request: TracedRequest, ids: RequestIds) => void) | undefined;
  /** Told why a request got no answer. */
  onUnanswered: ((cause: Error) => void) | undefined;
  /** Told of each attempt of a read but the first. */
  onRetry: ((endpoint: Endpoint) => void) | undefined;
  onDrift: ((drift: Drift) => void) | undefined;
  /** Whether calls may belong to a distributed trace. */
  traced: boolean;
}

/**
 * The steps of a call, from the outside in. Each does its work only when there is some: a call that goes well and
 * that nobody joins passes them without a policy, a timer or a listener of its own.
 */
export class CallPipeline {
  readonly #options: CallPipelineOptions;
  readonly #flights = new SingleFlight();
  readonly #guards = new CallGuards();
  readonly #deadlines: Deadlines;
  readonly #retries: ReadRetries<Call>;
  readonly #drift: DriftDetector | undefined;
  /** Makes the keys of unshared reads unique. */
  #unsharedCounter = 0;

  /**
   * A read. Sharing comes first: equal reads are one, so what follows is spent once for all who wait, and only an
   * abort by the last of them ends it. The deadline is around the retries, since it is for the whole call and not
   * for an attempt. The breaker is inside them: it counts each attempt, and once it is open its error ends the
   * retries. What is taken from the caller's budget and told of is therefore each request that goes out, and
   * nothing that a breaker held back or another caller's flight answered.
   */
  readonly read: Work;

  /**
   * Anything else: never shared and never tried again, since a write that got no answer may have happened. Its
   * caller's leaving does not end it, since the outcome of a write that is abandoned would be unknown.
   */
  readonly write: Work;

  /** A GET whose body is left unread: it has the deadline only until the headers are there, and is not tried again. */
  readonly open: Work;

  constructor(options: CallPipelineOptions) {
    this.#options = options;
    this.#drift = options.onDrift && new DriftDetector(options.onDrift);
    this.#deadlines = new Deadlines(options.timeoutMs);
    const { timeoutMs, onRetry } = options;
    this.#retries = new ReadRetries(timeoutMs, ({ endpoint }) => onRetry?.(endpoint));
    const [send, sendOpen] = [this.#send, this.#sendOpen];
    const sending = [this.#guarded, this.#accounted, ...(options.traced ? [this.#traced] : [])];
    this.read = inSteps([this.#shared, this.#timed, this.#retried, ...sending], send);
    this.write = inSteps([this.#endingFlights, this.#timed, ...sending], send);
    this.open = inSteps([this.#endedByCaller, this.#timed, ...sending], sendOpen);
  }

  get guardStats(): BreakerStats {
    return this.#guards.stats;
  }

  /** Waits for an equal read that is under way, or makes it. */
  readonly #shared: Step = (work) => (call) => {
    const { endpoint, path, body, caller, identity } = call;
    const apart = caller.skipInFlight ? ` ${++this.#unsharedCounter}` : '';
    // Coder is asked by a body where the question is too long for a URL.
    const question = body === undefined ? '' : ` ${JSON.stringify(body)}`;
    const key = `${identity} ${endpoint.format} ${path}${question}${apart}`;
    const joinOrStart = (): Promise<unknown> => {
      const joined = this.#flights.join(key, caller.signal);
      return joined ? this.#joined(joined, call, joinOrStart) : this.#flights.start(key, caller.signal, call, work);
    };
    return joinOrStart();
  };

  async #joined(result: Promise<unknown>, { endpoint, caller }: Call, again: () => Promise<unknown>): Promise<unknown> {
    const { method, route } = endpoint;
    const begun = performance.now();
    const joinedRequest = (status: number | undefined) => {
      const request: TracedRequest = { method, route, status, durationMs: performance.now() - begun, source: 'shared' };
      caller.trace(request);
      this.#options.onRequest?.(request, { requestId: caller.requestId, coderRequestId: undefined });
    };
    try {
      const value = await result;
      joinedRequest(200);
      return value;
    } catch (error) {
      // The one who began it may cause no more requests; that does not concern who joined, and so tries again.
      if (error instanceof GatewayError && error.code === 'UPSTREAM_CALL_LIMIT') return again();
      joinedRequest(error instanceof UpstreamError ? error.status : undefined);
      throw error;
    }
  }

  /** What was read before or while Coder writes must not be taken for what it is afterwards. */
  readonly #endingFlights: Step = (work) => async (call) => {
    this.#flights.clear();
    try {
      return await work(call);
    } finally {
      this.#flights.clear();
    }
  };

  readonly #endedByCaller: Step = (work) => async (call) => {
    const { signal } = call.caller;
    if (signal === undefined) return work(call);
    signal.throwIfAborted();
    const group = abortedWith(signal);
    group.add(call);
    try {
      return await work(call);
    } finally {
      group.delete(call);
    }
  };

  readonly #timed: Step = (work) => (call) => this.#deadlines.run(call, work);

  readonly #retried: Step = (work) => (call) => this.#retries.run(call, work);

  /** Failures count for this path and this identity, and for everyone only when Coder as a whole is away. */
  readonly #guarded: Step = (work) => (call) => this.#guards.run(call, work);

  /** The caller's budget before a request, the trace and the figures afterwards. */
  readonly #accounted: Step = (work) => async (call) => {
    call.throwIfAborted();
    const { caller, endpoint } = call;
    caller.consumeCallBudget();
    call.status = undefined;
    call.coderRequestId = undefined;
    const begun = performance.now();
    try {
      const result = await work(call);
      this.#options.onSuccess(call);
      return result;
    } catch (error) {
      if (error instanceof UpstreamError && error.originalError) this.#options.onUnanswered?.(error.originalError);
      throw error;
    } finally {
      const { method, route } = endpoint;
      const { status, coderRequestId } = call;
      const request: TracedRequest = {
        method,
        route,
        status,
        durationMs: performance.now() - begun,
        source: 'network',
      };
      caller.trace(request);
      this.#options.onRequest?.(request, { requestId: caller.requestId, coderRequestId });
    }
  };

  /** A span for each request. */
  readonly #traced: Step = (work) => async (call) => {
    const { method, route } = call.endpoint;
    const span = call.caller.span?.call(`${method} ${route}`, { 'http.request.method': method, 'url.template': route });
    if (span === undefined) return work(call);
    call.traceparent = span.traceparent;
    const end = (failure?: string) => span.end({ 'http.response.status_code': call.status }, failure);
    try {
      const result = await work(call);
      end();
      return result;
    } catch (error) {
      end(error instanceof GatewayError ? error.code : 'aborted');
      throw error;
    }
  };

  /** One request whose answer is read whole. */
  readonly #send: Work = async (call) => {
    if (call.endpoint.format === 'event') return this.#firstEvent(call);
    const answer = await this.#options.transport.send(call);
    this.#answered(call, answer);
    const result = parseResponse(call.endpoint, call.parameters, answer, call.earlier);
    // A large answer was parsed in pieces, so that it does not keep the event loop. Comparing it at once would.
    if (!(result instanceof Promise)) this.#drift?.look(call.endpoint, result);
    return result;
  };

  /** One socket, of which the first event is the answer. */
  async #firstEvent(call: Call): Promise<unknown> {
    const { event, refusal } = await this.#options.events.read(call);
    if (refusal) {
      this.#answered(call, refusal);
      throw errorFromResponse(refusal.status, refusal.headers, refusal.body);
    }
    this.#answered(call, { status: SWITCHED, headers: event.headers });
    const result = acceptEvent(call.endpoint, call.parameters, event);
    this.#drift?.look(call.endpoint, result);
    return result;
  }

  /** One request whose answer is not read yet. */
  readonly #sendOpen: Work = async (call) => {
    const answer = await this.#options.transport.open(call);
    this.#answered(call, answer);
    // The body of a refusal is read here, and may never end.
    call.listen({ abort: () => answer.body.destroy() });
    try {
      return await checkOpened(call.endpoint, answer);
    } finally {
      call.listen(undefined);
    }
  };

  #answered(call: Call, { status, headers }: Pick<OpenAnswer, 'status' | 'headers'>): void {
    call.status = status;
    call.coderRequestId = requestIdOf(headers);
    this.#options.onAnswer(headers);
  }
}
