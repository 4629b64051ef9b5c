import type { Sides, Step } from './reads.ts';
import type { Rest } from './rules.ts';

const ended = (name: string) => new Error(`${name} ended before its end event`);

/** The log of a finished build, followed from its beginning to the end event. */
export const buildLogs =
  ({ coder, graph }: Sides, id: string): Step =>
  async (comparison) => {
    for (const field of ['BuildLogBatch.logs', 'BuildLogBatch.lastId', 'BuildLogEnd.build', 'BuildLogEnd.lastId'])
      graph.visited.add(field);
    const rows = await coder.list(`/workspacebuilds/${id}/logs`);
    const rest = await coder.object(`/workspacebuilds/${id}`);
    const inner = `{
      ... on BuildLogBatch { logs ${graph.select('BuildLog')} lastId }
      ... on BuildLogEnd { build ${graph.select('Build')} lastId }
    }`;
    const lines: unknown[] = [];
    let end: Rest | undefined;
    for await (const event of graph.events(`buildLogs(buildId: "${id}")`, inner)) {
      if (event.logs) lines.push(...(event.logs as unknown[]));
      else end = event;
    }
    if (end === undefined) throw ended('buildLogs');
    const nodes = { nodes: lines };
    comparison.object('BuildLogConnection', { rows }, nodes, `buildLogs(${id})`, { only: ['nodes'] });
    comparison.object('Build', rest, end.build, `buildLogs(${id}).build`);
  };

/** As many lines of an agent's log as Coder has; the agent lives on, and so would the feed. */
export const agentLogs =
  ({ coder, graph }: Sides, id: string): Step =>
  async (comparison) => {
    for (const field of ['AgentLogBatch.logs', 'AgentLogBatch.lastId', 'AgentLogEnd.lastId']) graph.visited.add(field);
    const rows = await coder.list(`/workspaceagents/${id}/logs`);
    if (rows.length === 0) return;
    const inner = `{
      ... on AgentLogBatch { logs ${graph.select('AgentLog')} lastId }
      ... on AgentLogEnd { lastId }
    }`;
    const lines: unknown[] = [];
    for await (const event of graph.events(`agentLogs(agentId: "${id}")`, inner)) {
      lines.push(...((event.logs as unknown[] | undefined) ?? []));
      if (lines.length >= rows.length) break;
    }
    const shown = { nodes: lines.slice(0, rows.length) };
    comparison.object('AgentLogConnection', { rows }, shown, `agentLogs(${id})`, { only: ['nodes'] });
  };

const LIST_PAGE = 10;

/** The page that a list begins with. */
export const list =
  ({ coder, graph }: Sides): Step =>
  async (comparison) => {
    for (const field of ['changed', 'left', 'order', 'totalCount']) graph.visited.add(`WorkspaceListEvent.${field}`);
    const { workspaces, count } = (await coder.object('/workspaces', { limit: LIST_PAGE, offset: 0 })) ?? {};
    const call = `workspacesUpdated(first: ${LIST_PAGE})`;
    const inner = `{ changed ${graph.select('Workspace')} left order totalCount }`;
    for await (const { changed, left, order, totalCount } of graph.events(call, inner)) {
      const shown = { nodes: changed, totalCount };
      comparison.object('WorkspaceConnection', { rows: workspaces, count }, shown, call, {
        only: ['nodes', 'totalCount'],
      });
      comparison.value([], left, `${call}.left`);
      comparison.value((workspaces as unknown[]).length, (order as unknown[]).length, `${call}.order`);
      break;
    }
  };

/** The state that each watch begins with. */
export const updates =
  ({ coder, graph }: Sides, { workspaceId, buildId }: { workspaceId: string; buildId: string }): Step =>
  async (comparison) => {
    const build = await coder.object(`/workspacebuilds/${buildId}`);
    for await (const event of graph.events(`buildUpdated(buildId: "${buildId}")`, graph.select('Build'))) {
      comparison.object('Build', build, event, `buildUpdated(${buildId})`);
      break;
    }
    const workspace = await coder.object(`/workspaces/${workspaceId}`);
    const inner = graph.select('Workspace');
    for await (const event of graph.events(`workspaceUpdated(workspaceId: "${workspaceId}")`, inner)) {
      comparison.object('Workspace', workspace, event, `workspaceUpdated(${workspaceId})`);
      break;
    }
  };

/** What an agent measures, as its feed begins. */
export const agentMetadata =
  ({ coder, graph }: Sides, id: string): Step =>
  async (comparison) => {
    const metadata = await coder.event(`/workspaceagents/${id}/watch-metadata-ws`);
    for await (const event of graph.events(`agentMetadata(agentId: "${id}")`, graph.select('AgentMetadata'))) {
      comparison.object('Agent', { metadata }, { metadata: event }, `agentMetadata(${id})`, { only: ['metadata'] });
      break;
    }
  };
