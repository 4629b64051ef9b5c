import type { RequestPlugin } from '../request-plugin.ts';

/**
 * Nothing but the endpoint's own path reaches GraphQL. Yoga also takes what only ends like it, such as
 * `/other?x=/graphql`, past every check that goes by the path.
 */
export function useUnhandledRoute(endpoint: string): RequestPlugin {
  return {
    fast: undefined,
    onRequest: ({ url, endResponse, fetchAPI }) => {
      if (url.pathname === endpoint) return;
      const message = `There is nothing here: GraphQL is at ${endpoint}.\n`;
      endResponse(new fetchAPI.Response(message, { status: 404, headers: { 'content-type': 'text/plain' } }));
    },
  };
}
