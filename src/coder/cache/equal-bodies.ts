import type { AnswerCache } from './answer-cache.ts';

/** One body of a URL, and what was made of it. */
interface Variant {
  body: Buffer;
  value: object;
}

/** Callers with different rights get different bodies of one URL; of more than this many the oldest is dropped. */
const MAX_VARIANTS = 4;
/** Bytes of the parsed objects for one byte of JSON, roughly. */
const PARSED_BYTES = 3;

/**
 * The last bodies of each URL with their parsed values: a body that is equal byte for byte to one of them is not
 * parsed again, and its reader gets the very same object. Whoever asks has just received that body from Coder with
 * a token of its own, so that it is told nothing that Coder has not told it.
 */
export class EqualBodies {
  readonly #cache: AnswerCache;

  constructor(cache: AnswerCache) {
    this.#cache = cache;
  }

  /** What was made of an equal body, which may be in pieces. */
  find(url: string, pieces: readonly Buffer[]): object | undefined {
    const variants = this.#cache.get('body', url) as Variant[] | undefined;
    const place = variants?.findIndex((variant) => isEqual(variant.body, pieces)) ?? -1;
    const found = variants?.[place];
    this.#cache.count('body', found ? 'hit' : 'miss');
    if (!variants || !found) return undefined;
    if (place > 0) {
      variants.splice(place, 1);
      variants.unshift(found);
    }
    return found.value;
  }

  /** From now on an equal body is this value; nobody may write to it any more. */
  add(url: string, body: Buffer, value: object): void {
    const before = (this.#cache.get('body', url) as Variant[] | undefined) ?? [];
    const variants = [{ body: exactly(body), value }, ...before.slice(0, MAX_VARIANTS - 1)];
    const bytes = variants.reduce((sum, variant) => sum + variant.body.length * (1 + PARSED_BYTES), 0);
    this.#cache.onShared(value);
    this.#cache.set('body', url, variants, bytes);
  }
}

function isEqual(body: Buffer, pieces: readonly Buffer[]): boolean {
  let offset = 0;
  for (const piece of pieces) {
    const end = offset + piece.length;
    if (end > body.length || body.compare(piece, 0, piece.length, offset, end) !== 0) return false;
    offset = end;
  }
  return offset === body.length;
}

/** The bytes without the rest of what was read from the socket at once, which a view would keep alive. */
function exactly(body: Buffer): Buffer {
  if (body.buffer.byteLength === body.byteLength) return body;
  const copy = Buffer.allocUnsafeSlow(body.byteLength);
  body.copy(copy);
  return copy;
}
