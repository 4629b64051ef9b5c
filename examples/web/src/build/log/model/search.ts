import type { StyledText } from './ansi.ts';
import type { LogStore } from './log-store.ts';
import type { Rows } from './rows.ts';

/** Finds a text wherever it stands in a line, in any case of letters. */
export function searchFor(query: string): RegExp | undefined {
  if (query === '') return undefined;
  return new RegExp(query.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');
}

/** The numbers of the lines that have it, in order. */
export interface Matches {
  readonly query: string;
  readonly rows: Rows;
  readonly generation: number;
  readonly numbers: readonly number[];
}

/** Searches the lines that are shown; what the search before found is kept when only lines were added since. */
export function matchesOf(log: LogStore, rows: Rows, query: string, before: Matches | undefined): Matches {
  const search = searchFor(query);
  const { generation } = log;
  if (search === undefined) return { query, rows, generation, numbers: [] };
  const isSame = before?.query === query && before.generation === generation;
  const known = isSame && startsWith(rows, before.rows) ? before : undefined;
  const numbers = known ? [...known.numbers] : [];
  for (let index = known?.rows.length ?? 0; index < rows.length; index++) {
    const line = log.line(rows[index] ?? 0);
    if (line === undefined) continue;
    search.lastIndex = 0;
    if (search.test(line.text)) numbers.push(line.number);
  }
  return { query, rows, generation, numbers };
}

/** By its ends alone: rows ascend, and of two lists of one log each has whatever the stricter one has. */
function startsWith(rows: Rows, start: Rows): boolean {
  const last = start.length - 1;
  return last < 0 || (rows.length > last && rows[0] === start[0] && rows[last] === start[last]);
}

/** The match behind a line, or before it, and round at the ends; undefined when there is none. */
export function nextMatch(numbers: readonly number[], from: number, step: 1 | -1): number | undefined {
  if (step === 1) return numbers.find((number) => number > from) ?? numbers[0];
  return numbers.findLast((number) => number < from) ?? numbers.at(-1);
}

/** A piece of a line, of which `found` says whether it is what was searched for. */
export interface MarkedText extends StyledText {
  /** Where it begins in the line. */
  start: number;
  found: boolean;
}

/** Splits the pieces of a line further where the search finds something. */
export function marked(pieces: readonly StyledText[], search: RegExp | undefined): MarkedText[] {
  const text = pieces.map((piece) => piece.text).join('');
  const found = search ? [...text.matchAll(search)].map((match) => [match.index, match.index + match[0].length]) : [];
  const cuts = new Set(found.flat());
  const parts: MarkedText[] = [];
  let start = 0;
  for (const piece of pieces) {
    const end = start + piece.text.length;
    const inside = [...cuts].filter((cut) => cut > start && cut < end).sort((a, b) => a - b);
    for (const cut of [...inside, end]) {
      const isFound = found.some(([from = 0, to = 0]) => start >= from && cut <= to);
      parts.push({ ...piece, text: text.slice(start, cut), start, found: isFound });
      start = cut;
    }
  }
  return parts;
}
