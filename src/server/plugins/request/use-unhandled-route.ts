import type { RequestPlugin } from '../request-plugin.ts';
import { textResponse } from '../text-response.ts';

/**
 * Nothing but the endpoint's own path reaches GraphQL. Yoga also takes what only ends like it, such as
 * `/other?x=/graphql`, past every check that goes by the path.
 */
export function useUnhandledRoute(endpoint: string): RequestPlugin {
  return {
    fast: undefined,
    onRequest: ({ url, endResponse, fetchAPI }) => {
      if (url.pathname === endpoint) return;
      endResponse(textResponse(fetchAPI, 404, `There is nothing here: GraphQL is at ${endpoint}.\n`));
    },
  };
}
