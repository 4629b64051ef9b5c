import type { AgentLog, AgentMetadata, Build, BuildLog, LogId, SoundLine, Workspace } from '../coder/model.ts';
import type { RestList } from '../coder/response/check.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { GatewayError } from '../errors.ts';
import { isFinished } from '../feeds/build-finished.ts';
import type { LogEvent } from '../feeds/feeds.ts';
import type { BuildNode } from '../loaders/nodes.ts';
import { DEFAULT_PAGE, feedStart, MAX_LOG_PAGE, MAX_PAGE, pageSize, searchArgument } from './arguments.ts';
import type { RequestContext } from './context.ts';
import { uuidArgument } from './ids.ts';
import { feedFilter } from './logs.ts';
import { type WorkspaceListEvent, WorkspaceListEvents } from './workspace-list.ts';

function reader({ session }: RequestContext) {
  return { token: session.token, signal: session.signal };
}

export interface FollowBuildArguments {
  buildId: string;
  after?: string | null | undefined;
  last?: number | null | undefined;
  minLevel?: string | null | undefined;
}

/** A feed that resumes behind a line begins there, whatever `last` says: nothing is passed over between. */
export function followBuild(
  { buildId, after, last, minLevel }: FollowBuildArguments,
  context: RequestContext,
): AsyncIterable<LogEvent<SoundLine<BuildLog>>> {
  const target = {
    buildId: uuidArgument('Build', 'buildId', buildId),
    after: feedStart(after, context.lastEventId),
    last: pageSize('last', last, MAX_LOG_PAGE),
    filter: feedFilter(minLevel),
  };
  return context.feeds.buildLogs(target, reader(context));
}

/** Begins as `followBuild` does; ends when Coder no longer has the agent. */
export function followAgent(
  { agentId, after }: { agentId: string; after?: string | null | undefined },
  context: RequestContext,
): AsyncIterable<LogEvent<SoundLine<AgentLog>>> {
  const target = { agentId: uuidArgument('Agent', 'agentId', agentId), after: feedStart(after, context.lastEventId) };
  return context.feeds.agentLogs(target, reader(context));
}

/** The build now, then after every change until its final status. */
export function watchBuild(buildId: string, context: RequestContext): AsyncIterable<Build> {
  return context.feeds.buildUpdated({ buildId: uuidArgument('Build', 'buildId', buildId) }, reader(context));
}

/** The workspace now, then after every change. */
export function watchWorkspace(workspaceId: string, context: RequestContext): AsyncIterable<Workspace> {
  const target = { workspaceId: uuidArgument('Workspace', 'workspaceId', workspaceId) };
  return context.feeds.workspaceUpdated(target, reader(context));
}

/** The first page of a list, then what differs from the page that the subscriber has. */
export function watchWorkspaces(
  args: { query?: string | null | undefined; first?: number | null | undefined },
  context: RequestContext,
): AsyncIterable<WorkspaceListEvent> {
  const first = pageSize('first', args.first, MAX_PAGE) ?? DEFAULT_PAGE;
  const query = searchArgument('query', args.query);
  return context.feeds.workspacesUpdated({ query, first, events: new WorkspaceListEvents() }, reader(context));
}

/** All that the agent measures, now and after every change. */
export function watchMetadata(agentId: string, context: RequestContext): AsyncIterable<RestList<AgentMetadata>> {
  return context.feeds.agentMetadata({ agentId: uuidArgument('Agent', 'agentId', agentId) }, reader(context));
}

/** The build at the end of its feed, read with the subscriber's own token. */
export async function finalBuild(
  { buildId, lastId }: { buildId: Uuid; lastId: LogId | undefined },
  { loaders }: RequestContext,
): Promise<BuildNode> {
  let build = await loaders.builds.byId(buildId);
  if (build && !isFinished(build.data)) {
    // That read was under way before the job had finished; the next one cannot be.
    loaders.clear();
    build = await loaders.builds.byId(buildId);
  }
  if (build) return build;
  throw new GatewayError('NOT_FOUND', 'The build is hidden from the token by now.', {
    extensions: { lastId: lastId === undefined ? null : String(lastId) },
  });
}
