import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { isInvalid } from '../coder/response/check.ts';
import type { InvalidValueError } from '../coder/response/invalid-value.ts';
import { badInput, GatewayError } from '../errors.ts';
import { isReadable, type ReadableRow } from '../loaders/build-rows.ts';
import { type BuildWalk, NewerBuilds, OlderBuilds, type WalkStep } from '../loaders/build-walks.ts';
import type { BuildNode, WorkspaceNode } from '../loaders/nodes.ts';
import type { ScanBudget } from '../loaders/scan-budget.ts';
import { isShowable, itemSelections, reportOmittedItem } from '../plan/invalid-items.ts';
import { type Selection, selectionOf } from '../plan/selection.ts';
import { cursorArgument, DEFAULT_PAGE, encodeCursor, MAX_PAGE, pageSize } from './arguments.ts';
import { type BuildFilter, type BuildFilterArguments, buildFilter } from './build-filter.ts';
import type { RequestContext } from './context.ts';
import { type Page, type PageArguments, pageInfoOf } from './pages.ts';

export interface BuildPageArguments extends PageArguments, BuildFilterArguments {
  last?: number | null | undefined;
  before?: string | null | undefined;
  since?: string | null | undefined;
}

/** A page as its arguments describe it, checked. */
interface Wanted {
  size: number;
  /** Whether the page has the oldest rows of the range, and not the newest. */
  fromEnd: boolean;
  filter: BuildFilter | undefined;
  since: string | undefined;
  /** Rows beyond the page that are looked for. */
  spare: number;
}

function wantedPage(args: BuildPageArguments, schema: GraphQLSchema, selection: Selection): Wanted {
  const first = pageSize('first', args.first, MAX_PAGE);
  const last = pageSize('last', args.last, MAX_PAGE);
  if (first !== undefined && last !== undefined) throw badInput('last', 'either first or last, not both', last);
  const filter = buildFilter(args, schema);
  const fromEnd = last !== undefined;
  return {
    size: last ?? first ?? DEFAULT_PAGE,
    fromEnd,
    filter,
    since: args.since ?? undefined,
    spare: filter || fromEnd || asksForMore(selection) ? 1 : 0,
  };
}

/** Whether somebody wants to know if there are further rows, which one more row than the page tells. */
function asksForMore(selection: Selection): boolean {
  return [...selection.fieldsOf().values()].some(({ name }) => name === 'pageInfo');
}

/** A filter passes over some rows, nobody knows how many. */
function firstRows({ size, filter, spare }: Wanted): number {
  return (filter ? Math.max(size, DEFAULT_PAGE) : size) + spare;
}

/** The number of the newest builds that such a page begins with; undefined: it begins elsewhere, or is refused. */
export function newestBuildsOf(
  args: BuildPageArguments,
  schema: GraphQLSchema,
  selection: Selection,
): number | undefined {
  if (args.after != null || args.before != null || args.last != null || args.since != null) return undefined;
  try {
    return firstRows(wantedPage(args, schema, selection));
  } catch {
    return undefined;
  }
}

/** A row that is wanted. */
interface FoundRow {
  row: ReadableRow;
  offset: number;
}

/**
 * A page of a workspace's builds, newest first. A cursor holds a build's number besides its place, so nothing is given
 * twice and nothing is missed while builds are made. Coder does not filter: a page that has a filter looks through the
 * list within the operation's budget, and ends early, with a cursor to go on behind, when that is used up.
 */
