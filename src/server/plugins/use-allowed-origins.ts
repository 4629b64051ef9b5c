import type { Plugin } from '../operation-context.ts';

export type AllowedOrigins = 'same-origin' | '*' | readonly string[];

const allowedHeaders = 'Authorization, Coder-Session-Token, Content-Type, X-Request-Id, X-Upstream-Trace';

/** Whether a page of `origin` may talk to a gateway that was addressed as `host`. */
export function isAllowedOrigin(origin: string, host: string | null | undefined, allowed: AllowedOrigins): boolean {
  // Host and port only: TLS may end at a proxy in front, which changes the scheme.
  if (URL.canParse(origin) && host && sameHost(new URL(origin), host)) return true;
  if (allowed === 'same-origin') return false;
  return allowed === '*' || allowed.includes(origin.toLowerCase());
}

function sameHost(origin: URL, host: string): boolean {
  const asSeenThere = `${origin.protocol}//${host}`;
  return URL.canParse(asSeenThere) && new URL(asSeenThere).host === origin.host;
}

/** CORS by a list of origins. Operations of other pages are refused, not only hidden from them. */
export function useAllowedOrigins(allowed: AllowedOrigins, endpoint: string): Plugin {
  return {
    onRequest: ({ request, url, endResponse, fetchAPI }) => {
      if (url.pathname !== endpoint) return;
      const { headers, method } = request;
      const origin = headers.get('origin');
      const host = headers.get('host') ?? url.host;
      if (origin === null ? isForeignEmbed(headers, allowed) : !isAllowedOrigin(origin, host, allowed)) {
        const error = {
          message: `Pages of ${origin ?? 'another site'} may not send operations (GATEWAY_ALLOWED_ORIGINS).`,
          extensions: { code: 'FORBIDDEN' },
        };
        endResponse(fetchAPI.Response.json({ errors: [error] }, { status: 403, headers: { vary: 'Origin' } }));
      } else if (origin !== null && method === 'OPTIONS') {
        endResponse(
          new fetchAPI.Response(null, {
            status: 204,
            headers: {
              'access-control-allow-methods': 'GET, POST',
              'access-control-allow-headers': allowedHeaders,
              'access-control-max-age': '600',
            },
          }),
        );
      }
    },
    onResponse: ({ request, response }) => {
      const origin = request.headers.get('origin');
      const url = new URL(request.url, 'http://gateway');
      if (url.pathname !== endpoint) return;
      response.headers.append('vary', 'Origin');
      if (origin === null || !isAllowedOrigin(origin, request.headers.get('host') ?? url.host, allowed)) return;
      // Never with credentials: cookies are not read, a page sends its token in a header.
      response.headers.set('access-control-allow-origin', allowed === '*' ? '*' : origin);
      response.headers.set('access-control-expose-headers', 'X-Request-Id, Retry-After');
    },
  };
}

/** A browser sends no Origin with a plain GET, such as an image's; it does say that another site embeds it. */
function isForeignEmbed(headers: Headers, allowed: AllowedOrigins): boolean {
  const site = headers.get('sec-fetch-site');
  const embedded = headers.get('sec-fetch-mode') !== 'navigate';
  return allowed !== '*' && embedded && (site === 'cross-site' || site === 'same-site');
}
