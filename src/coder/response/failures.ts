import type { IncomingHttpHeaders } from 'node:http';
import { settingNames } from '../../config.ts';
import { type ErrorCode, GatewayError } from '../../errors.ts';
import { failedDials } from '../connection/failed-dials.ts';
import { ProxyError } from '../connection/proxy-tunnel.ts';
import type { ApiValidation } from '../rest/api-error.ts';
import { coderRefusal, hasCoderHeaders, header, requestIdOf } from './error-body.ts';
import { retryAfterSeconds } from './retry-after.ts';

/**
 * An answer of Coder that is not a success, or the lack of one. As a read's failure it is a coded GraphQL error;
 * a mutation looks at `status` and turns the refusals into data.
 */
export class UpstreamError extends GatewayError {
  /** Absent when there was no answer. */
  readonly status: number | undefined;
  /** `X-Coder-Request-Id` of the answer. */
  readonly requestId: string | undefined;
  /** Coder's own words; only for statuses below 500. */
  readonly detail: string | undefined;
  readonly validations: readonly ApiValidation[];
  /** Whether the same request may well succeed a moment later. */
  readonly transient: boolean;
  /** Seconds to wait before the next try, where the answer said so. */
  readonly retryAfter: number | undefined;
  /** Whether the request certainly never reached Coder. */
  readonly unsent: boolean;

  constructor(code: ErrorCode, message: string, facts: Partial<Facts> = {}) {
    const { status, requestId, detail, validations = [], retryAfter, transient = false, unsent = false, cause } = facts;
    super(code, message, {
      ...(cause !== undefined && { originalError: cause }),
      ...((status !== undefined || requestId !== undefined) && {
        upstream: { ...(status !== undefined && { status }), ...(requestId !== undefined && { requestId }) },
      }),
      extensions: {
        ...(detail !== undefined && { detail }),
        ...(validations.length > 0 && { fields: validations }),
        ...(retryAfter !== undefined && { retryAfter }),
      },
    });
    this.name = 'UpstreamError';
    this.status = status;
    this.requestId = requestId;
    this.detail = detail;
    this.validations = validations;
    this.transient = transient;
    this.retryAfter = retryAfter;
    this.unsent = unsent;
  }
}

interface Facts {
  status: number;
  requestId: string | undefined;
  detail: string | undefined;
  validations: readonly ApiValidation[];
  retryAfter: number | undefined;
  transient: boolean;
  unsent: boolean;
  cause: Error;
}

/** Whether Coder says that there is no such thing, or hides it. */
export function isMissing(error: unknown): boolean {
  return isCoderRefusal(error) && (error.status === 404 || error.status === 410);
}

/**
 * Whether Coder itself refused the request with a 4xx. Such an answer of a proxy, login or firewall in between is
 * `UPSTREAM_UNAVAILABLE`: it says nothing of what exists and who may see it.
 */
export function isCoderRefusal(error: unknown): error is UpstreamError & { status: number } {
  if (!(error instanceof UpstreamError)) return false;
  const { status = 0, code } = error;
  return status >= 400 && status < 500 && code !== 'UPSTREAM_UNAVAILABLE';
}

/** The error for an answer whose status is not a success. */
export function errorFromResponse(status: number, headers: IncomingHttpHeaders, body: Buffer): UpstreamError {
  const facts = { status, requestId: requestIdOf(headers) };
  if (status < 400) return new UpstreamError('UPSTREAM_UNAVAILABLE', redirectMessage(status, headers), facts);
  const retryAfter = retryAfterSeconds(headers);
  if (status >= 500) {
    // Coder's own 500 would be one again. Any other 5xx comes from what stands before Coder.
    const transient = !hasCoderHeaders(headers) || (status >= 502 && status <= 504);
    const message = `Coder answered with status ${status}.`;
    return new UpstreamError('UPSTREAM_UNAVAILABLE', message, { ...facts, transient, retryAfter });
  }
  const said = coderRefusal(status, headers, body);
  if (said === undefined || status === 408 || status === 421) {
    return new UpstreamError(
      'UPSTREAM_UNAVAILABLE',
      `Coder could not be reached: the answer with status ${status} is not Coder's own. A proxy, a login or a firewall on the way to ${settingNames.coderUrl} sent it.`,
      { ...facts, transient: true, retryAfter, unsent: REFUSED_UNREAD.has(status) },
    );
  }
  return new UpstreamError(codeOfStatus(status), said.message || `Coder answered with status ${status}.`, {
    ...facts,
    detail: said.detail,
    validations: said.validations ?? [],
    // Coder's limiter counts whole minutes, so a minute is always long enough.
    retryAfter: status === 429 ? (retryAfter ?? 60) : retryAfter,
  });
}

