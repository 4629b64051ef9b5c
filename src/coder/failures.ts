import type { IncomingHttpHeaders } from 'node:http';
import { type ErrorCode, GatewayError } from '../errors.ts';
import { ProxyError } from './proxy-tunnel.ts';
import type { ApiError, ApiValidation } from './rest/api-error.ts';

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
  return error instanceof UpstreamError && (error.status === 404 || error.status === 410);
}

/** The error for an answer whose status is not a success. */
export function errorFromResponse(status: number, headers: IncomingHttpHeaders, body: Buffer): UpstreamError {
  const requestId = header(headers, 'x-coder-request-id');
  if (status >= 300 && status < 400) {
    return new UpstreamError(
      'UPSTREAM_UNAVAILABLE',
      `Coder redirected (${status}); redirects are not followed. Is CODER_URL the final address?`,
      { status, requestId },
    );
  }
  if (status >= 500) {
    const transient = status === 502 || status === 503 || status === 504;
    return new UpstreamError('UPSTREAM_UNAVAILABLE', `Coder answered with status ${status}.`, {
      status,
      requestId,
      transient,
    });
  }
  const said = envelope(body);
  const retryAfter = status === 429 ? seconds(header(headers, 'retry-after')) : undefined;
  return new UpstreamError(codeOfStatus(status), said?.message || `Coder answered with status ${status}.`, {
    status,
    requestId,
    detail: said?.detail,
    validations: said?.validations ?? [],
    retryAfter,
  });
}

/** The error for a request that got no answer. */
export function errorFromNetwork(cause: unknown): UpstreamError {
  if (cause instanceof UpstreamError) return cause;
  const error = cause instanceof Error ? cause : new Error(String(cause));
  return new UpstreamError('UPSTREAM_UNAVAILABLE', 'Coder could not be reached, or closed the connection.', {
    transient: !(error instanceof ProxyError) || error.transient,
    unsent: error instanceof ProxyError || NEVER_CONNECTED.has((error as NodeJS.ErrnoException).code ?? ''),
    cause: error,
  });
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
    case 429:
      return 'RATE_LIMITED';
    default:
      return 'UPSTREAM_BAD_RESPONSE';
  }
}

/** Coder's envelope, or nothing: a proxy in between may answer with a page of its own, which is not passed on. */
function envelope(body: Buffer): ApiError | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null) return undefined;
  const { message, detail, validations } = json as Record<string, unknown>;
  if (typeof message !== 'string') return undefined;
  return {
    message,
    ...(typeof detail === 'string' && { detail }),
    ...(Array.isArray(validations) && { validations: validations.filter(isValidation) }),
  };
}

function isValidation(value: unknown): value is ApiValidation {
  if (typeof value !== 'object' || value === null) return false;
  const { field, detail } = value as Record<string, unknown>;
  return typeof field === 'string' && typeof detail === 'string';
}

/** Coder's limiter counts whole minutes, so a minute is always long enough. */
function seconds(retryAfter: string | undefined): number {
  const value = Number(retryAfter);
  return Number.isInteger(value) && value > 0 ? value : 60;
}

export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
