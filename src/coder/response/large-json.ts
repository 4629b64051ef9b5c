import { setImmediate as nextTurn } from 'node:timers/promises';
import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './char-codes.ts';

/** Characters that are parsed at once: some milliseconds. */
const PIECE = 256 * 1024;
/** Text up to this length is not worth taking apart. */
export const LARGE = 1024 * 1024;
/** Levels at which a large value is taken apart; Coder's lists stand at the first or the second. */
const MAX_LEVELS = 8;
/** Keys of one object: inserting them is what takes seconds. */
const MAX_KEYS = 100_000;
/** Milliseconds after which others get their turn. */
const TURN_MS = 10;

export interface LargeJsonOptions {
  /** Parses a piece. @default JSON.parse */
  parse?: (text: string) => unknown;
  /** Characters of a piece. @default 256 Ki */
  pieceLength?: number;
}

/** One text that is being parsed. */
interface Work extends Required<LargeJsonOptions> {
  /** When others last had their turn. */
  since: number;
}

/**
 * `JSON.parse` for large text, without keeping the event loop for as long as it takes: pieces of lists and objects are
 * parsed one after the other, and others get their turn in between. (A worker would not help: what it sends back is
 * read here, at the price of parsing it.) Throws a `SyntaxError` as `JSON.parse` does, and for what no answer of Coder
 * has: too many keys in one object, and large values at too many levels.
 */
export function parseLargeJson(
  text: string,
  { parse = JSON.parse, pieceLength = PIECE }: LargeJsonOptions = {},
): Promise<unknown> {
  return parsed(text, { parse, pieceLength, since: performance.now() }, 0);
}

async function parsed(text: string, work: Work, level: number): Promise<unknown> {
  const { parse, pieceLength } = work;
  const begin = skipSpace(text, 0);
  const open = text.charCodeAt(begin);
  const isList = open === OPEN_BRACKET;
  if (text.length <= pieceLength || (!isList && open !== OPEN_BRACE)) return parse(text);
  if (level === MAX_LEVELS) throw new SyntaxError('too much at too many levels');
  const list: unknown[] = [];
  const object: Record<string, unknown> = {};
  let keys = 0;
  let from = begin + 1;
  for (;;) {
    const piece = nextPiece(text, from, pieceLength);
    const inside = text.slice(from, piece.end);
    const isEmpty = skipSpace(inside, 0) === inside.length;
    if (isEmpty && !(piece.last && from === begin + 1)) throw new SyntaxError('nothing beside a comma');
    const apart = piece.single && inside.length > pieceLength;
    if (apart && isList) list.push(await parsed(inside, work, level + 1));
    else if (apart) {
      const [key, value] = member(inside);
      define(object, key, await parsed(value, work, level + 1));
    } else if (isList) {
      for (const item of parse(`[${inside}]`) as unknown[]) list.push(item);
    } else {
      const members = parse(`{${inside}}`) as Record<string, unknown>;
      for (const key in members) define(object, key, members[key]);
      keys += Object.keys(members).length;
      if (keys > MAX_KEYS) throw new SyntaxError('too many keys');
    }
    from = piece.end + 1;
    if (piece.last) break;
    await giveTurn(work);
  }
  const closed = text.charCodeAt(from - 1) === (isList ? CLOSE_BRACKET : CLOSE_BRACE);
  if (!closed || skipSpace(text, from) < text.length) throw new SyntaxError('not closed');
  return isList ? list : object;
}

async function giveTurn(work: Work): Promise<void> {
  if (performance.now() - work.since < TURN_MS) return;
  await nextTurn();
  work.since = performance.now();
}

/** An own property, also where the key is `__proto__`. */
function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function member(text: string): [key: string, value: string] {
  const begin = skipSpace(text, 0);
  const end = closingQuote(text, begin + 1);
  const colon = skipSpace(text, end + 1);
  if (text.charCodeAt(begin) !== QUOTE || text.charCodeAt(colon) !== COLON) throw new SyntaxError('no member');
  return [JSON.parse(text.slice(begin, end + 1)) as string, text.slice(colon + 1)];
}

interface Piece {
  /** Where the comma or the bracket behind it stands. */
  end: number;
  /** Whether the list or the object ends here. */
  last: boolean;
  /** Whether it is one item or member. */
  single: boolean;
}

/** Items or members from here on, up to a comma behind so many characters. */
function nextPiece(text: string, from: number, pieceLength: number): Piece {
  let depth = 0;
  let items = 1;
  /** The comma before the item that is looked at. */
  let comma = -1;
  // An item that is large by itself is a piece of its own.
  const comesAlone = (end: number) => comma >= 0 && end - comma > pieceLength;
  const before = () => ({ end: comma, last: false, single: items === 2 });
  for (let index = from; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = closingQuote(text, index + 1);
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) depth++;
    else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) {
      if (depth === 0) return comesAlone(index) ? before() : { end: index, last: true, single: items === 1 };
      depth--;
    } else if (code === COMMA && depth === 0) {
      if (index - from >= pieceLength)
        return comesAlone(index) ? before() : { end: index, last: false, single: items === 1 };
      comma = index;
      items++;
    }
  }
  throw new SyntaxError('not closed');
}

/** Where the string that begins at `from` ends. */
function closingQuote(text: string, from: number): number {
  for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (quote - 1 - escapes >= from && text.charCodeAt(quote - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return quote;
  }
  throw new SyntaxError('a string without an end');
}

function skipSpace(text: string, from: number): number {
  let index = from;
  while (index < text.length && ' \t\n\r'.includes(text[index] as string)) index++;
  return index;
}
