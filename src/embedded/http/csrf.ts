import type { IncomingMessage } from 'node:http';
import { bearerToken, header, readCookies, sessionCookie } from './auth.ts';
import { type Reply, TEXT_TYPE } from './http.ts';

/** CSRF protection. It applies only to requests with a session cookie. */

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

export function csrfRefusal(request: IncomingMessage, method: string, query: URLSearchParams): Reply | null {
  if (SAFE.has(method)) return null;
  const cookie = sessionCookie(request);
  const token = header(request, 'coder-session-token');
  if (cookie === '' || token === cookie || query.get('coder_session_token') === cookie) return null;
  if (bearerToken(request) !== '') return null;
  if (header(request, 'coder-provisioner-daemon-psk') !== '' || header(request, 'coder-provisioner-key') !== '') {
    return null;
  }
  const expected = readCookies(request).get('csrf_token') ?? '';
  if (expected !== '' && header(request, 'x-csrf-token') === expected) return null;
  const body =
    token === ''
      ? 'Something is wrong with your CSRF token. Please refresh the page. If this error persists, try clearing your cookies.'
      : 'CSRF error encountered. Authentication via "coder_session_token" cookie and "Coder-Session-Token" header detected, but the values do not match. Please ensure the cookie value and header value match, or remove one.';
  return { status: 400, contentType: TEXT_TYPE, body: `${body}\n` };
}
