import type { FetchAPI } from 'graphql-yoga';
import type { PageConfig } from '../../pages/page-config.ts';
import type { PageSource } from '../../pages/page-file.ts';
import { configResponse, fileResponse, pageResponse } from '../../pages/page-responses.ts';
import type { Paths } from '../../paths.ts';
import { refuseWrites } from '../read-only.ts';
import type { RequestPlugin } from '../request-plugin.ts';
import { textResponse } from '../text-response.ts';

export interface AppPageOptions {
  paths: Paths;
  files: PageSource;
  /** What the page is told of the deployment, at `config.json`. */
  config: PageConfig;
}

/** A page of somebody's own under `/app/`: its `index.html` there, its files below. */
export function useApp({ paths, files, config }: AppPageOptions): RequestPlugin {
  /** Without the slash, what is relative in the page would be beside it. */
  const withoutSlash = paths.app.slice(0, -1);

  const answer = async (path: string, request: Request, host: string, fetchAPI: FetchAPI): Promise<Response> => {
    const name = decoded(path) || 'index.html';
    if (name === 'config.json') return configResponse(config, fetchAPI);
    const found = await files.get(name, request.headers.get('accept-encoding'));
    if (found === undefined) return textResponse(fetchAPI, 404, 'The page has no such file.\n');
    return name.endsWith('.html')
      ? pageResponse(found, request, host, fetchAPI)
      : fileResponse(found, request, seemsHashed(name), fetchAPI);
  };

  return {
    fast: undefined,
    onRequest: ({ request, url, endResponse, fetchAPI }) => {
      const { pathname, host } = url;
      if (pathname !== withoutSlash && !pathname.startsWith(paths.app)) return;
      const refusal = refuseWrites(request, fetchAPI);
      if (refusal) return endResponse(refusal);
      if (pathname === withoutSlash) {
        // Relative, since a proxy may have taken a prefix away.
        return endResponse(new fetchAPI.Response(null, { status: 302, headers: { location: 'app/' } }));
      }
      return answer(pathname.slice(paths.app.length), request, host, fetchAPI).then(endResponse);
    },
  };
}

/**
 * Whether a name seems to end with a hash of eight characters, as bundlers write it. Words, dates and sizes may be as long, also
 * two of them, but hardly have capitals beside digits or around small letters; the rare hash that has neither is only
 * asked for again.
 */
function seemsHashed(name: string): boolean {
  const [, hash = ''] = /-([\w-]{8})\.\w+$/.exec(name) ?? [];
  const isWords = hash.split(/[_-]/).every((part) => /^(?:[A-Z]?[a-z]*|[A-Z]+|\d+)$/.test(part));
  return !isWords && /[A-Z]/.test(hash) && /[\d_-]|[A-Z].*[a-z].*[A-Z]/.test(hash);
}

/** The name as the folder has it; one that is coded wrongly is no file's. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
