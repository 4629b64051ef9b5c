import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from '../response/char-codes.ts';

/** One item of a list: its text stands from here to the comma or the bracket behind it. */
interface Row {
  readonly from: number;
  readonly to: number;
  /** What was parsed from it. */
  readonly value: unknown;
}

/** The list of a body that is a list, or an object whose first member is one, as in Coder's pages. */
export interface BodyRows {
  /** Of the list in the object; undefined: the body is the list. */
  readonly key: string | undefined;
  /** Bytes before the first row. */
  readonly begin: number;
  readonly list: readonly Row[];
}

/** A body, and where its rows stand. */
export interface EarlierBody {
  readonly body: Buffer;
  readonly rows: BodyRows;
}

/** A body that was parsed with the rows of an earlier one. */
export interface ParsedByRows {
  readonly json: object;
  readonly rows: BodyRows;
  /** How many of the rows are those of the earlier body. */
  readonly taken: number;
}

/** What stands before the list. */
const HEAD = /^\s*(?:\{\s*"([a-z]\w*)"\s*:\s*)?\[/i;
/** Bytes of a head; a longer one is none of Coder's. */
const MAX_HEAD = 64;
/** Bytes behind the list, such as the number of all rows; more is not worth parsing twice. */
const MAX_TAIL = 1024;
/** Earlier rows that are compared with one: the next, and those behind it, since some may be gone. */
const LOOK_AHEAD = 16;

/** Finds the rows of a body with the JSON that was parsed from it; undefined: it has no list. */
export function findRows(body: Buffer, json: unknown): BodyRows | undefined {
  const [head, key] = HEAD.exec(body.toString('latin1', 0, MAX_HEAD)) ?? [];
  if (head === undefined) return undefined;
  const values = key === undefined ? json : (json as Record<string, unknown>)[key];
  if (!Array.isArray(values)) return undefined;
  const list: Row[] = [];
  let to = head.length - 1;
  do {
    const from = to + 1;
    to = endOfItem(body, from);
    list.push({ from, to, value: values[list.length] });
  } while (body[to] === COMMA);
  const tail = tailFrom(body, to);
  if (tail === undefined || list.length !== values.length || hasMember(tail, key)) return undefined;
  return { key, begin: head.length, list };
}

/**
 * What `JSON.parse` gives for a body, in which rows with the text of an earlier row are that row. Undefined: it has to
 * be parsed as a whole, which may fail.
 *
 * It is the same since the body is `head row , row … ] tail`, where each row is the text of one JSON value: an earlier
 * one, or one that has just been parsed by itself. In a JSON text, a value may stand for another one without changing
 * what the rest means, and head and tail are JSON around an empty list. So nothing depends on where the rows of the new
 * body were cut. All cuts are at ASCII characters, so that pieces are decoded as the whole is, even where it is no UTF-8.
 */
export function parseByRows(body: Buffer, earlier: EarlierBody): ParsedByRows | undefined {
  const { key, begin } = earlier.rows;
  if (begin >= body.length || body.compare(earlier.body, 0, begin, 0, begin) !== 0) return undefined;
  try {
    const { list, taken } = takeRows(body, earlier);
    const tail = tailFrom(body, list.at(-1)?.to ?? body.length);
    if (tail === undefined || hasMember(tail, key)) return undefined;
    const around = JSON.parse(body.toString('latin1', 0, begin) + tail);
    const values = list.map(({ value }) => value);
    if (key !== undefined) around[key] = values;
    return { json: key === undefined ? values : around, rows: { key, begin, list }, taken };
  } catch {
    return undefined;
  }
}

/** The rows up to the first that no comma follows. Throws where one is no JSON. */
function takeRows(body: Buffer, earlier: EarlierBody): { list: Row[]; taken: number } {
  const list: Row[] = [];
  let taken = 0;
  let next = 0;
  let to = earlier.rows.begin - 1;
  do {
    const from = to + 1;
    const place = placeOfSame(body, from, earlier, next);
    const row = earlier.rows.list[place];
    if (row) {
      to = from + row.to - row.from;
      list.push({ from, to, value: row.value });
      next = place + 1;
      taken++;
    } else {
      to = endOfItem(body, from);
      list.push({ from, to, value: JSON.parse(body.toString('utf8', from, to)) });
    }
  } while (body[to] === COMMA);
  return { list, taken };
}

/** The place of the earlier row, from `next` on, whose text stands here as a whole row; -1: there is none. */
function placeOfSame(body: Buffer, from: number, { body: before, rows: { list } }: EarlierBody, next: number): number {
  const last = Math.min(next + LOOK_AHEAD, list.length);
  for (let place = next; place < last; place++) {
    const row = list[place] as Row;
    const to = from + row.to - row.from;
    const isWhole = body[to] === COMMA || body[to] === CLOSE_BRACKET;
    if (isWhole && body.compare(before, row.from, row.to, from, to) === 0) return place;
  }
  return -1;
}

/** The text from the end of the list on, if it is one and short. */
function tailFrom(body: Buffer, end: number): string | undefined {
  if (body[end] !== CLOSE_BRACKET || body.length - end > MAX_TAIL) return undefined;
  return body.toString('utf8', end);
}

/** Whether the object has the member once more behind the list. The later one would count. */
function hasMember(tail: string, key: string | undefined): boolean {
  return key !== undefined && Object.hasOwn(JSON.parse(`{"":[${tail}`), key);
}

/** Where the comma or the bracket behind the item stands that begins here; the end of the body: nowhere. */
function endOfItem(body: Buffer, from: number): number {
  let depth = 0;
  for (let index = from; index < body.length; index++) {
    switch (body[index]) {
      case QUOTE:
        index = closingQuote(body, index + 1);
        break;
      case OPEN_BRACKET:
      case OPEN_BRACE:
        depth++;
        break;
      case CLOSE_BRACKET:
      case CLOSE_BRACE:
        if (depth === 0) return index;
        depth--;
        break;
      case COMMA:
        if (depth === 0) return index;
    }
  }
  return body.length;
}

function closingQuote(body: Buffer, from: number): number {
  let index = from;
  while (index < body.length && body[index] !== QUOTE) index += body[index] === BACKSLASH ? 2 : 1;
  return index;
}
