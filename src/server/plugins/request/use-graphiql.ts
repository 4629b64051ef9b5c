import { type FetchAPI, shouldRenderGraphiQL } from 'graphql-yoga';
import type { PageConfig } from '../../graphiql/page-config.ts';
import type { PageFiles } from '../../graphiql/page-files.ts';
import type { Paths } from '../../paths.ts';
import { refuseWrites } from '../read-only.ts';
import type { RequestPlugin } from '../request-plugin.ts';

export interface GraphiQLOptions {
  paths: Paths;
  files: PageFiles;
  config: PageConfig;
}

/** Of a name with a hash of what is in the file: what a browser has of these, it never asks for again. */
const FOREVER = 'public, max-age=31536000, immutable';
const HASHED = /-[\w-]{8}\.\w+$/;

/** The page runs its own files only, and talks to this gateway only. The editor writes its colors into style elements. */
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

/** The GraphiQL page for browsers at the endpoint, and its files beside it; the base path leads there. */
export function useGraphiQL({ paths, files, config }: GraphiQLOptions): RequestPlugin {
  const home = (pathname: string, fetchAPI: FetchAPI) => {
    // Relative, since a proxy may have taken a prefix away. What is relative to `/builds` is beside it.
    const folder = pathname.slice(pathname.lastIndexOf('/') + 1);
    const location = folder === '' ? 'graphql' : `${folder}/graphql`;
    return new fetchAPI.Response(null, { status: 302, headers: { location } });
  };
  return {
    fast: undefined,
    onRequest: ({ request, url, endResponse, fetchAPI }) => {
      const { pathname } = url;
      if (paths.home.includes(pathname) && request.method === 'GET') return endResponse(home(pathname, fetchAPI));
      if (pathname === paths.graphql && shouldRenderGraphiQL(request)) {
        return page(files, request, url.host, fetchAPI).then(endResponse);
      }
      if (!pathname.startsWith(paths.graphiqlFiles)) return;
      const refusal = refuseWrites(request, fetchAPI);
      if (refusal) return endResponse(refusal);
      const name = pathname.slice(paths.graphiqlFiles.length);
      return file(name, { files, config, request, fetchAPI }).then(endResponse);
    },
  };
}

async function page(files: PageFiles, { headers }: Request, host: string, fetchAPI: FetchAPI): Promise<Response> {
  const found = await files.get('index.html', headers.get('accept-encoding'));
  if (found === undefined) {
    const text = 'The GraphiQL page is not built: run npm run build.\n';
    return new fetchAPI.Response(text, { status: 503, headers: { 'content-type': 'text/plain; charset=utf-8' } });
  }
  return new fetchAPI.Response(found.body, {
    headers: {
      'content-type': found.type,
      ...(found.coding && { 'content-encoding': found.coding }),
      // It names the files of one build.
      'cache-control': 'no-cache',
      'content-security-policy': contentSecurityPolicy(headers.get('host') ?? host),
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      vary: 'Accept, Accept-Encoding',
    },
  });
}

interface FileRequest extends Pick<GraphiQLOptions, 'files' | 'config'> {
  request: Request;
  fetchAPI: FetchAPI;
}

async function file(name: string, { files, config, request, fetchAPI }: FileRequest): Promise<Response> {
  const ownPagesOnly = { 'cross-origin-resource-policy': 'same-origin' };
  if (name === 'config.json') return fetchAPI.Response.json(config, { headers: ownPagesOnly });
  const found = await files.get(name, request.headers.get('accept-encoding'));
  if (found === undefined) {
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    return new fetchAPI.Response('The GraphiQL page has no such file.\n', { status: 404, headers });
  }
  return new fetchAPI.Response(found.body, {
    headers: {
      'content-type': found.type,
      ...(found.coding && { 'content-encoding': found.coding }),
      'cache-control': HASHED.test(name) ? FOREVER : 'no-cache',
      vary: 'Accept-Encoding',
      ...ownPagesOnly,
    },
  });
}
