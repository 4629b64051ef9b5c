import type { Metrics } from '../../observability/metrics.ts';
import type { Paths } from '../../paths.ts';
import { refuseWrites } from '../read-only.ts';
import type { RequestPlugin } from '../request-plugin.ts';

/** Answers `/metrics`, where it has no port of its own. */
export function useMetricsRoute({ registry }: Metrics, { metrics }: Paths): RequestPlugin {
  return {
    fast: undefined,
    onRequest: ({ request, url, endResponse, fetchAPI }) => {
      if (!metrics.includes(url.pathname)) return;
      const refusal = refuseWrites(request, fetchAPI);
      if (refusal) return endResponse(refusal);
      return registry.metrics().then((body) => {
        endResponse(new fetchAPI.Response(body, { headers: { 'content-type': registry.contentType } }));
      });
    },
  };
}
