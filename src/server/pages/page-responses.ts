import type { FetchAPI } from 'graphql-yoga';
import { namesTag } from '../http/entity-tags.ts';
import type { PageConfig } from './page-config.ts';
import type { PageFile } from './page-file.ts';

/** Of a name with a hash of what is in the file: what a browser has of these, it never asks for again. */
const FOREVER = 'public, max-age=31536000, immutable';

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

/** A file of a page, for pages of this origin alone. `hashed`: its name has a hash of what is in it. */
export function fileResponse(found: PageFile, request: Request, hashed: boolean, fetchAPI: FetchAPI): Response {
  return response(found, request, fetchAPI, {
    'cache-control': hashed ? FOREVER : 'no-cache',
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
