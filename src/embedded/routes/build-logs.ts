import type { LogId } from '../../coder/rest/scalars.ts';
import { type Context, envelope, JSON_TYPE, type Reply, TEXT_TYPE } from '../http/http.ts';
import { integerProblem } from '../http/query.ts';
import { logJson } from '../render/build.ts';
import { formatTime } from '../state/go-encoding.ts';
import type { JobRow } from '../state/rows.ts';
import { entriesAfter } from '../state/store.ts';
import { followJob, originRefusal, upgradeRequired } from './follow.ts';

/** The log of a job: plain as JSON or text, or followed over a WebSocket. */
export function logsReply(context: Context, job: JobRow, kind: 'build-logs' | 'version-logs'): Reply {
  const { store, query } = context;
  // Presence decides: `follow=false` follows too.
  const follow = query.has('follow');
  const format = query.get('format') || 'json';
  const refused = formatRefusal(format, follow);
  if (refused !== null) return refused;
  const after = readAfter(query.get('after') ?? '');
  if (after === null) {
    return envelope(400, 'Query param "after" must be an integer.', '', [
      { field: 'after', detail: 'Must be an integer' },
    ]);
  }
  if (store.failures.take('logs.fetch-job'))
    return envelope(500, 'Internal error fetching provisioner job.', 'pq: EOF');
  if (store.failures.take('logs.fetch')) return envelope(500, 'Internal error fetching provisioner logs.', 'pq: EOF');
  if (follow) {
    if (!context.wantsUpgrade) return upgradeRequired(context, 'Failed to accept websocket.');
    return originRefusal(context, 'Failed to accept websocket.') ?? followJob(store, job, after, kind);
  }
  const entries = entriesAfter(job.logs, after);
  if (format === 'text') {
    const text = entries.map(
      (entry) =>
        `${formatTime(Math.floor(entry.createdAt / 1000) * 1000)} [${entry.level}] [provisioner|${entry.stage}] ${entry.output}\n`,
    );
    return { status: 200, contentType: TEXT_TYPE, body: text.join('') };
  }
  return { status: 200, contentType: JSON_TYPE, body: `[${entries.map(logJson).join(',')}]\n` };
}

export function formatRefusal(format: string, follow: boolean): Reply | null {
  if (format !== 'json' && format !== 'text') {
    return envelope(400, 'Invalid format parameter.', 'Allowed values are "json" and "text".');
  }
  if (format === 'text' && follow) {
    return envelope(
      400,
      'Text format is not supported with follow mode.',
      'Use format=json or omit the follow parameter.',
    );
  }
  return null;
}

/** An id to go on after: any int64, exclusive; `null` when it is none. */
export function readAfter(raw: string): LogId | null {
  if (raw === '') return 0;
  if (integerProblem(raw, 64, 'ParseInt') !== null) return null;
  const value = Number(raw);
  return Number.isSafeInteger(value) ? value : BigInt(raw);
}
