import type { FetchAPI } from 'graphql-yoga';
import { namesTag } from '../http/entity-tags.ts';
import type { PageConfig } from './page-config.ts';
import type { PageFile } from './page-file.ts';

/** Of a name with a hash of what is in the file: what a browser has of these, it never asks for again. */
const FOREVER = 'public, max-age=31536000, immutable';

/**
 * Whether a name ends with a hash of eight characters, as bundlers write it. Words, dates and sizes may be as long, also
 * two of them, but hardly have capitals beside digits or around small letters; the rare hash that has neither is only
 * asked for again.
 */
function hasHash(name: string): boolean {
  const [, hash = ''] = /-([\w-]{8})\.\w+$/.exec(name) ?? [];
  const isWords = hash.split(/[_-]/).every((part) => /^(?:[A-Z]?[a-z]*|[A-Z]+|\d+)$/.test(part));
  return !isWords && /[A-Z]/.test(hash) && /[\d_-]|[A-Z].*[a-z].*[A-Z]/.test(hash);
}

/** A page runs its own files only, and talks to this gateway only. Editors and dialogs write style elements. */
function contentSecurityPolicy(host: string): string {
  const sockets = /^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${sockets}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The document of a page. `host`: where the request went, when it has no `Host`. */
export function pageResponse(found: PageFile, request: Request, host: string, fetchAPI: FetchAPI): Response {
  return response(found, request, fetchAPI, {
    // It names the files of one build.
    'cache-control': 'no-cache',
    'content-security-policy': contentSecurityPolicy(request.headers.get('host') ?? host),
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    vary: 'Accept, Accept-Encoding',
  });
}

/** A file of a page, for pages of this origin alone. */
export function fileResponse(name: string, found: PageFile, request: Request, fetchAPI: FetchAPI): Response {
  return response(found, request, fetchAPI, {
    'cache-control': hasHash(name) ? FOREVER : 'no-cache',
    vary: 'Accept-Encoding',
    ...ownPagesOnly,
  });
}

/** No page of another origin may load this. */
const ownPagesOnly = { 'cross-origin-resource-policy': 'same-origin' };

/** What a page is told of the deployment, for pages of this origin alone. */
export function configResponse(config: PageConfig, fetchAPI: FetchAPI): Response {
  // A copy: the response adds its own headers to the object that it is given.
  return fetchAPI.Response.json(config, { headers: { ...ownPagesOnly } });
}

function response(
  { type, coding, body, tag }: PageFile,
  { headers: asked }: Request,
  fetchAPI: FetchAPI,
  rest: Record<string, string>,
): Response {
  const headers = { ...rest, etag: tag };
  const ifNoneMatch = asked.get('if-none-match');
  if (ifNoneMatch !== null && namesTag(ifNoneMatch, tag)) return new fetchAPI.Response(null, { status: 304, headers });
  return new fetchAPI.Response(body, {
    headers: { 'content-type': type, ...(coding && { 'content-encoding': coding }), ...headers },
  });
}
