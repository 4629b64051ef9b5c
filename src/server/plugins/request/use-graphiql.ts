import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { shouldRenderGraphiQL } from 'graphql-yoga';
import { graphiqlTabs } from '../../graphiql-tabs.ts';
import type { Paths } from '../../paths.ts';
import type { RequestPlugin } from '../request-plugin.ts';

interface Page {
  plain: Uint8Array<ArrayBuffer>;
  gzipped: Uint8Array<ArrayBuffer>;
  etag: string;
}

/**
 * Made once, and only when somebody looks: the page and its generator are 9 MB each. It names no endpoint and so talks
 * to the address that it was loaded from, which a proxy may have put under any prefix.
 */
async function createPage(): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'Coder builds: GraphiQL',
    subscriptionsProtocol: 'WS',
    defaultTabs: graphiqlTabs(),
    shouldPersistHeaders: false,
    schemaDescription: true,
    inputValueDeprecation: true,
  });
  const plain = new TextEncoder().encode(String(html));
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { plain, gzipped: new Uint8Array(await promisify(gzip)(plain)), etag };
}

/** Everything the page runs is inline or a blob made of it; it talks to this gateway and to nobody else. */
function contentSecurityPolicy(host: string): string {
  const sockets = /^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'none'",
    "script-src 'unsafe-inline' blob:",
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    'font-src data:',
    'worker-src blob:',
    `connect-src 'self'${sockets}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** GraphiQL for browsers at the endpoint, without any other server; the base path leads there. */
export function useGraphiQL({ graphql, home }: Paths): RequestPlugin {
  let page: Promise<Page> | undefined;
  return {
    fast: undefined,
    onRequest: ({ request, url, endResponse, fetchAPI }) => {
      if (home.includes(url.pathname) && request.method === 'GET') {
        // Relative, since a proxy may have taken a prefix away. What is relative to `/builds` is beside it.
        const folder = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
        const location = folder === '' ? 'graphql' : `${folder}/graphql`;
        endResponse(new fetchAPI.Response(null, { status: 302, headers: { location } }));
      }
      if (url.pathname !== graphql || !shouldRenderGraphiQL(request)) return;
      page ??= createPage().catch((error: unknown) => {
        // The next visitor tries again.
        page = undefined;
        throw error;
      });
      return page.then((made) => {
        const { status, body, headers } = answer(made, request.headers, url.host);
        endResponse(new fetchAPI.Response(body, { status, headers }));
      });
    },
  };
}

function answer({ plain, gzipped, etag }: Page, asked: Headers, host: string) {
  const headers: Record<string, string> = {
    'content-security-policy': contentSecurityPolicy(asked.get('host') ?? host),
    'cache-control': 'no-cache',
    'referrer-policy': 'no-referrer',
    vary: 'Accept, Accept-Encoding',
    etag,
  };
  if (asked.get('if-none-match')?.includes(etag)) return { status: 304, body: null, headers };
  headers['content-type'] = 'text/html; charset=utf-8';
  const zipped = /\bgzip\b/.test(asked.get('accept-encoding') ?? '');
  if (zipped) headers['content-encoding'] = 'gzip';
  return { status: 200, body: zipped ? gzipped : plain, headers };
}
