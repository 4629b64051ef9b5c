import { GraphQLError, type GraphQLErrorOptions } from 'graphql';

/** Every `extensions.code` that the gateway answers with, and when. The table in `docs/errors.md` is made from it. */
export const errorCodes = {
  UNAUTHENTICATED: 'No session token was sent, or Coder refused it (401).',
  FORBIDDEN: 'Coder refuses this read to the token (403); or a web page of another origin sent the operation.',
  NOT_FOUND: 'Subscriptions only: the target does not exist, is hidden from the token, or the right to it was lost.',
  BAD_USER_INPUT:
    'An argument or a header that cannot be right, refused before any upstream call; or what Coder answers with 400 to a read.',
  RATE_LIMITED:
    'Coder limits the rate (429), or the caller asks for more than GATEWAY_RATE_OPERATIONS or GATEWAY_RATE_COMPLEXITY allow; `retryAfter` is in seconds.',
  NOT_READY: 'Coder has not finished preparing what was asked for (425); try again later.',
  UPSTREAM_TIMEOUT: 'Coder did not answer in time, or the operation took longer than GATEWAY_REQUEST_TIMEOUT_MS.',
  UPSTREAM_UNAVAILABLE:
    "Coder could not be reached, reset the connection, redirected, or answered with 5xx; a proxy, login or firewall answered in Coder's place; or the circuit breaker is open.",
  UPSTREAM_BAD_RESPONSE:
    'The answer of Coder is framed or encoded wrongly, is not JSON, has the wrong type or shape, is about something else, or is too large.',
  UPSTREAM_TOO_OLD:
    'The version of Coder cannot do, or cannot promise, what was asked; the message names the version needed. Nothing was done.',
  UPSTREAM_CALL_LIMIT:
    'The operation needs more upstream requests than GATEWAY_MAX_UPSTREAM_CALLS, or more bytes of their answers than GATEWAY_MAX_OPERATION_MB; or its own answer would have more than that.',
  OPERATION_TOO_COMPLEX: 'The document exceeds a limit; the message gives the limit and the value.',
  OVERLOADED: 'The gateway has too much under way; try again after `retryAfter` seconds (HTTP 503 with `Retry-After`).',
  OPERATION_NOT_ALLOWED: 'The document is not one of GATEWAY_PERSISTED_OPERATIONS (HTTP 403).',
  PERSISTED_QUERY_NOT_FOUND: 'Automatic persisted queries: the hash is not known here; send the document with it once.',
  TOO_MANY_SUBSCRIPTIONS: 'A cap of sockets or of subscriptions is reached.',
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema.',
  INTERNAL_SERVER_ERROR: 'A defect of the gateway; the cause is logged with the request id.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** What is known of the upstream answer behind an error: never its URL, headers or body. */
export interface UpstreamFacts {
  status?: number;
  /** `X-Coder-Request-Id`. */
  requestId?: string;
}

export interface GatewayErrorOptions extends Omit<GraphQLErrorOptions, 'extensions'> {
  upstream?: UpstreamFacts | undefined;
  /** Further extensions, such as `retryAfter` or `lastId`. */
  extensions?: Record<string, unknown>;
}

/** An error that a client may see: it carries one of `errorCodes` and passes the masking of unexpected errors. */
export class GatewayError extends GraphQLError {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, { upstream, extensions, ...options }: GatewayErrorOptions = {}) {
    super(message, { ...options, extensions: { code, ...(upstream && { upstream }), ...extensions } });
    this.name = 'GatewayError';
    this.code = code;
  }
}

type ErrorChanges = Partial<Pick<GraphQLError, 'message' | 'path' | 'originalError' | 'extensions'>>;

/** A copy that points to the same places of the document. It has an original error only where the changes give one. */
export function changedError(error: GraphQLError, changes: ErrorChanges): GraphQLError {
  const { message, nodes, source, positions, path, extensions } = error;
  return new GraphQLError(changes.message ?? message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: changes.path ?? path ?? null,
    originalError: changes.originalError ?? null,
    extensions: changes.extensions ?? extensions,
  });
}

/** `BAD_USER_INPUT` for one argument: says its name, what was expected and, unless it is a secret, what came. */
export function badInput(argument: string, expected: string, got?: unknown): GatewayError {
  const instead = got === undefined ? '' : `, got ${quote(got)}`;
  return new GatewayError('BAD_USER_INPUT', `Argument "${argument}": expected ${expected}${instead}.`, {
    extensions: { argument },
  });
}

/** `BAD_USER_INPUT` for one header of the request. */
export function badHeader(header: string, expected: string, got: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', `Header "${header}": expected ${expected}, got ${quote(got)}.`);
}

function quote(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
