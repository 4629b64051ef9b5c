import type { GraphQLResolveInfo } from 'graphql';
import type { AgentLog, AgentMetadata } from '../coder/model.ts';
import type { RestList } from '../coder/response/check.ts';
import { findById } from '../coder/response/find-by-id.ts';
import * as rest from '../coder/rest/agent.ts';
import { agentMetadataItem } from '../coder/rest/agent-metadata.ts';
import { agentLog } from '../coder/rest/logs.ts';
import type { LogSourceNode } from '../loaders/agents.ts';
import type { AgentNode, ScriptNode } from '../loaders/nodes.ts';
import { itemSelections, showableItems } from '../plan/invalid-items.ts';
import { selectionOf } from '../plan/selection.ts';
import type { RequestContext } from './context.ts';
import { type LogPageArguments, linesOf, logPage, logWindow } from './logs.ts';
import type { Page } from './pages.ts';

/** The log source of a script, among those of its agent; null when it has none, or names one that is not there. */
export function scriptLogSource(id: string | null, { agent }: ScriptNode): LogSourceNode | null {
  if (id === null) return null;
  const source = findById(rest.agent.read(agent.agent, 'log_sources'), rest.logSource, id, 'log_sources');
  return source ? { source, agent } : null;
}

export interface RegionLatency {
  region: string;
  latency_ms: number;
  preferred: boolean;
}

/** The entries of an agent's `latency`, by region; throws an `InvalidValueError` when one is wrong. */
export function latencies(latency: ReturnType<typeof rest.agent.read<'latency'>>): RegionLatency[] {
  return Object.entries(latency).map(([region, json]) => ({
    region,
    latency_ms: rest.derpRegion.read(json, 'latency_ms'),
    preferred: rest.derpRegion.read(json, 'preferred'),
  }));
}

/** A parent came with the same build, so it normally costs nothing. */
export function agentParent(
  { agent }: AgentNode,
  _: unknown,
  { loaders }: RequestContext,
): Promise<AgentNode | null> | null {
  const parent = rest.agent.read(agent, 'parent_id');
  return parent ? loaders.agents.byId(parent) : null;
}

/** A page of `GET /workspaceagents/{workspaceagent}/logs`; null when the agent is gone or hidden. */
export async function agentLogs(
  { agent }: AgentNode,
  args: LogPageArguments,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Page<AgentLog> | null> {
  const window = logWindow(args);
  const id = rest.agent.read(agent, 'id');
  const list = await context.loaders.details.agentLogs.load({ id, after: window.after });
  if (!list) return null;
  const kept = showableItems(list, agentLog, itemSelections(info), context, info);
  return logPage(linesOf(kept, agentLog, context, info), window);
}

/** The first event of `GET /workspaceagents/{workspaceagent}/watch-metadata-ws`; null when the agent is gone or hidden. */
export async function agentMetadata(
  { agent }: AgentNode,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<AgentMetadata[] | null> {
  const list = await context.loaders.details.agentMetadata.load(rest.agent.read(agent, 'id'));
  return list && shownMetadata(list, context, info);
}

/** The items that can be shown, in Coder's order. */
export function shownMetadata(
  list: RestList<AgentMetadata>,
  context: RequestContext,
  info: GraphQLResolveInfo,
): AgentMetadata[] {
  return showableItems(list, agentMetadataItem, [selectionOf(info)], context, info);
}
