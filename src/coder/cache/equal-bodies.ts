import type { AnswerCache } from './answer-cache.ts';
import { type BodyRows, findRows, type ParsedByRows, parseByRows } from './body-rows.ts';

/** What was made of a body. */
export interface ParsedBody {
  /** What its readers get. */
  value: object;
  /** What was parsed, of which `value` may be a part. */
  json: unknown;
  /** Null: it has none; undefined: nobody has looked for them. */
  rows?: BodyRows | null | undefined;
}

/** One body of a URL. */
interface Variant extends ParsedBody {
  body: Buffer;
}

/** Bytes at the beginning of a body by which it is found; they hold the id of the object or of the first row. */
const BEGINNING = 64;
/**
 * Callers with different rights get different bodies of one URL, and most of these begin with another id. Of those that
 * begin alike, such as what a body has been one after the other, the one that was used least recently is dropped.
 */
const MAX_ALIKE = 4;
/** Bytes of a body in which rows are looked for: it is done at once, some milliseconds for so many. */
const MAX_SEARCHED = 1024 * 1024;
/** Bytes of the parsed objects for one byte of JSON, roughly. */
const PARSED_BYTES = 3;

/**
 * The last bodies of each URL with their parsed values: a body that is equal byte for byte to one of them is not
 * parsed again, and its reader gets the very same object. Of one that begins alike only the rows are parsed that are
 * new. Whoever asks has just received that body from Coder with a token of its own, so that it is told nothing that
 * Coder has not told it.
 */
export class EqualBodies {
  readonly #cache: AnswerCache;

  constructor(cache: AnswerCache) {
    this.#cache = cache;
  }

  /** What was made of an equal body, which may be in pieces. */
  find(url: string, pieces: readonly Buffer[]): object | undefined {
    const variants = this.#variants(keyOf(url, pieces));
    const place = variants.findIndex((variant) => isEqual(variant.body, pieces));
    const found = variants[place];
    this.#cache.count('body', found ? 'hit' : 'miss');
    if (found && place > 0) {
      variants.splice(place, 1);
      variants.unshift(found);
    }
    return found?.value;
  }

  /** What `JSON.parse` gives for a body, with the rows of the last one that begins alike; undefined: parse it. */
  parse(url: string, body: Buffer): ParsedByRows | undefined {
    const [last] = this.#variants(keyOf(url, [body]));
    if (last === undefined) return undefined;
    // A body that never changes costs no search for rows.
    if (last.rows === undefined) last.rows = searchedRows(last) ?? null;
    const parsed = last.rows ? parseByRows(body, { body: last.body, rows: last.rows }) : undefined;
    if (parsed) {
      this.#cache.count('row', 'hit', parsed.taken);
      this.#cache.count('row', 'miss', parsed.rows.list.length - parsed.taken);
    }
    return parsed;
  }

  /** From now on an equal body is this value; nobody may write to it any more. */
  add(url: string, body: Buffer, parsed: ParsedBody): void {
    const key = keyOf(url, [body]);
    const variants: Variant[] = [{ ...parsed, body: exactly(body) }];
    let bytes = bytesOf(body);
    for (const variant of this.#variants(key).slice(0, MAX_ALIKE - 1)) {
      const more = bytesOf(variant.body);
      if (bytes + more > this.#cache.maxEntryBytes) break;
      bytes += more;
      variants.push(variant);
    }
    this.#cache.onShared(parsed.value);
    this.#cache.set('body', key, variants, bytes);
  }

  #variants(key: string): Variant[] {
    return (this.#cache.get('body', key) as Variant[] | undefined) ?? [];
  }
}

function searchedRows({ body, json }: Variant): BodyRows | undefined {
  return body.length > MAX_SEARCHED ? undefined : findRows(body, json);
}

function keyOf(url: string, pieces: readonly Buffer[]): string {
  let beginning = '';
  for (const piece of pieces) {
    beginning += piece.toString('latin1', 0, BEGINNING - beginning.length);
    if (beginning.length === BEGINNING) break;
  }
  return `${url}\n${beginning}`;
}

function bytesOf(body: Buffer): number {
  return body.length * (1 + PARSED_BYTES);
}

function isEqual(body: Buffer, pieces: readonly Buffer[]): boolean {
  if (pieces.reduce((sum, { length }) => sum + length, 0) !== body.length) return false;
  let offset = 0;
  for (const piece of pieces) {
    const end = offset + piece.length;
    if (body.compare(piece, 0, piece.length, offset, end) !== 0) return false;
    offset = end;
  }
  return true;
}

/** The bytes without the rest of what was read from the socket at once, which a view would keep alive. */
function exactly(body: Buffer): Buffer {
  if (body.buffer.byteLength === body.byteLength) return body;
  const copy = Buffer.allocUnsafeSlow(body.byteLength);
  body.copy(copy);
  return copy;
}
