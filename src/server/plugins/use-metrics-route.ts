import type { Metrics } from '../metrics.ts';
import type { Plugin } from '../operation-context.ts';

/** Answers `/metrics`, where it has no port of its own. */
export function useMetricsRoute({ registry }: Metrics): Plugin {
  return {
    onRequest: ({ url, endResponse, fetchAPI }) => {
      if (url.pathname !== '/metrics') return;
      return registry.metrics().then((body) => {
        endResponse(new fetchAPI.Response(body, { headers: { 'content-type': registry.contentType } }));
      });
    },
  };
}
