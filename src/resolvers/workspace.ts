import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
} from 'graphql';
import type { Workspace, WorkspaceHealth, WorkspacePage } from '../coder/model.ts';
import { isInvalid, itemsOf, type RestList, takeItem, uuid } from '../coder/response/check.ts';
import { build as ofBuild } from '../coder/rest/build.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { workspaces as ofPage, workspace as ofWorkspace, workspaceHealth } from '../coder/rest/workspace.ts';
import { isReadable } from '../loaders/build-rows.ts';
import type { AgentNode, WorkspaceNode } from '../loaders/nodes.ts';
import { isShowable, itemSelections, reportOmittedItem } from '../plan/invalid-items.ts';
import { selectionOf } from '../plan/selection.ts';
import { cursorArgument, DEFAULT_PAGE, encodeCursor, MAX_PAGE, pageSize, searchArgument } from './arguments.ts';
import { newestBuildsOf } from './build-pages.ts';
import type { RequestContext } from './context.ts';
import { type Page, type PageArguments, pageInfoOf } from './pages.ts';
import { workspaceWithId } from './readable-workspace.ts';

/**
 * A workspace by its id. Where the query wants first pages of its builds and nothing that only the workspace's
 * own JSON has, one page is enough: its rows name the workspace.
 */
export async function workspaceById(
  id: Uuid,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<WorkspaceNode | null> {
  const { loaders } = context;
  const first = firstPagesOnly(info);
  if (first !== undefined) {
    const window = { workspace: id, since: undefined, offset: 0, limit: first };
    // A failure is told by the field that asks for the page again.
    const rows = await loaders.builds.window(window).catch(() => []);
    if (!rows) return null;
    // Its last build may have been a deletion: load the workspace to learn whether it still exists.
    const [row] = rows;
    if (row && isReadable(row) && ofBuild.peek(row.build, 'transition') !== 'delete')
      return loaders.builds.node(row.build).workspace;
  }
  return workspaceWithId(id, loaders);
}

/** The newest builds that contain all pages which are selected, when these know all else that is. */
function firstPagesOnly(info: GraphQLResolveInfo): number | undefined {
  const fields = [...selectionOf(info).fieldsOf('Workspace').values()];
  const builds = fields.filter(({ name }) => name === 'builds');
  // What needs no view is known of any workspace, whatever it came with.
  const others = fields.filter(({ name }) => name !== 'builds');
  if (!others.every(({ mapping }) => mapping && mapping.view === undefined)) return undefined;
  const field = (info.schema.getType('Workspace') as GraphQLObjectType).getFields().builds;
  let widest: number | undefined;
  for (const { nodes, selection } of builds) {
    const args = getArgumentValues(field as GraphQLField<unknown, unknown>, nodes[0] as FieldNode, info.variableValues);
    const size = selection && newestBuildsOf(args, info.schema, selection);
    if (size === undefined) return undefined;
    widest = Math.max(widest ?? 0, size);
  }
  return widest;
}

const WORKSPACES = 'workspaces';
/** Rows of a window that a cursor can say were given: they are read again, so a made-up number must not be huge. */
const MAX_GIVEN = 1000;

/**
 * A page of Coder's workspaces. Coder pages by offset and leaves rows out of a window that it still counts, so the
 * cursor is where a window begins and how many of its rows were given; windows are read until a row is found.
 */
export async function workspacePage(
  args: PageArguments & { query?: string | null | undefined },
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Page<WorkspaceNode> & { json: WorkspacePage }> {
  const first = pageSize('first', args.first, MAX_PAGE) ?? DEFAULT_PAGE;
  const [start, alreadyReturned] = cursorArgument(WORKSPACES, 'after', args.after, MAX_GIVEN) ?? [0, 0];
  const query = searchArgument('query', args.query);
  let offset = start;
  let skip = alreadyReturned;
  for (;;) {
    const limit = first + skip;
    const page = await context.loaders.workspaces.page(query, offset, limit);
    const workspaces = ofPage.read(page, 'workspaces');
    const count = ofPage.peek(page, 'count');
    const length = itemsOf(workspaces).length;
    const end = offset + limit;
    // A wrong count costs `totalCount`; whether there is more, the window's fullness then says.
    const more = count === undefined ? length >= limit : end < count;
    const rows = shownWorkspaces(workspaces, skip, context, info);
    if (rows.length === 0 && more) {
      offset = end;
      skip = 0;
      continue;
    }
    const from = offset;
    // Where Coder left nothing out, each row's offset is known, and a cursor need not count from the window's begin.
    const whole = count !== undefined && length === Math.min(limit, count - from);
    const cursorBehind = (given: number) =>
      whole ? encodeCursor(WORKSPACES, from + given, 0) : encodeCursor(WORKSPACES, from, given);
    const edges = rows.map(({ node, place }, index) => ({
      cursor: index === rows.length - 1 ? encodeCursor(WORKSPACES, end, 0) : cursorBehind(place + 1),
      node,
    }));
    return { edges, pageInfo: pageInfoOf(edges, more, start > 0 || alreadyReturned > 0), json: page };
  }
}

/** The rows from a place on that can be shown, each with its place in the window. */
function shownWorkspaces(
  list: RestList<Workspace>,
  skip: number,
  context: RequestContext,
  info: GraphQLResolveInfo,
): { node: WorkspaceNode; place: number }[] {
  const selections = itemSelections(info);
  const shown: { node: WorkspaceNode; place: number }[] = [];
  for (const [place, raw] of itemsOf(list).entries()) {
    if (place < skip) continue;
    const row = takeItem(list, raw, ofWorkspace, 'workspaces');
    if (isInvalid(row)) {
      reportOmittedItem(row, context, info);
      continue;
    }
    const node = context.loaders.workspace(row as Workspace);
    if (isShowable(selections, node, context, info)) shown.push({ node, place });
  }
  return shown;
}

/** The agents that make a workspace unhealthy: those of its latest build, which came along. */
export async function failingAgents(
  health: WorkspaceHealth,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<AgentNode[]> {
  const list = workspaceHealth.read(health, 'failing_agents');
  const ids = itemsOf(list).map((raw) => takeItem(list, raw, uuid, 'failing_agents'));
  const readable = ids.filter((id) => {
    if (isInvalid(id)) reportOmittedItem(id, context, info);
    return !isInvalid(id);
  });
  const found = await Promise.all(readable.map((id) => context.loaders.agents.byId(id as string)));
  const nodes = new Set(found.filter((node) => node !== null));
  return [...nodes].filter((node) => isShowable([selectionOf(info)], node, context, info));
}
