import type { LogId } from '../coder/model.ts';
import { badInput } from '../errors.ts';
import { DEFAULT_PAGE, logIdArgument, MAX_LOG_PAGE, pageSize } from './arguments.ts';

export interface LogPageArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

interface Line {
  id: LogId;
}

export interface LogPage<L extends Line> {
  edges: { cursor: string; node: L }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** The window of a log that the arguments describe, checked. */
export interface LogWindow {
  after: LogId;
  before: LogId | undefined;
  size: number;
  fromEnd: boolean;
}

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
export function logPage<L extends Line>(lines: readonly L[], { after, before, size, fromEnd }: LogWindow): LogPage<L> {
  const end = before === undefined ? lines.length : upTo(lines, before);
  const from = fromEnd ? Math.max(0, end - size) : 0;
  const to = fromEnd ? end : Math.min(end, size);
  const edges = lines.slice(from, to).map((node) => ({ cursor: String(node.id), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: to < lines.length,
      // What lies before `after` was not read; an id that was given as a cursor is there.
      hasPreviousPage: from > 0 || after > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** How many of the lines, ascending by id, come before this id. */
function upTo(lines: readonly Line[], id: LogId): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] as Line).id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'];
const SOURCES = ['provisioner_daemon', 'provisioner'];

/** Which build log lines to show; a line of an unknown level is never hidden. */
export function logFilter(
  minLevel: string | null | undefined,
  source: string | null | undefined,
): ((line: { log_level: string; log_source: string }) => boolean) | undefined {
  const least = minLevel ? LEVELS.indexOf(minLevel) : 0;
  if (least < 0) throw badInput('minLevel', 'a known level', 'UNKNOWN');
  if (!minLevel && !source) return undefined;
  return (line) => {
    const level = LEVELS.indexOf(line.log_level);
    const from = SOURCES.includes(line.log_source) ? line.log_source : 'UNKNOWN';
    return (level < 0 || level >= least) && (!source || source === from);
  };
}
