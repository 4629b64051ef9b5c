import type { GraphQLResolveInfo } from 'graphql';
import type { AgentLog, LogSource, Script } from '../coder/model.ts';
import { findById, unwrap } from '../coder/response/walk.ts';
import type { AgentNode, AppNode } from '../loaders/nodes.ts';
import type { RequestContext } from './context.ts';
import { dropInvalidItems } from './invalid-items.ts';
import { type LogPage, type LogPageArguments, logPage, logWindow } from './logs.ts';

export interface ScriptNode {
  script: Script;
  agent: AgentNode;
}

export function agentApps(node: AgentNode, context: RequestContext, info: GraphQLResolveInfo): AppNode[] {
  return dropInvalidItems(node.agent.apps, context, info).map((app) => ({ app, agent: node }));
}

export function agentScripts(node: AgentNode, context: RequestContext, info: GraphQLResolveInfo): ScriptNode[] {
  return dropInvalidItems(node.agent.scripts, context, info).map((script) => ({ script, agent: node }));
}

export function scriptLogSource({ script, agent }: ScriptNode): LogSource | null {
  const wanted = unwrap(script.log_source_id);
  return findById(agent.agent.log_sources, wanted) ?? null;
}

/** Seconds; Coder sends nanoseconds, which exceed 32 bits from 3 s on. */
export function scriptTimeout({ script: { timeout } }: ScriptNode): number {
  return typeof timeout === 'number' ? timeout / 1e9 : timeout;
}

export function latencies({ agent }: AgentNode): { region: string; latency_ms: number; preferred: boolean }[] {
  return Object.entries(unwrap(agent.latency)).map(([region, latency]) => ({ region, ...latency }));
}

/** A parent came with the same build, so it normally costs nothing. */
export function agentParent(
  { agent }: AgentNode,
  _: unknown,
  { loaders }: RequestContext,
): Promise<AgentNode | null> | null {
  const parent = unwrap(agent.parent_id);
  return parent ? loaders.agents.byId(parent) : null;
}

export async function agentLogs(
  { agent }: AgentNode,
  args: LogPageArguments,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<LogPage<AgentLog> | null> {
  const window = logWindow(args);
  const lines = await context.loaders.details.agentLogs.load({ id: agent.id, after: window.after });
  return lines && logPage(dropInvalidItems(lines, context, info), window);
}