/** With these a proxy says of itself that it did not pass the request on. */
const REFUSED_UNREAD = new Set([407, 411, 413, 414, 417, 421, 425, 429, 431]);

const LOGIN = /log-?in|sign-?_?in|sso|saml|oauth|openid|authorize|authelia|adfs|keycloak|cdn-cgi\/access/i;

/** Says where a redirect to a login page leads, without the query: it may hold secrets of the login. */
function redirectMessage(status: number, headers: IncomingHttpHeaders): string {
  const target = (header(headers, 'location') ?? '').replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//');
  if (LOGIN.test(target) && /^[\x21-\x7e]{1,200}$/.test(target)) {
    return `Coder could not be reached: a redirect (${status}) leads to the login page ${target}. A proxy on the way to ${settingNames.coderUrl} wants the gateway to sign in.`;
  }
  return `Coder redirected (${status}); redirects are not followed. Is ${settingNames.coderUrl} the final address?`;
}

/** The error for an answer that is larger than the bound. */
export function tooLargeError(limit: number, facts: Partial<Facts>): UpstreamError {
  return new UpstreamError(
    'UPSTREAM_BAD_RESPONSE',
    `The answer of Coder is larger than ${Math.floor(limit / 2 ** 20)} MiB (${settingNames.maxResponseMb}).`,
    facts,
  );
}

/** The error for an answer, or the next part of one, that did not come in time. */
export function timeoutError(timeoutMs: number): UpstreamError {
  return new UpstreamError('UPSTREAM_TIMEOUT', `Coder did not answer within ${timeoutMs} ms.`);
}

/** The error for a request that got no answer, or one that cannot be read. */
export function errorFromNetwork(cause: unknown): UpstreamError {
  if (cause instanceof UpstreamError) return cause;
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const unreadable = unreadableAnswer(error);
  if (unreadable) return new UpstreamError('UPSTREAM_BAD_RESPONSE', unreadable, { cause: error });
  return new UpstreamError('UPSTREAM_UNAVAILABLE', 'Coder could not be reached, or closed the connection.', {
    transient: !(error instanceof ProxyError) || error.transient,
    unsent: failedDials.has(error) || NEVER_CONNECTED.has((error as NodeJS.ErrnoException).code ?? ''),
    cause: error,
  });
}

/** What is wrong with an answer that came but is not HTTP, or not encoded as it says; it would come again. */
function unreadableAnswer(error: Error): string | undefined {
  const { name, message, code = '' } = error as NodeJS.ErrnoException;
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'The headers of the answer of Coder are too large.';
  // What ends too early was cut off on its way.
  if (name === 'HTTPParserError' && code !== 'HPE_INVALID_EOF_STATE') return 'The answer of Coder is not valid HTTP.';
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' || message === 'bad upgrade')
    return 'The answer of Coder is not valid HTTP.';
  if (/^(Z_|ERR__|ZSTD_)/.test(code)) return 'The answer of Coder is not encoded as its Content-Encoding says.';
  return undefined;
}

const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  // The handshake comes before the request.
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Only the client's own mistakes and limits have codes of their own; any other refusal of a read is unexpected. */
function codeOfStatus(status: number): ErrorCode {
  switch (status) {
    case 400:
      return 'BAD_USER_INPUT';
    case 401:
      return 'UNAUTHENTICATED';
    case 403:
      return 'FORBIDDEN';
    case 404:
    case 410:
      return 'NOT_FOUND';
    case 425:
      return 'NOT_READY';
    case 429:
      return 'RATE_LIMITED';
    default:
      return 'UPSTREAM_BAD_RESPONSE';
  }
}