export async function buildPage(
  workspace: WorkspaceNode,
  args: BuildPageArguments,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Page<BuildNode> | null> {
  const { loaders } = context;
  const wanted = wantedPage(args, info.schema, selectionOf(info));
  const connection = `builds:${workspace.id}`;
  const after = placeOf(cursorArgument(connection, 'after', args.after));
  const before = placeOf(cursorArgument(connection, 'before', args.before));
  const list = { workspace: workspace.id, since: wanted.since, builds: loaders.builds };
  const walk = wanted.fromEnd
    ? new NewerBuilds(list, workspace.latestKnownBuildNumber, before)
    : new OlderBuilds(list, after);
  const isInRange = ({ number }: ReadableRow) =>
    (!after || number < after.number) && (!before || number > before.number);
  const scan = await scanned(walk, { ...wanted, isInRange, budget: loaders.scans });
  if (!scan) return null;

  const { size, fromEnd } = wanted;
  const { found, isCut } = scan;
  const page = found.slice(0, size);
  const hasMore = isCut || found.length > size;
  const last = page.at(-1);
  const end = found.length > size ? last : undefined;
  // What cannot be read behind the last row of this page is the next page's to report.
  for (const { problem, offset } of scan.unreadable)
    if (!end || (fromEnd ? offset > end.offset : offset < end.offset)) reportOmittedItem(problem, context, info);
  const cursorOf = (number: number, offset: number) => encodeCursor(connection, number, offset);
  const selections = itemSelections(info);
  const edges = (fromEnd ? page.toReversed() : page)
    .map(({ row, offset }) => ({ cursor: cursorOf(row.number, offset), node: loaders.builds.node(row.build) }))
    .filter(({ node }) => isShowable(selections, node, context, info));
  const pageInfo = fromEnd
    ? pageInfoOf(edges, before !== undefined, hasMore)
    : pageInfoOf(edges, hasMore, after !== undefined);
  // Rows that cannot be shown, or are not wanted, were read all the same: the next page begins behind them.
  const { number, offset } = walk.place;
  const goOn = isCut ? cursorOf(number, offset) : last && cursorOf(last.row.number, last.offset);
  if (goOn !== undefined) pageInfo[fromEnd ? 'startCursor' : 'endCursor'] = goOn;
  return { edges, pageInfo };
}

function placeOf(cursor: [number: number, offset: number] | undefined) {
  return cursor && { number: cursor[0], offset: cursor[1] };
}

interface ScanOptions extends Wanted {
  isInRange: (row: ReadableRow) => boolean;
  budget: ScanBudget;
}

interface Scan {
  /** In the order of the walk; more than the page's size tell that there are further ones. */
  found: FoundRow[];
  unreadable: { problem: InvalidValueError; offset: number }[];
  /** Whether the scan had to stop before it knew whether there are further ones. */
  isCut: boolean;
}

/** Walks until the page is full and what is to spare is found; null: the workspace is out of reach. */
async function scanned(walk: BuildWalk, options: ScanOptions): Promise<Scan | null> {
  const { size, spare, filter, budget } = options;
  const scan: Scan = { found: [], unreadable: [], isCut: false };
  let limit: number | undefined = firstRows(options);
  budget.begin(limit);
  let step = await walk.next(limit);
  for (;;) {
    if (!step) return null;
    const isOver = addRows(step, scan, options);
    if (isOver || scan.found.length >= size + spare) return scan;
    // Pages grow: the rarer what is looked for, the fewer calls it takes.
    limit = budget.next(filter ? 2 * limit : size + spare - scan.found.length);
    const further = limit === undefined ? undefined : await walk.next(limit).catch(undefinedAtLimit);
    if (limit === undefined || further === undefined) return { ...scan, isCut: true };
    step = further;
  }
}

/** Another part of the operation may have used up its limits meanwhile; what was found until then is a page all the same. */
function undefinedAtLimit(error: unknown): undefined {
  if (error instanceof GatewayError && error.code === 'UPSTREAM_CALL_LIMIT') return undefined;
  throw error;
}

/** Adds the rows of a step to what was found; whether there is nothing behind them. */
function addRows({ rows, atEnd }: WalkStep, scan: Scan, { filter, fromEnd, isInRange }: ScanOptions): boolean {
  for (const { row, offset } of fromEnd ? rows.toReversed() : rows) {
    if (!isReadable(row)) scan.unreadable.push({ problem: row, offset });
    else if (!isInRange(row)) return true;
    else {
      const matches = !filter || filter(row.build);
      if (isInvalid(matches)) scan.unreadable.push({ problem: matches, offset });
      else if (matches) scan.found.push({ row, offset });
    }
  }
  return atEnd;
}
