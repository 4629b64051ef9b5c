import type { FetchAPI } from 'graphql-yoga';

/** The refusal of any method but GET, as which HEAD runs too, for a path that can only be read; undefined for GET. */
export function refuseWrites({ method }: Request, fetchAPI: FetchAPI): Response | undefined {
  if (method === 'GET') return undefined;
  return new fetchAPI.Response(`Expected GET, got ${method}.\n`, {
    status: 405,
    headers: { 'content-type': 'text/plain', allow: 'GET, HEAD' },
  });
}
