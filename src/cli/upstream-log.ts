import type { Logger } from 'pino';
import type { RequestIds } from '../coder/call-pipeline.ts';
import type { SocketChange } from '../coder/client.ts';
import type { TracedRequest } from '../coder/trace.ts';

export interface UpstreamLog {
  request(request: TracedRequest, ids: RequestIds): void;
  socket(event: SocketChange): void;
}

/** Tells of each call of Coder and of its sockets, where the log's level asks for that; undefined elsewhere. */
export function upstreamLog(log: Logger): UpstreamLog | undefined {
  if (!log.isLevelEnabled('debug')) return undefined;
  return {
    request: ({ method, route, status, durationMs, source }, ids) => {
      log.debug(
        { ...ids, method, route, status, source, durationMs: Math.round(durationMs * 10) / 10 },
        'upstream call',
      );
    },
    socket: ({ path, closed }) => {
      if (closed === undefined) log.debug({ path }, 'upstream socket opened');
      else {
        const { kind } = closed;
        const status = closed.kind === 'refused' ? closed.status : undefined;
        const code = closed.kind === 'closed' ? closed.code : undefined;
        log.debug({ path, kind, status, code }, 'upstream socket closed');
      }
    },
  };
}
