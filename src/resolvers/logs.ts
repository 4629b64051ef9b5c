import type { GraphQLResolveInfo } from 'graphql';
import type { BuildLog, LogId, SoundLine } from '../coder/model.ts';
import {
  type Field,
  type Fields,
  isInvalid,
  type ObjectCheck,
  type RestObject,
  take,
} from '../coder/response/check.ts';
import { buildLog } from '../coder/rest/logs.ts';
import { badInput } from '../errors.ts';
import { LineFilter } from '../feeds/logs/line-filter.ts';
import type { PlanContext } from '../plan/context.ts';
import { reportOmittedItem } from '../plan/invalid-items.ts';
import { DEFAULT_PAGE, logIdArgument, MAX_LOG_PAGE, pageSize } from './arguments.ts';
import { type Page, type PageArguments, pageInfoOf } from './pages.ts';

export interface LogPageArguments extends PageArguments {
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/** A line and its id, by which pages are cut. */
interface Line<Json> {
  id: LogId;
  line: Json;
}

/** The lines whose ids can be read; the others are left out, since they can stand nowhere, and reported. */
export function linesOf<F extends Fields & { id: Field<LogId, LogId> }>(
  lines: readonly RestObject<F>[],
  check: ObjectCheck<F>,
  context: PlanContext,
  info: GraphQLResolveInfo,
): Line<RestObject<F>>[] {
  const readable: Line<RestObject<F>>[] = [];
  for (const line of lines) {
    const id = take(line, check.fields.id);
    if (isInvalid(id)) reportOmittedItem(id, context, info);
    else readable.push({ id: id as LogId, line });
  }
  return readable;
}

/** The window of a log that the arguments describe, checked. */
export interface LogWindow {
  after: LogId;
  before: LogId | undefined;
  size: number;
  fromEnd: boolean;
}

/** Throws `BAD_USER_INPUT` for arguments that are out of bounds or exclude each other. */
export function logWindow(args: LogPageArguments): LogWindow {
  const first = pageSize('first', args.first, MAX_LOG_PAGE);
  const last = pageSize('last', args.last, MAX_LOG_PAGE);
  if (first !== undefined && last !== undefined) throw badInput('last', 'either first or last, not both', last);
  return {
    after: logIdArgument('after', args.after) ?? 0,
    before: logIdArgument('before', args.before),
    size: last ?? first ?? DEFAULT_PAGE,
    fromEnd: last !== undefined,
  };
}

/**
 * A page of the lines behind `after`, which Coder gives all at once; the cursor is the log id, so that a page's
 * end is where a feed can begin.
 */
export function logPage<Json>(lines: readonly Line<Json>[], { after, before, size, fromEnd }: LogWindow): Page<Json> {
  const next = before === undefined ? -1 : lines.findIndex(({ id }) => id >= before);
  const end = next < 0 ? lines.length : next;
  const from = fromEnd ? Math.max(0, end - size) : 0;
  const to = fromEnd ? end : Math.min(end, size);
  const edges = lines.slice(from, to).map(({ id, line }) => ({ cursor: String(id), node: line }));
  // What lies before `after` was not read; an id that was given as a cursor is there.
  return { edges, pageInfo: pageInfoOf(edges, to < lines.length, from > 0 || after > 0) };
}

/** Least first. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'];
const SOURCES = ['provisioner_daemon', 'provisioner'];

/** The least severity of a line that is wanted; undefined: any. */
function leastLevel(minLevel: string | null | undefined): number | undefined {
  if (!minLevel) return undefined;
  const least = LEVELS.indexOf(minLevel);
  if (least < 0) throw badInput('minLevel', 'a known level', 'UNKNOWN');
  return least === 0 ? undefined : least;
}

/** A line of an unknown level is never hidden. */
function isAtLeast(least: number, line: BuildLog): boolean {
  const level = LEVELS.indexOf(buildLog.peek(line, 'log_level') ?? '');
  return level < 0 || level >= least;
}

/** Which build log lines to show. */
export function logFilter(
  minLevel: string | null | undefined,
  source: string | null | undefined,
): ((line: BuildLog) => boolean) | undefined {
  const least = leastLevel(minLevel);
  if (least === undefined && !source) return undefined;
  return (line) => {
    const origin = buildLog.peek(line, 'log_source') ?? '';
    const from = SOURCES.includes(origin) ? origin : 'UNKNOWN';
    return (least === undefined || isAtLeast(least, line)) && (!source || source === from);
  };
}

/** The filters of feeds by level: all readers with the same level share one. */
const feedFilters = LEVELS.map(
  (level, least) => new LineFilter<SoundLine<BuildLog>>(level, (line) => isAtLeast(least, line)),
);

/** Which lines a feed of a build's log delivers; undefined: all. */
export function feedFilter(minLevel: string | null | undefined): LineFilter<SoundLine<BuildLog>> | undefined {
  const least = leastLevel(minLevel);
  return least === undefined ? undefined : feedFilters[least];
}
