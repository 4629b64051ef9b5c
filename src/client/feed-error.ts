import type { Result } from './transport.ts';

/** What the gateway's error carries beside its message: to show, and to report. Each is there only when it is known. */
export interface FeedErrorExtensions {
  /** Such as `NOT_FOUND`. */
  code?: string;
  /** What Coder said more than the message. */
  detail?: string;
  /** Which parts of the input Coder refused, and why. */
  fields?: readonly { field: string; detail: string }[];
  /** The argument that the gateway refused. */
  argument?: string;
  /** The limit that was exceeded. */
  limit?: number;
  /** Seconds that Coder asks to wait. */
  retryAfter?: number;
  /** Coder's answer: its status, and the id by which its log knows the request. */
  upstream?: { status?: number; requestId?: string };
  [name: string]: unknown;
}

/** A feed that cannot go on: what the gateway said, and where the feed stands. */
export class FeedError extends Error {
  /** `extensions.code` of the gateway's error, such as `NOT_FOUND`; undefined when it gave none. */
  readonly code: string | undefined;
  /** All that the gateway's error carries; empty when it is not the gateway's. */
  readonly extensions: FeedErrorExtensions;
  /**
   * Where to resume: the id of the last line that was delivered, undefined before the first; an earlier one when the
   * lines behind it were not the log, and are to be read again.
   */
  lastId: string | undefined;

  constructor(message: string, code?: string, extensions: FeedErrorExtensions = {}) {
    super(message);
    this.name = 'FeedError';
    this.code = code;
    this.extensions = extensions;
  }
}

/** A failure that passes by itself. */
export class PassingFailure extends Error {
  /** Seconds that the gateway asks to wait. */
  readonly retryAfter: number | undefined;

  constructor(message: string, retryAfter?: number) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

/** The token was refused: a new one may be taken. */
export class TokenRefused extends FeedError {}

/** Something else answers at the URL. That is final, unless the gateway has answered there before. */
export class NotTheGateway extends FeedError {}

const PASSING = new Set([
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_BAD_RESPONSE',
  'RATE_LIMITED',
  'OVERLOADED',
  'TOO_MANY_SUBSCRIPTIONS',
  'INTERNAL_SERVER_ERROR',
]);

/** The failure that a result without an event tells of. */
export function failureOf({ errors = [] }: Result, after?: string): Error {
  const [first] = errors;
  if (!first) return new PassingFailure('The gateway sent a result without an event.');
  const { message } = first;
  const extensions = first.extensions ?? {};
  const { code, retryAfter, lastId } = extensions;
  const known = typeof code === 'string' ? code : undefined;
  // What was delivered behind this line was not the log: only the reader can take it back.
  if (typeof lastId === 'string' && after !== undefined && BigInt(lastId) < BigInt(after)) {
    const error = new FeedError(message, known, extensions);
    error.lastId = lastId;
    return error;
  }
  if (known !== undefined && PASSING.has(known))
    return new PassingFailure(message, typeof retryAfter === 'number' ? retryAfter : undefined);
  return new (known === 'UNAUTHENTICATED' ? TokenRefused : FeedError)(message, known, extensions);
}
