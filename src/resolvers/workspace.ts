import { type GraphQLField, type GraphQLObjectType, type GraphQLResolveInfo, getArgumentValues } from 'graphql';
import type { Build, Workspace } from '../coder/model.ts';
import { copyOmissions, omittedItems, unwrap } from '../coder/response/walk.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import type { AgentNode, BuildNode, WorkspaceNode } from '../loaders/nodes.ts';
import { cursorArgument, DEFAULT_PAGE, encodeCursor, MAX_PAGE, pageSize, searchArgument } from './arguments.ts';
import type { RequestContext } from './context.ts';
import { CONNECTION, dropInvalidBuilds, dropInvalidItems } from './invalid-items.ts';
import { selectedFields } from './selection.ts';

export interface Page<Node> {
  edges: { cursor: string; node: Node }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** A value that only the workspace's own JSON has; null when the workspace is out of reach. */
export function detail<T>(
  workspace: WorkspaceNode,
  pick: (known: Workspace) => T | null | undefined,
): T | null | undefined | Promise<T | null | undefined> {
  const known = workspace.detail();
  if (known instanceof Promise) return known.then((read) => read && pick(read));
  return known && pick(known);
}

/** What builds say of their workspace, and what is read of their list. */
const KNOWN_BY_BUILDS = new Set(['__typename', 'id', 'uuid', 'name', 'url', 'owner', 'builds']);

/**
 * A workspace by its id. Where the query wants the first page of its builds and nothing that only the workspace's
 * own JSON has, that page is enough: its rows name the workspace.
 */
export async function workspaceById(
  id: Uuid,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<WorkspaceNode | null> {
  const { loaders } = context;
  const first = firstPageOnly(info);
  if (first !== undefined) {
    const window = { workspace: id, since: undefined, offset: 0, limit: first + 1 };
    // A failure is told by the field that asks for the page again.
    const rows = await loaders.builds.window(window).catch(() => []);
    if (!rows) return null;
    // Its last build may have been a deletion: load the workspace to learn whether it still exists.
    if (rows[0] && rows[0].transition !== 'delete') return loaders.workspace(rows[0]);
  }
  const workspace = await loaders.workspaces.byId(id);
  return workspace && loaders.workspace(workspace);
}

/** The size of the one page of builds that is selected, when its rows know all else that is. */
function firstPageOnly(info: GraphQLResolveInfo): number | undefined {
  const fields = selectedFields(info);
  if (!fields.every(({ name }) => KNOWN_BY_BUILDS.has(name.value))) return undefined;
  const { builds } = (info.schema.getType('Workspace') as GraphQLObjectType).getFields();
  const sizes = new Set<unknown>();
  for (const field of fields) {
    if (field.name.value !== 'builds') continue;
    const { first, after, since } = getArgumentValues(
      builds as GraphQLField<unknown, unknown>,
      field,
      info.variableValues,
    );
    sizes.add(after == null && since == null ? (first ?? DEFAULT_PAGE) : undefined);
  }
  const [size] = sizes;
  return sizes.size === 1 && typeof size === 'number' && size >= 1 && size <= MAX_PAGE ? size : undefined;
}

export interface PageArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
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
): Promise<Page<WorkspaceNode> & { totalCount: number }> {
  const first = pageSize('first', args.first, MAX_PAGE) ?? DEFAULT_PAGE;
  const [start, alreadyReturned] = cursorArgument(WORKSPACES, 'after', args.after, MAX_GIVEN) ?? [0, 0];
  const query = searchArgument('query', args.query);
  let offset = start;
  let skip = alreadyReturned;
  for (;;) {
    const limit = first + skip;
    const { workspaces, count } = await context.loaders.workspaces.page(query, offset, limit);
    const end = offset + limit;
    // A wrong count costs `totalCount`; whether there is more, the window's fullness then says.
    const more = typeof count === 'number' ? end < count : workspaces.length >= limit;
    const rows = dropInvalidItems(copyOmissions(workspaces, workspaces.slice(skip)), context, info, CONNECTION);
    if (rows.length === 0 && more) {
      offset = end;
      skip = 0;
      continue;
    }
    const from = offset;
    const before = skip;
    // Where Coder left nothing out, each row's offset is known, and a cursor need not count from the window's begin.
    const whole = workspaces.length === Math.min(limit, count - from);
    const cursorBehind = (alreadyReturned: number) =>
      whole ? encodeCursor(WORKSPACES, from + alreadyReturned, 0) : encodeCursor(WORKSPACES, from, alreadyReturned);
    const edges = rows.map((row, index) => ({
      cursor: index === rows.length - 1 ? encodeCursor(WORKSPACES, end, 0) : cursorBehind(before + index + 1),
      node: context.loaders.workspace(row),
    }));
    return { edges, pageInfo: pageInfoOf(edges, more, start > 0 || alreadyReturned > 0), totalCount: count };
  }
}

/**
 * A page of a workspace's builds, newest first. Offsets shift while builds are created, so the cursor holds the
 * build's number besides its place: rows that the last page had are dropped, and what the shift pushed out of the
 * window is read. Nothing is given twice, nothing is missed.
 */
export async function buildPage(
  workspace: WorkspaceNode,
  args: PageArguments & { since?: string | null | undefined },
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Page<BuildNode> | null> {
  const first = pageSize('first', args.first, MAX_PAGE) ?? DEFAULT_PAGE;
  const connection = `builds:${workspace.id}`;
  const cursor = cursorArgument(connection, 'after', args.after);
  const since = args.since ?? undefined;
  const [last, lastOffset] = cursor ?? [Number.POSITIVE_INFINITY, -1];

  const found: { row: Build; offset: number }[] = [];
  let offset = lastOffset + 1;
  let limit = first + 1;
  let rows = await context.loaders.builds.window({ workspace: workspace.id, since, offset, limit });
  const newest = rows?.[0];
  if (newest && since === undefined && newest.build_number - limit >= last) {
    // The whole window is newer than the cursor; numbers are consecutive, so the first row tells the shift.
    offset += newest.build_number - last + 1;
    rows = await context.loaders.builds.window({ workspace: workspace.id, since, offset, limit });
  }
  const collected: Build[][] = [];
  for (;;) {
    if (!rows) return null;
    collected.push(rows);
    rows.forEach((row, index) => {
      const lowest = found.at(-1)?.row.build_number ?? last;
      if (row.build_number < lowest) found.push({ row, offset: offset + index });
    });
    // Rows that were left out took a place in the window all the same.
    const places = rows.length + omittedItems(rows).length;
    if (found.length > first || places < limit) break;
    offset += places;
    limit = first + 1 - found.length;
    rows = await context.loaders.builds.window({ workspace: workspace.id, since, offset, limit });
  }

  const page = found.slice(0, first);
  const places = new Map(page.map((entry) => [entry.row, entry.offset]));
  const listed = page.map(({ row }) => row);
  for (const list of collected) copyOmissions(list, listed);
  const cursorOf = (row: Build) => encodeCursor(connection, row.build_number, places.get(row) ?? 0);
  const edges = dropInvalidBuilds(listed, context, info).map((row) => ({
    cursor: cursorOf(row),
    node: context.loaders.builds.node(row),
  }));
  const pageInfo = pageInfoOf(edges, found.length > first, cursor !== undefined);
  // Rows that cannot be shown were read all the same: the next page begins behind them.
  const end = page.at(-1);
  if (end) pageInfo.endCursor = cursorOf(end.row);
  return { edges, pageInfo };
}

function pageInfoOf(edges: readonly { cursor: string }[], hasNextPage: boolean, hasPreviousPage: boolean) {
  return {
    hasNextPage,
    hasPreviousPage,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
}

/** The agents that make a workspace unhealthy: those of its latest build, which came along. */
export async function failingAgents(
  ids: readonly string[],
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<AgentNode[]> {
  const found = await Promise.all(dropInvalidItems(ids, context, info).map((id) => context.loaders.agents.byId(id)));
  const nodes = new Map(found.filter((node) => node !== null).map((node) => [node.agent, node]));
  return dropInvalidItems([...nodes.keys()], context, info).map((agent) => nodes.get(agent) as AgentNode);
}

export function latestBuild(
  workspace: WorkspaceNode,
  { loaders }: RequestContext,
): BuildNode | null | undefined | Promise<BuildNode | null | undefined> {
  return detail(workspace, ({ latest_build }) => {
    // A build of the wrong shape costs this field, not the workspace.
    const build = unwrap(latest_build);
    return build && loaders.builds.node(build);
  });
}
