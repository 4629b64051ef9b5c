import { FeedError } from 'coder-graphql/client';
import { CombinedError } from 'urql';

/** `extensions.code` of the gateway's errors that the page tells apart; see `docs/errors.md`. */
export type FailureCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'NOT_READY'
  | 'RATE_LIMITED'
  | 'OVERLOADED'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_BAD_RESPONSE'
  | 'UPSTREAM_TOO_OLD';

/** What went wrong, in one shape for queries, mutations and feeds. */
export interface Failure {
  /** `OFFLINE`: nothing answered. `OTHER`: a code that the page does not tell apart. */
  code: FailureCode | 'OFFLINE' | 'OTHER';
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

const CODES: Record<FailureCode, true> = {
  UNAUTHENTICATED: true,
  FORBIDDEN: true,
  NOT_FOUND: true,
  BAD_USER_INPUT: true,
  NOT_READY: true,
  RATE_LIMITED: true,
  OVERLOADED: true,
  UPSTREAM_TIMEOUT: true,
  UPSTREAM_UNAVAILABLE: true,
  UPSTREAM_BAD_RESPONSE: true,
  UPSTREAM_TOO_OLD: true,
};

function isKnown(code: unknown): code is FailureCode {
  return typeof code === 'string' && code in CODES;
}

interface Extensions {
  code?: unknown;
  detail?: string;
  argument?: string;
  fields?: { field: string; detail: string }[];
  retryAfter?: number;
  upstream?: { requestId?: string };
  outcome?: 'UNKNOWN';
}

/** The first thing that went wrong; undefined: nothing did. */
export function failureOf(error: unknown): Failure | undefined {
  if (error === undefined || error === null) return undefined;
  if (error instanceof FeedError) {
    return { code: isKnown(error.code) ? error.code : 'OTHER', message: error.message, fields: [] };
  }
  if (!(error instanceof CombinedError)) return { code: 'OTHER', message: String(error), fields: [] };
  const [first] = error.graphQLErrors;
  if (first === undefined) {
    return { code: 'OFFLINE', message: 'The gateway cannot be reached.', fields: [] };
  }
  const { code, detail, argument, fields = [], retryAfter, upstream, outcome } = first.extensions as Extensions;
  return {
    code: isKnown(code) ? code : 'OTHER',
    message: first.message,
    detail,
    argument,
    fields,
    retryAfter,
    requestId: upstream?.requestId,
    outcome,
  };
}
