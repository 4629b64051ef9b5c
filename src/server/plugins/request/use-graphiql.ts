import { type FetchAPI, shouldRenderGraphiQL } from 'graphql-yoga';
import type { PageConfig } from '../../pages/page-config.ts';
import type { PageSource } from '../../pages/page-file.ts';
import { configResponse, fileResponse, pageResponse } from '../../pages/page-responses.ts';
import type { Paths } from '../../paths.ts';
import { refuseWrites } from '../read-only.ts';
import type { RequestPlugin } from '../request-plugin.ts';
import { textResponse } from '../text-response.ts';

export interface GraphiQLOptions {
  paths: Paths;
  files: PageSource;
  config: PageConfig;
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

async function page(files: PageSource, request: Request, host: string, fetchAPI: FetchAPI): Promise<Response> {
  const found = await files.get('index.html', request.headers.get('accept-encoding'));
  if (found === undefined) return textResponse(fetchAPI, 503, 'The GraphiQL page is not built: run npm run build.\n');
  return pageResponse(found, request, host, fetchAPI);
}

/** Names of the page's own build: whatever looks like a hash is one. */
const HASHED = /-[\w-]{8}\.\w+$/;

interface FileRequest extends Pick<GraphiQLOptions, 'files' | 'config'> {
  request: Request;
  fetchAPI: FetchAPI;
}

async function file(name: string, { files, config, request, fetchAPI }: FileRequest): Promise<Response> {
  if (name === 'config.json') return configResponse(config, fetchAPI);
  const found = await files.get(name, request.headers.get('accept-encoding'));
  if (found === undefined) return textResponse(fetchAPI, 404, 'The GraphiQL page has no such file.\n');
  return fileResponse(found, request, HASHED.test(name), fetchAPI);
}
