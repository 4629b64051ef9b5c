import type { Logger } from 'pino';
import type { OperationReports } from '../../observability/operation-reports.ts';
import type { Paths } from '../../paths.ts';
import type { RequestPlugin } from '../request-plugin.ts';
import { methodOf } from './use-head-requests.ts';
import { requestIdOf } from './use-request-id.ts';

export interface AccessLogOptions {
  log: Logger;
  paths: Paths;
  reports: OperationReports;
}

/**
 * One line per HTTP answer, for requests of operations and for probes only at `debug`: an operation has a line of its
 * own, and probes would drown the rest. Paths without their query: that may hold an operation and its variables.
 */
export function useAccessLog({ log, paths, reports }: AccessLogOptions): RequestPlugin {
  const begun = new WeakMap<Request, number>();
  const isVerbose = log.isLevelEnabled('debug');
  return {
    onRequest: ({ request }) => {
      begun.set(request, performance.now());
    },
    onResponse: ({ request, response }) => {
      const { pathname: path } = new URL(request.url, 'http://gateway');
      const level = paths.probes.has(path) || reports.has(request) ? 'debug' : 'info';
      const durationMs = Math.round(performance.now() - (begun.get(request) ?? performance.now()));
      const requestId = requestIdOf(request);
      log[level]({ requestId, method: methodOf(request), path, status: response.status, durationMs }, 'request');
    },
    fast: {
      answered: isVerbose
        ? ({ requestId, path, begun: from }, { status }) => {
            const durationMs = Math.round(performance.now() - from);
            log.debug({ requestId, method: 'POST', path, status, durationMs }, 'request');
          }
        : undefined,
    },
  };
}
