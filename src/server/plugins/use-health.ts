import type { Plugin } from '../operation-context.ts';
import type { Readiness } from '../readiness.ts';

/** `/healthz`: the process serves. `/readyz`: it is also of use, since Coder answers and no shutdown is under way. */
export function useHealth(readiness: Readiness): Plugin {
  return {
    onRequest: ({ url, endResponse, fetchAPI }) => {
      if (url.pathname === '/healthz') endResponse(fetchAPI.Response.json({ status: 'ok' }));
      // Only here is there something to wait for: every other request passes without a promise.
      if (url.pathname !== '/readyz') return;
      return readiness.reason().then((reason) => {
        const body = reason === undefined ? { status: 'ready' } : { status: 'not ready', reason };
        endResponse(fetchAPI.Response.json(body, { status: reason === undefined ? 200 : 503 }));
      });
    },
  };
}
