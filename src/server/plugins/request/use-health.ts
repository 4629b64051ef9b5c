import type { Readiness } from '../../observability/readiness.ts';
import type { Paths } from '../../paths.ts';
import { refuseWrites } from '../read-only.ts';
import type { RequestPlugin } from '../request-plugin.ts';

/** `/healthz`: the process serves. `/readyz`: it is also of use, since Coder answers and no shutdown is under way. */
export function useHealth(readiness: Readiness, { health, readiness: ready }: Paths): RequestPlugin {
  return {
    fast: undefined,
    onRequest: ({ request, url, endResponse, fetchAPI }) => {
      const isHealth = health.includes(url.pathname);
      if (!isHealth && !ready.includes(url.pathname)) return;
      const refusal = refuseWrites(request, fetchAPI);
      if (refusal) return endResponse(refusal);
      if (isHealth) return endResponse(fetchAPI.Response.json({ status: 'ok' }));
      // Only here is there something to wait for: every other request passes without a promise.
      return readiness.reason().then((reason) => {
        const warned = readiness.warning();
        const redis = readiness.redisState();
        const body = {
          ...(reason === undefined ? { status: 'ready' } : { status: 'not ready', reason }),
          ...(redis !== undefined && { redis }),
          ...(warned !== undefined && { warning: warned }),
        };
        endResponse(fetchAPI.Response.json(body, { status: reason === undefined ? 200 : 503 }));
      });
    },
  };
}
