import type { WatchEvent } from '../../coder/rest/workspace.ts';
import { type Context, envelope, type Reply } from '../http/http.ts';
import type { Router } from '../http/router.ts';
import { renderWorkspace } from '../render/workspace.ts';
import { isOlderThan } from '../state/age.ts';
import { goJson } from '../state/go-encoding.ts';
import { jobStatus } from '../state/status.ts';
import type { Store } from '../state/store.ts';
import { NO_EVENTS, originRefusal, upgradeRequired } from './follow.ts';
import { pathWorkspace } from './lookup.ts';

/** Watching workspaces: whole objects, sent again with every event; no diff, no id, no replay. */
export function addWatchRoutes(router: Router, version: string): void {
  if (!isOlderThan(version, 22)) router.add('GET', '/api/v2/workspaces/{workspace}/watch-ws', watchSocket);
  router.add('GET', '/api/v2/workspaces/{workspace}/watch', watchStream);
  router.add('GET', '/api/v2/workspaces/{workspace}/agent-connection-watch', watchAgent);
  router.subtree('/api/experimental/watch-all-workspacebuilds');
  router.add('GET', '/api/experimental/watch-all-workspacebuilds', watchAll);
}

const ONE_WAY = { code: 1002, reason: 'Clients cannot send messages for one-way WebSockets' };

/** `ping`, the workspace, and the workspace again at each event. */
function watchSocket(context: Context): Reply {
  const { store } = context;
  const events = eventsOf(context);
  if (!context.wantsUpgrade) return upgradeRequired(context, NO_EVENTS);
  return (
    originRefusal(context, NO_EVENTS) ?? {
      status: 101,
      upgrade: {
        kind: 'watch',
        onData: ONE_WAY,
        onShutdown: 'Connection closed',
        serve: (socket) => {
          const send = (event: WatchEvent): void => socket.send(goJson(event));
          send({ type: 'ping', data: null });
          send(events.current());
          socket.onClose(store.workspaceEvents.subscribe(events.workspaceId, () => send(events.current())));
        },
      },
    }
  );
}

const SSE_PING_MS = 15_000;

function watchStream(context: Context): Reply {
  const { store } = context;
  const events = eventsOf(context);
  return {
    status: 200,
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache', Connection: 'keep-alive' },
    stream: (response) => {
      const send = (event: WatchEvent): void => {
        const data = event.data === null ? '' : `data: ${goJson(event.data)}\n`;
        response.write(`event: ${event.type}\n${data}\n`);
      };
      const ping = (): void => {
        send({ type: 'ping', data: null });
        timer = store.clock.setTimeout(ping, SSE_PING_MS);
      };
      let timer: unknown = null;
      ping();
      send(events.current());
      const leave = store.workspaceEvents.subscribe(events.workspaceId, () => send(events.current()));
      response.on('close', () => {
        leave();
        store.clock.clearTimeout(timer);
      });
    },
  };
}

function eventsOf(context: Context): { workspaceId: string; current: () => WatchEvent } {
  const { store, user } = context;
  const workspace = pathWorkspace(context);
  return {
    workspaceId: workspace.id,
    current: () => ({ type: 'data', data: renderWorkspace(store, workspace, user) }),
  };
}

/** The compact watch: the build's job and the agent's lifecycle. */
function watchAgent(context: Context): Reply {
  const { store } = context;
  const workspace = pathWorkspace(context);
  const name = context.query.get('agent_name') ?? '';
  if (!context.wantsUpgrade) return upgradeRequired(context, 'Failed to accept websocket.');
  return {
    status: 101,
    upgrade: {
      kind: 'agent-watch',
      onData: { code: 1008, reason: 'unexpected data message' },
      onShutdown: '',
      serve: (socket) => {
        let lastBuild = '';
        let lastAgent = '';
        const fail = (code: number, message: string): void => {
          socket.send(goJson({ error: { code, retryable: false, message } }));
          socket.close(1000, 'error');
        };
        const update = (): void => {
          const build = store.latestBuild(workspace);
          if (build === undefined) return;
          const state = { transition: build.transition, job_status: jobStatus(build.job) };
          const key = `${build.number} ${goJson(state)}`;
          if (key !== lastBuild) socket.send(goJson({ error: null, build_update: state }));
          lastBuild = key;
          if (state.job_status !== 'succeeded' || build.transition !== 'start') return;
          const agents = store.liveAgents(build).filter((agent) => agent.parentId === null);
          const agent = name === '' ? agents[0] : agents.find((candidate) => candidate.name === name);
          if (agents.length === 0) fail(3, 'workspace has no agents');
          else if (name === '' && agents.length > 1) fail(1, 'workspace has more than one agent, name one');
          else if (agent === undefined) fail(2, `agent "${name}" not found`);
          else {
            const agentState = { lifecycle: agent.lifecycleState, id: agent.id };
            if (goJson(agentState) !== lastAgent) socket.send(goJson({ error: null, agent_update: agentState }));
            lastAgent = goJson(agentState);
          }
        };
        socket.onClose(store.workspaceEvents.subscribe(workspace.id, update));
        update();
      },
    },
  };
}

/** Sends the end of every build of the deployment, to every signed-in user. */
function watchAll(context: Context): Reply {
  const { store } = context;
  if (!store.settings.experiments.includes('workspace-build-updates')) {
    return envelope(
      403,
      "Workspace Build Updates Channel functionality requires enabling the 'workspace-build-updates' experiment.",
    );
  }
  if (!context.wantsUpgrade) return upgradeRequired(context, 'Failed to accept websocket.');
  return {
    status: 101,
    upgrade: {
      kind: 'watch-all',
      onData: { code: 1008, reason: 'unexpected data message' },
      onShutdown: 'done',
      serve: (socket) =>
        socket.onClose(store.buildEvents.subscribe('all', (event) => socket.send(buildUpdate(store, event)))),
    },
  };
}

function buildUpdate(
  store: Store,
  { build, jobStatus: status }: Parameters<Parameters<Store['buildEvents']['subscribe']>[1]>[0],
): string {
  return `${goJson({
    workspace_id: build.workspaceId,
    workspace_name: store.workspace(build.workspaceId).name,
    build_id: build.id,
    transition: build.transition,
    job_status: status,
    build_number: build.number,
  })}\n`;
}
