import type { Logger } from 'pino';
import type { Paths } from '../../paths.ts';
import type { RequestPlugin } from '../request-plugin.ts';
import { methodOf } from './use-head-requests.ts';
import { requestIdOf } from './use-request-id.ts';

interface LoggedAnswer {
  requestId: string;
  method: string;
  path: string;
  status: number;
  operation: string | undefined;
  /** When the request came. */
  begun: number;
}

/** One line per HTTP answer. Paths without their query: that may hold an operation and its variables. */
export function useAccessLog(log: Logger, { health, readiness, metrics }: Paths): RequestPlugin {
  const probes = new Set([...health, ...readiness, ...metrics]);
  const begun = new WeakMap<Request, number>();
  const names = new WeakMap<Request, string>();
  const write = (level: 'debug' | 'info', { begun, ...answer }: LoggedAnswer) =>
    log[level]({ ...answer, durationMs: Math.round(performance.now() - begun) }, 'request');
  return {
    onRequest: ({ request }) => {
      begun.set(request, performance.now());
    },
    onParams: ({ request, params }) => {
      if (typeof params.operationName === 'string') names.set(request, shortName(params.operationName));
    },
    onResponse: ({ request, response }) => {
      const { pathname } = new URL(request.url, 'http://gateway');
      // Probes would drown the rest.
      write(probes.has(pathname) ? 'debug' : 'info', {
        requestId: requestIdOf(request),
        method: methodOf(request),
        path: pathname,
        status: response.status,
        operation: names.get(request),
        begun: begun.get(request) ?? performance.now(),
      });
    },
    fast: {
      answered: ({ requestId, path, operationName, begun }, { status }) => {
        const operation = operationName === undefined ? undefined : shortName(operationName);
        write('info', { requestId, method: 'POST', path, status, operation, begun });
      },
    },
  };
}

function shortName(operationName: string): string {
  return operationName.slice(0, 80);
}
