import type { IncomingMessage } from 'node:http';
import type { TokenRow, UserRow } from '../state/rows.ts';
import type { Store } from '../state/store.ts';
import { envelope, type Reply } from './http.ts';

/** Authentication: the first token found decides; when it is bad, no later one is tried. */

const SESSION_COOKIE = 'coder_session_token';
const SIGNED_OUT = 'You are signed out or your session has expired. Please sign in again to continue.';

export function readCookies(request: IncomingMessage): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0) cookies.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  return cookies;
}

export function sessionCookie(request: IncomingMessage): string {
  return readCookies(request).get(SESSION_COOKIE) ?? '';
}

export function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
}

export function bearerToken(request: IncomingMessage): string {
  return /^bearer\s+(.*)$/i.exec(header(request, 'authorization'))?.[1]?.trim() ?? '';
}

function findToken(request: IncomingMessage, query: URLSearchParams): string {
  return (
    sessionCookie(request) ||
    query.get(SESSION_COOKIE) ||
    header(request, 'coder-session-token') ||
    bearerToken(request) ||
    (query.get('access_token') ?? '').trim()
  );
}

export type Authentication = { user: UserRow } | { refusal: (accessUrl: string) => Reply };

/** Validates the token of any request; whether a route needs it is asked later. */
export function identify(store: Store, request: IncomingMessage, query: URLSearchParams): Authentication {
  const raw = findToken(request, query);
  if (raw === '') {
    return signedOut('Cookie "coder_session_token" or query parameter must be provided.');
  }
  const parts = raw.split('-');
  const [id = '', secret = ''] = parts;
  const invalid = 'Invalid API key format: ';
  if (parts.length !== 2) {
    return signedOut(`${invalid}incorrect amount of API key parts, expected 2 got ${parts.length}`);
  }
  if (id.length !== 10) return signedOut(`${invalid}invalid API key ID length, expected 10 got ${id.length}`);
  if (secret.length !== 22) {
    return signedOut(`${invalid}invalid API key secret length, expected 22 got ${secret.length}`);
  }
  const token = store.tokens.get(id);
  if (token === undefined) return signedOut('API key is invalid.');
  if (token.secret !== secret) return signedOut('API key secret is invalid.');
  return checkToken(store, token);
}

function checkToken(store: Store, token: TokenRow): Authentication {
  const now = store.now();
  if (token.problem === 'link-missing') return signedOut('You must re-authenticate with the login provider.');
  if (token.problem === 'sso-expired') {
    return signedOut(`OpenID Connect session expired at "${goTime(now - 60_000)}". Try signing in again.`);
  }
  if (token.problem === 'refresh-failed') {
    const message = 'Could not refresh expired OIDC token. Try re-authenticating to resolve this issue.';
    return unauthorized(message, 'oauth2: "invalid_grant" "Token is not active"');
  }
  if (token.problem === 'audience') {
    return { refusal: (url) => challenge(envelope(403, 'Token audience validation failed'), url) };
  }
  if (token.expiresAt !== null && token.expiresAt <= now) {
    return signedOut(`API key expired at "${goTime(token.expiresAt)}".`);
  }
  const user = store.user(token.userId);
  // A dormant user is re-activated by using a token; a suspended one is not.
  if (user.status === 'dormant') user.status = 'active';
  if (user.status !== 'active') {
    return unauthorized(
      `User is not active (status = "${user.status}"). Contact an admin to reactivate your account.`,
      '',
    );
  }
  if (user.lastSeenAt === null || now - user.lastSeenAt > 3_600_000) user.lastSeenAt = now;
  return { user };
}

function signedOut(detail: string): Authentication {
  return unauthorized(SIGNED_OUT, detail);
}

function unauthorized(message: string, detail: string): Authentication {
  return { refusal: (url) => challenge(envelope(401, message, detail), url, `${message} ${detail}`) };
}

function challenge(reply: Reply, accessUrl: string, text = ''): Reply {
  const resource = `resource_metadata="${accessUrl}/.well-known/oauth-protected-resource"`;
  const [error, description] =
    reply.status === 403
      ? ['insufficient_scope', 'The request requires higher privileges than provided by the access token']
      : // The sign-in message itself says "expired", so nearly every 401 gets this one.
        ['invalid_token', text.includes('expired') ? 'The access token has expired' : 'The access token is invalid'];
  const value = `Bearer realm="coder", error="${error}", error_description="${description}", ${resource}`;
  return { ...reply, headers: { ...reply.headers, 'WWW-Authenticate': value } };
}

/** A time as Go prints it. */
function goTime(milliseconds: number): string {
  return new Date(milliseconds)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.?0*Z$/, ' +0000 UTC');
}
