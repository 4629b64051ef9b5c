import type { FetchAPI } from 'graphql-yoga';

/** An answer for people, where there is neither a page nor GraphQL. `text` is one line, with its end. */
export function textResponse(
  fetchAPI: FetchAPI,
  status: number,
  text: string,
  headers?: Readonly<Record<string, string>>,
): Response {
  return new fetchAPI.Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } });
}
