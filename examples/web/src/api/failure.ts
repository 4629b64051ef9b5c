import { FeedError } from 'coder-graphql/client';
import { CombinedError } from 'urql';

/** `extensions.code` of the gateway's errors that the page tells apart; see `docs/errors.md`. */
const CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'NOT_READY',
  'RATE_LIMITED',
  'OVERLOADED',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_BAD_RESPONSE',
  'UPSTREAM_TOO_OLD',
] as const;

/** What went wrong, in one shape for queries, mutations and feeds. */
export interface Failure {
  /** `OFFLINE`: nothing answered. `OTHER`: a code that the page does not tell apart. */
  code: (typeof CODES)[number] | 'OFFLINE' | 'OTHER';
  message: string;
  detail?: string | undefined;
  /** Of `BAD_USER_INPUT`: the argument that was refused. */
  argument?: string | undefined;
  /** What is wrong with which part of the input, as Coder says it. */
  fields: readonly { field: string; detail: string }[];
  /** Seconds to wait. */
  retryAfter?: number | undefined;
  /** By which the logs of Coder know the request. */
  requestId?: string | undefined;
  /** Of a mutation whose answer was lost. */
  outcome?: 'UNKNOWN' | undefined;
}

function codeOf(code: unknown): Failure['code'] {
  return CODES.find((known) => known === code) ?? 'OTHER';
}

interface Extensions {
  code?: unknown;
  detail?: string;
  argument?: string;
  fields?: readonly { field: string; detail: string }[];
  retryAfter?: number;
  upstream?: { requestId?: string };
  outcome?: 'UNKNOWN';
}

const known = new WeakMap<object, Failure>();

/** The first thing that went wrong, the same object for the same error; undefined: nothing did. */
export function failureOf(error: unknown): Failure | undefined {
  if (error === undefined || error === null) return undefined;
  if (typeof error !== 'object') return other(error);
  const failure = known.get(error) ?? read(error);
  known.set(error, failure);
  return failure;
}

/** As `failureOf`, of something that was to be done: without an answer, nobody knows whether it was. */
export function mutationFailureOf(error: unknown): Failure | undefined {
  const failure = failureOf(error);
  return failure?.code === 'OFFLINE' ? { ...failure, outcome: 'UNKNOWN' } : failure;
}

function other(error: unknown): Failure {
  return { code: 'OTHER', message: String(error), fields: [] };
}

function read(error: object): Failure {
  if (error instanceof FeedError) return fromGateway(error.message, { ...error.extensions, code: error.code });
  if (!(error instanceof CombinedError)) return other(error);
  const [first] = error.graphQLErrors;
  if (first === undefined) return { code: 'OFFLINE', message: 'It is tried again when it answers.', fields: [] };
  return fromGateway(first.message, first.extensions);
}

function fromGateway(message: string, extensions: Extensions): Failure {
  const { code, detail, argument, fields = [], retryAfter, upstream, outcome } = extensions;
  return {
    code: codeOf(code),
    message,
    detail,
    argument,
    fields,
    retryAfter,
    requestId: upstream?.requestId,
    outcome,
  };
}
