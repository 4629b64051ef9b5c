import { isAsyncIterable } from 'graphql-yoga';
import { entityTag, namesTag } from '../../http/entity-tags.ts';
import { isJson } from '../../http/json-types.ts';
import type { RequestPlugin } from '../request-plugin.ts';

/** Answers of one caller, which its browser may keep but has to ask about each time. */
const CACHE_CONTROL = 'private, no-cache';
/** What an answer depends on beside its address. */
const VARY = 'Accept, Authorization, Coder-Session-Token';

/**
 * Gives the answers to queries by GET an `ETag`, and answers 304 to who has this one already. The query runs all the
 * same: only so is it known that the caller may still see the answer, and that it has not changed. Answers with
 * errors have none.
 */
export function useEntityTags(): RequestPlugin {
  const good = new WeakSet<Request>();
  return {
    fast: undefined,
    onResultProcess: ({ request, result }) => {
      if (request.method !== 'GET' || isAsyncIterable(result) || Array.isArray(result)) return;
      if (!('errors' in result) || !result.errors?.length) good.add(request);
    },
    onResponse: async ({ request, response, setResponse, fetchAPI }) => {
      const type = response.headers.get('content-type') ?? '';
      if (!good.has(request) || response.status !== 200 || !isJson(type)) return;
      const body = await response.text();
      const etag = entityTag(type, body);
      const { headers } = response;
      headers.set('etag', etag);
      headers.set('cache-control', CACHE_CONTROL);
      headers.append('vary', VARY);
      const ifNoneMatch = request.headers.get('if-none-match');
      const known = ifNoneMatch !== null && namesTag(ifNoneMatch, etag);
      if (known) for (const name of ['content-type', 'content-length']) headers.delete(name);
      setResponse(new fetchAPI.Response(known ? null : body, { status: known ? 304 : 200, headers }));
    },
  };
}
