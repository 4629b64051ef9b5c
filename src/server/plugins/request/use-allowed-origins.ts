import { settingNames } from '../../../config.ts';
import { type AllowedOrigins, isAllowedOrigin } from '../../http/allowed-origins.ts';
import type { HeaderLookup } from '../../http/header-lookup.ts';
import type { RefusedOrigins } from '../../http/refused-origins.ts';
import type { RequestPlugin } from '../request-plugin.ts';

/** What a page may send when its browser does not ask for anything in particular. */
const usualHeaders = 'Authorization, Coder-Session-Token, Content-Type, X-Request-Id, X-Upstream-Trace';

/** What a page of another origin may read of an answer, besides what every page may. */
const readableHeaders = 'ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id';

export interface AllowedOriginsOptions {
  allowed: AllowedOrigins;
  endpoint: string;
  refusedOrigins: RefusedOrigins;
}

/** CORS by a list of origins. Operations of other pages are refused, not only hidden from them. */
export function useAllowedOrigins({ allowed, endpoint, refusedOrigins }: AllowedOriginsOptions): RequestPlugin {
  const refuses = (headers: HeaderLookup, host: string): boolean => {
    const origin = headers.get('origin');
    return origin === null ? isForeignEmbed(headers, allowed) : !isAllowedOrigin(origin, host, allowed);
  };
  const headersFor = (origin: string | null, host: string): readonly [name: string, value: string][] => {
    if (origin === null || !isAllowedOrigin(origin, host, allowed)) return [];
    return [
      // Never with credentials: cookies are not read, a page sends its token in a header.
      ['access-control-allow-origin', allowed === '*' ? '*' : origin],
      ['access-control-expose-headers', readableHeaders],
    ];
  };
  return {
    onRequest: ({ request, url, endResponse, fetchAPI }) => {
      if (url.pathname !== endpoint) return;
      const { headers, method } = request;
      const origin = headers.get('origin');
      const host = headers.get('host') ?? url.host;
      if (refuses(headers, host)) {
        refusedOrigins.add({ origin: origin ?? undefined, host, fetchSite: headers.get('sec-fetch-site') });
        const error = {
          message: `Pages of ${origin ?? 'another site'} may not send operations (${settingNames.allowedOrigins}).`,
          extensions: { code: 'FORBIDDEN' },
        };
        endResponse(fetchAPI.Response.json({ errors: [error] }, { status: 403 }));
      } else if (origin !== null && method === 'OPTIONS') {
        endResponse(
          new fetchAPI.Response(null, {
            status: 204,
            headers: {
              'access-control-allow-methods': 'GET, POST',
              'access-control-allow-headers': grantedHeaders(headers.get('access-control-request-headers')),
              'access-control-max-age': '600',
              vary: 'Access-Control-Request-Headers',
            },
          }),
        );
      }
    },
    onResponse: ({ request, response }) => {
      const url = new URL(request.url, 'http://gateway');
      if (url.pathname !== endpoint) return;
      response.headers.append('vary', 'Origin');
      const host = request.headers.get('host') ?? url.host;
      for (const [name, value] of headersFor(request.headers.get('origin'), host)) response.headers.set(name, value);
    },
    fast: {
      admits: (headers, host) => !refuses(headers, host),
      answered: (request, { headers }) => {
        headers.vary = headers.vary === undefined ? 'Origin' : `${headers.vary}, Origin`;
        for (const [name, value] of headersFor(request.headers.get('origin'), request.host)) headers[name] = value;
      },
    },
  };
}

/** All that a browser asks for and that can be a header's name: an allowed page may trace, or mark its requests. */
function grantedHeaders(asked: string | null): string {
  const names = (asked ?? '').split(',').map((name) => name.trim());
  return names.filter((name) => /^[\w!#$%&'*+.^`|~-]{1,128}$/.test(name)).join(', ') || usualHeaders;
}

/** A browser sends no Origin with a plain GET, such as an image's; it does say that another site embeds it. */
function isForeignEmbed(headers: HeaderLookup, allowed: AllowedOrigins): boolean {
  const site = headers.get('sec-fetch-site');
  const embedded = headers.get('sec-fetch-mode') !== 'navigate';
  return allowed !== '*' && embedded && (site === 'cross-site' || site === 'same-site');
}
