import type { RequestPlugin } from '../request-plugin.ts';

/** The requests that stand in for a HEAD, with what ends them. */
const heads = new WeakMap<Request, AbortController>();

/** The method that the client sent; the pipeline runs a HEAD as the GET that it stands for. */
export function methodOf(request: Request): string {
  return heads.has(request) ? 'HEAD' : request.method;
}

/** Answers HEAD as GET, without the body. */
export function useHeadRequests(): RequestPlugin {
  return {
    fast: undefined,
    onRequest: ({ request, setRequest, fetchAPI }) => {
      if (request.method !== 'HEAD') return;
      const { url, headers, signal } = request;
      const over = new AbortController();
      signal.addEventListener('abort', () => over.abort(), { once: true });
      const get = new fetchAPI.Request(url, { method: 'GET', headers, signal: over.signal });
      heads.set(get, over);
      setRequest(get);
    },
    onResponse: ({ request, response, setResponse, fetchAPI }) => {
      const over = heads.get(request);
      if (over === undefined) return;
      const { status, statusText, headers } = response;
      // What an event stream says of its connection concerns a body that is not sent.
      headers.delete('connection');
      setResponse(new fetchAPI.Response(null, { status, statusText, headers }));
      // A subscription that nobody reads would go on for ever.
      over.abort();
    },
  };
}
