import type { GraphQLError } from 'graphql';
import type { Plugin as YogaPlugin } from 'graphql-yoga';
import type { AnswerFacts } from '../coder/response/answer-facts.ts';
import type { UpstreamTotals } from '../coder/trace.ts';
import type { TraceSpan } from '../coder/tracer.ts';
import { GatewayError } from '../errors.ts';
import type { AnswerSize } from '../plan/answer-size.ts';
import type { Identity } from './identity.ts';
import type { Account } from './limits/account.ts';
import type { ResultSink } from './shared-events/shared-delivery.ts';

/** The one who sent an operation, as far as all transports know it. */
export interface OperationCaller {
  /** How the operation came: `http` for event streams too. */
  transport: 'http' | 'websocket';
  identity: Identity;
  /** Whom the operation counts against. */
  account: Account;
  requestId: string;
  /** `Last-Event-ID`, of a client that resumes an event stream. */
  lastEventId?: string | undefined;
  /** Whether the answer says what it cost upstream. */
  trace: boolean;
  /** W3C `traceparent` of the client, where traces are made. */
  traceparent?: string | undefined;
  /** Of a subscription, where traces are made: its events belong to it. */
  span?: TraceSpan | undefined;
  /** Aborted when the client has gone. */
  signal: Leaving;
  /** Where results that several subscriptions get are written; undefined: they go the way of all results. */
  sink?: ResultSink | undefined;
}

/** Tells that a client has gone, once; an `AbortSignal` is one. */
export interface Leaving {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options: { once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What the server needs of the context that the resolvers work with. */
export interface UpstreamContext {
  /** Errors beside the fields' own; they are added to the answer's. */
  itemErrors: GraphQLError[];
  /** Counts what the answer has; absent: it has no bound. */
  answerSize?: AnswerSize | undefined;
  session: {
    trace: { toJSON(): unknown; totals(): UpstreamTotals };
    span?: TraceSpan | undefined;
    answers: Pick<AnswerFacts, 'of'>;
  };
  /** What the last write was about, for the error when time is up. */
  lastWrite?: object;
}

export type CreateContext = (options: {
  token: string | undefined;
  signal: AbortSignal;
  lastEventId: string | undefined;
  /** Sent to Coder with each call, so that its log and ours can be laid side by side. */
  requestId: string;
}) => UpstreamContext;

/** One query, mutation, subscription or subscription event. */
export interface OperationContext extends UpstreamContext {
  caller: OperationCaller;
  /** When it was made, in milliseconds of `performance.now()`. */
  begun: number;
  /** Ends the operation's upstream calls; follows the caller's signal. */
  abort: AbortController;
  /** To be called when the operation is over: the caller's signal may live much longer. */
  release: () => void;
}

export type Plugin = YogaPlugin<OperationContext>;

/** A fresh context for `caller`, aborted with `parent`. */
export function createOperationContext(
  caller: OperationCaller,
  parent: Leaving,
  createContext: CreateContext,
): OperationContext {
  const abort = new AbortController();
  const follow = () => abort.abort(clientHasGone());
  if (parent.aborted) follow();
  else parent.addEventListener('abort', follow, { once: true });
  const release = () => parent.removeEventListener('abort', follow);
  const { identity, lastEventId, requestId } = caller;
  const context = createContext({ token: identity.token, signal: abort.signal, lastEventId, requestId });
  return { ...context, caller, begun: performance.now(), abort, release };
}

/** Why an operation is aborted. It has a code, so that what fails for want of a client is not logged as a defect. */
export function clientHasGone(): GatewayError {
  return new GatewayError('UPSTREAM_UNAVAILABLE', 'The client has gone.');
}
