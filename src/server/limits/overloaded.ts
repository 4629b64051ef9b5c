import type { IncomingMessage, ServerResponse } from 'node:http';
import { GatewayError } from '../../errors.ts';
import { type AllowedOrigins, isAllowedOrigin } from '../http/allowed-origins.ts';

const RETRY_AFTER_SECONDS = 1;
const TOO_BUSY = 'The gateway has more to do than it can at present.';
export const SHUTTING_DOWN = 'The gateway is shutting down.';

/** The error of what is turned away under load; its client comes back in a moment. */
export function overloaded(message = TOO_BUSY): GatewayError {
  const headers = { 'retry-after': String(RETRY_AFTER_SECONDS) };
  return new GatewayError('OVERLOADED', message, {
    extensions: { retryAfter: RETRY_AFTER_SECONDS, http: { status: 503, spec: false, headers } },
  });
}

function bodyOf(message: string): string {
  const extensions = { code: 'OVERLOADED', retryAfter: RETRY_AFTER_SECONDS };
  return JSON.stringify({ errors: [{ message, extensions }] });
}

const tooBusy = bodyOf(TOO_BUSY);
const shuttingDown = bodyOf(SHUTTING_DOWN);

const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'retry-after': String(RETRY_AFTER_SECONDS),
};

/** Answers a request that is turned away, without reading it: that must cost next to nothing. */
export function refuseOverloaded(request: IncomingMessage, response: ServerResponse, allowed: AllowedOrigins): void {
  refuse(request, response, allowed, tooBusy);
}

/** The same while the process ends. */
export function refuseShuttingDown(request: IncomingMessage, response: ServerResponse, allowed: AllowedOrigins): void {
  refuse(request, response, allowed, shuttingDown);
}

/** The same to a web-standard request. */
export function shuttingDownResponse(): Response {
  return new Response(shuttingDown, { status: 503, headers: HEADERS });
}

function refuse(request: IncomingMessage, response: ServerResponse, allowed: AllowedOrigins, body: string): void {
  const { origin, host } = request.headers;
  response.writeHead(503, {
    ...HEADERS,
    'content-length': Buffer.byteLength(body),
    // A page would not be shown the refusal otherwise.
    ...(origin !== undefined &&
      isAllowedOrigin(origin, host, allowed) && { 'access-control-allow-origin': origin, vary: 'Origin' }),
  });
  response.end(body);
}
