import type { Logger } from 'pino';
import type { Plugin } from '../../operation-context.ts';
import type { Paths } from '../../paths.ts';
import { methodOf } from './use-head-requests.ts';
import { requestIdOf } from './use-request-id.ts';

/** One line per HTTP answer. Paths without their query: that may hold an operation and its variables. */
export function useAccessLog(log: Logger, { health, readiness, metrics }: Paths): Plugin {
  const probes = new Set([...health, ...readiness, ...metrics]);
  const begun = new WeakMap<Request, number>();
  const names = new WeakMap<Request, string>();
  return {
    onRequest: ({ request }) => {
      begun.set(request, performance.now());
    },
    onParams: ({ request, params }) => {
      if (typeof params.operationName === 'string') names.set(request, params.operationName.slice(0, 80));
    },
    onResponse: ({ request, response }) => {
      const { pathname } = new URL(request.url, 'http://gateway');
      // Probes would drown the rest.
      const level = probes.has(pathname) ? 'debug' : 'info';
      log[level](
        {
          requestId: requestIdOf(request),
          method: methodOf(request),
          path: pathname,
          status: response.status,
          operation: names.get(request),
          durationMs: Math.round(performance.now() - (begun.get(request) ?? performance.now())),
        },
        'request',
      );
    },
  };
}
