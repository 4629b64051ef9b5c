import { type Context, envelope, JSON_TYPE, type Reply, TEXT_TYPE } from '../http/http.ts';
import { agentLogJson } from '../render/build.ts';
import type { AgentRow } from '../state/agent-rows.ts';
import { formatTime } from '../state/go-encoding.ts';
import { isOwner } from '../state/permissions.ts';
import type { BuildRow } from '../state/rows.ts';
import { entriesAfter, type Store } from '../state/store.ts';
import { formatRefusal, readAfter } from './build-logs.ts';
import { originRefusal, upgradeRequired } from './follow.ts';

/** An agent's log: like a build's, but in arrays, never before 0, and ended by the next build. */
export function agentLogsReply(context: Context, agent: AgentRow, build: BuildRow): Reply {
  const { query, store } = context;
  const follow = query.has('follow');
  const format = query.get('format') || 'json';
  const refused = formatRefusal(format, follow);
  if (refused !== null) return refused;
  const after = readAfter(query.get('after') ?? '');
  if (after === null || after < 0) {
    return envelope(400, 'Query param "after" must be an integer greater than or equal to zero.', '', [
      { field: 'after', detail: 'Must be an integer greater than or equal to zero' },
    ]);
  }
  if (follow) {
    const message = 'Failed to accept websocket.';
    if (!context.wantsUpgrade) return upgradeRequired(context, message);
    return originRefusal(context, message) ?? followAgent(store, agent, build, after);
  }
  const entries = entriesAfter(agent.logs, after);
  if (format === 'text') {
    // Only site owners may read the log sources that the text names.
    if (!isOwner(context.user)) {
      return envelope(500, 'Internal error fetching workspace agent log sources.', 'unauthorized: rbac: forbidden');
    }
    const text = entries.map((entry) => {
      const source = agent.logSources.find((candidate) => candidate.id === entry.sourceId)?.displayName ?? '';
      const origin = [`agent.${agent.name}`, source].filter((part) => part !== '').join('|');
      const at = formatTime(Math.floor(entry.createdAt / 1000) * 1000);
      return `${at} [${entry.level}] [${origin}] ${entry.output}\n`;
    });
    return { status: 200, contentType: TEXT_TYPE, body: text.join('') };
  }
  return { status: 200, contentType: JSON_TYPE, body: `[${entries.map(agentLogJson).join(',')}]\n` };
}

const RECHECK_MS = 60_000;

function followAgent(store: Store, agent: AgentRow, build: BuildRow, after: number | bigint): Reply {
  return {
    status: 101,
    upgrade: {
      kind: 'agent-logs',
      onData: { code: 1008, reason: 'unexpected data message' },
      onShutdown: '',
      serve: (socket) => {
        let last = after;
        const send = (): void => {
          const entries = entriesAfter(agent.logs, last);
          last = entries[entries.length - 1]?.id ?? last;
          socket.send(`[${entries.map(agentLogJson).join(',')}]\n`);
        };
        const endWhenSuperseded = (): void => {
          const workspace = store.workspace(build.workspaceId);
          if (agent.deleted || store.latestBuild(workspace) !== build) socket.close(1000, '');
        };
        // The first message is always sent; it is `[]` when there are no lines.
        send();
        const leaveLogs = store.agentEvents.subscribe(agent.id, send);
        const leaveWorkspace = store.workspaceEvents.subscribe(build.workspaceId, endWhenSuperseded);
        let timer: unknown = null;
        const recheck = (): void => {
          endWhenSuperseded();
          timer = store.clock.setTimeout(recheck, RECHECK_MS);
        };
        timer = store.clock.setTimeout(recheck, RECHECK_MS);
        socket.onClose(() => {
          leaveLogs();
          leaveWorkspace();
          store.clock.clearTimeout(timer);
        });
        endWhenSuperseded();
      },
    },
  };
}
