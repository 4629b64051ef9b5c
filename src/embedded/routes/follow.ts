import type { LogId } from '../../coder/rest/scalars.ts';
import { type Context, envelope, type Reply, TEXT_TYPE } from '../http/http.ts';
import { logJson } from '../render/build.ts';
import type { JobRow } from '../state/rows.ts';
import { isActive } from '../state/status.ts';
import { entriesAfter, type Store } from '../state/store.ts';

/** Follows a job's log: sends the backlog, then the new entries after each announcement, one object per message. */
export function followJob(store: Store, job: JobRow, after: LogId, kind: 'build-logs' | 'version-logs'): Reply {
  return {
    status: 101,
    upgrade: {
      kind,
      onData: { code: 1008, reason: 'unexpected data message' },
      onShutdown: 'done',
      serve: (socket) => {
        let last = after;
        const sendNew = (): void => {
          for (const entry of entriesAfter(job.logs, last)) {
            last = entry.id;
            socket.send(`${logJson(entry)}\n`);
          }
        };
        // End-of-logs closes the socket at once, without another query, so lines that were not announced are not sent.
        const leave = store.jobEvents.subscribe(job.id, (event) => {
          if (event === 'logs') sendNew();
          else socket.close(1000, 'done');
        });
        socket.onClose(leave);
        sendNew();
        if (!isActive(job)) socket.close(1000, 'done');
      },
    },
  };
}

/** What a WebSocket route answers to a plain request: the WebSocket library's line and Coder's envelope in one body. */
export function upgradeRequired(context: Context, message: string): Reply {
  const connection = context.request.headers.connection ?? '';
  const line = `WebSocket protocol violation: Connection header ${JSON.stringify(connection)} does not contain Upgrade`;
  return mixed(426, line, message, { Connection: 'Upgrade', Upgrade: 'websocket' });
}

/** Refuses a WebSocket to a page of another origin. */
export function originRefusal(context: Context, message: string): Reply | null {
  const origin = context.request.headers.origin;
  if (origin === undefined) return null;
  const host = context.request.headers.host ?? '';
  const originHost = /^[a-z][a-z0-9+.-]*:\/\/([^/]*)/i.exec(origin)?.[1] ?? '';
  if (originHost.toLowerCase() === host.toLowerCase()) return null;
  return mixed(403, `request Origin "${originHost}" is not authorized for Host "${host}"`, message);
}

/** The message of the routes that send events rather than a log. */
export const NO_EVENTS = 'Internal error setting up server-sent events.';

function mixed(status: number, line: string, message: string, headers: Record<string, string> = {}): Reply {
  const detail = `${message === NO_EVENTS ? 'cannot establish connection: ' : ''}failed to accept WebSocket connection: ${line}`;
  const { body } = envelope(status, message, detail);
  return { status, headers, contentType: TEXT_TYPE, body: `${line}\n${body}` };
}
