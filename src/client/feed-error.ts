import type { Result } from './transport.ts';

/** A feed that cannot go on: what the gateway said, and where the feed stands. */
export class FeedError extends Error {
  /** `extensions.code` of the gateway's error, such as `NOT_FOUND`; undefined when it gave none. */
  readonly code: string | undefined;
  /**
   * Where to resume: the id of the last line that was delivered, undefined before the first; an earlier one when the
   * lines behind it were not the log, and are to be read again.
   */
  lastId: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.name = 'FeedError';
    this.code = code;
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
  const { code, retryAfter, lastId } = first.extensions ?? {};
  const known = typeof code === 'string' ? code : undefined;
  // What was delivered behind this line was not the log: only the reader can take it back.
  if (typeof lastId === 'string' && after !== undefined && BigInt(lastId) < BigInt(after)) {
    const error = new FeedError(first.message, known);
    error.lastId = lastId;
    return error;
  }
  if (known !== undefined && PASSING.has(known))
    return new PassingFailure(first.message, typeof retryAfter === 'number' ? retryAfter : undefined);
  return known === 'UNAUTHENTICATED' ? new TokenRefused(first.message, known) : new FeedError(first.message, known);
}
