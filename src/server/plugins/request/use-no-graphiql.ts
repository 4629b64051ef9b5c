import { shouldRenderGraphiQL } from 'graphql-yoga';
import { settingNames } from '../../../config.ts';
import type { RequestPlugin } from '../request-plugin.ts';
import { textResponse } from '../text-response.ts';

/** Tells a person who opens the endpoint in a browser why there is no page, where GraphiQL is off. */
export function useNoGraphiQL(endpoint: string): RequestPlugin {
  return {
    fast: undefined,
    onRequest: ({ request, url, endResponse, fetchAPI }) => {
      if (url.pathname !== endpoint || !shouldRenderGraphiQL(request)) return;
      const text = `GraphQL is served here, by POST. GraphiQL is off (${settingNames.graphiql}).\n`;
      endResponse(textResponse(fetchAPI, 406, text));
    },
  };
}
