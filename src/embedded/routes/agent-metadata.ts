import type { Context, Reply } from '../http/http.ts';
import type { SocketConnection } from '../http/sockets.ts';
import type { AgentMetadataRow, AgentRow } from '../state/agent-rows.ts';
import { formatTime, goJson, ZERO_TIME } from '../state/go-encoding.ts';
import type { Store } from '../state/store.ts';
import { NO_EVENTS, originRefusal, upgradeRequired } from './follow.ts';

/** Changes are sent at most this often. */
const PACE_MS = 1_000;
/** Unchanged items are sent again this often, for the sake of their `age`. */
const REFRESH_MS = 5_000;

/** Watches an agent's metadata: all items at once, and all of them again at every change. */
export function watchMetadata(context: Context, agent: AgentRow): Reply {
  const { store } = context;
  if (!context.wantsUpgrade) return upgradeRequired(context, NO_EVENTS);
  return (
    originRefusal(context, NO_EVENTS) ?? {
      status: 101,
      upgrade: {
        kind: 'agent-metadata',
        onData: { code: 1002, reason: 'Clients cannot send messages for one-way WebSockets' },
        onShutdown: 'Connection closed',
        serve: (socket) => serveMetadata(store, agent, socket),
      },
    }
  );
}

function serveMetadata(store: Store, agent: AgentRow, socket: SocketConnection): void {
  const send = (): void => {
    const items = agent.metadata.map((item) => renderMetadata(item, store.now()));
    socket.send(`${goJson({ type: 'data', data: items })}\n`);
  };
  let changed = false;
  // The first tick sends, changed or not.
  let lastSent = Number.NEGATIVE_INFINITY;
  let timer: unknown = null;
  const tick = (): void => {
    if (changed || store.now() - lastSent >= REFRESH_MS) {
      changed = false;
      lastSent = store.now();
      send();
    }
    timer = store.clock.setTimeout(tick, PACE_MS);
  };
  const leave = store.metadataEvents.subscribe(agent.id, () => {
    changed = true;
  });
  socket.onClose(() => {
    leave();
    store.clock.clearTimeout(timer);
  });
  send();
  timer = store.clock.setTimeout(tick, PACE_MS);
}

function renderMetadata(item: AgentMetadataRow, now: number): Record<string, unknown> {
  const { collectedAt } = item;
  return {
    result: {
      collected_at: collectedAt === null ? ZERO_TIME : formatTime(collectedAt),
      // Seconds, as Go counts them since the zero time when nothing was collected: its longest duration.
      age: collectedAt === null ? 9_223_372_036 : Math.max(0, Math.floor((now - collectedAt) / 1_000)),
      value: item.value,
      error: item.error,
    },
    description: {
      display_name: item.displayName,
      key: item.key,
      script: item.script,
      interval: item.intervalSeconds,
      timeout: item.timeoutSeconds,
    },
  };
}
