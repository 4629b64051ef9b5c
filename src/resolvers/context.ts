import type { GraphQLError } from 'graphql';
import type { CoderClient } from '../coder/client.ts';
import type { CoderSession } from '../coder/session.ts';
import type { Feeds } from '../feeds/feeds.ts';
import { Loaders } from '../loaders/loaders.ts';
import { AnswerSize } from '../plan/answer-size.ts';

/** What a resolver gets: one per query, mutation and subscription event. */
export interface RequestContext {
  readonly session: CoderSession;
  readonly loaders: Loaders;
  /** Live data, for the whole process; it never keeps anything of a request. */
  readonly feeds: Feeds;
  /** `Last-Event-ID` of the request, by which an event stream resumes. */
  readonly lastEventId?: string | undefined;
  /** Problems that cost an item of a list rather than a field; they join the answer's errors. */
  readonly itemErrors: GraphQLError[];
  readonly answerSize?: AnswerSize | undefined;
  /** Global ids of what the last write was about, once one has begun: an answer that comes too late cannot say it. */
  lastWrite?: { workspaceId?: string; buildId?: string };
}

export interface RequestContextOptions {
  coder: CoderClient;
  feeds: Feeds;
  /** The caller's Coder session token. */
  token: string | undefined;
  /** Aborted when the client has gone or the request's time is up. */
  signal?: AbortSignal | undefined;
  lastEventId?: string | undefined;
  /** Of the client's request. */
  requestId?: string | undefined;
  /** Upstream requests that this request may cause. */
  maxCalls: number;
  /** Bytes of their answers, together. @default no bound */
  maxBytes?: number;
  /** Bytes of the answer to it. @default no bound */
  maxAnswerBytes?: number;
}

/** A context with loaders and budgets of its own; the feeds are those of the process. */
export function createRequestContext(given: RequestContextOptions): RequestContext {
  const { coder, feeds, lastEventId, maxAnswerBytes, ...options } = given;
  const answerSize = maxAnswerBytes === undefined ? undefined : new AnswerSize(maxAnswerBytes);
  const session = coder.session(options);
  return { session, loaders: new Loaders(session), feeds, lastEventId, itemErrors: [], answerSize };
}

/** What a mutation may have changed is read again, by its own selection and by those who follow a list of workspaces. */
export function afterWrite(
  target: { workspaceId?: string; buildId?: string },
  { loaders, feeds, session }: RequestContext,
): void {
  loaders.clear();
  feeds.written({ token: session.token, ...target });
}
