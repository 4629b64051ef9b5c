import type { AnswerCache } from '../../coder/cache/answer-cache.ts';
import { answerSizeOf, attemptText, type Write } from './writer.ts';

/** The JSON of Coder that an object of the graph was made from. */
type JsonOf = (node: unknown) => object;

interface KeptText {
  text: string;
  /** What writing it counted of the size of the answer; undefined: there was nobody to count. */
  counted: number | undefined;
}

/**
 * Texts of objects, kept by the JSON that they were written from. An answer of Coder that is equal to the last one of
 * its URL is the very same JSON, so its objects need not be written again. A text is kept when the JSON comes for the
 * second time, within the bound of all that is kept of answers.
 */
export class KeptTexts {
  readonly #cache: AnswerCache;
  /** A number for each JSON that was seen. Numbers are never used twice, so that a key means one text for ever. */
  readonly #numbers = new WeakMap<object, number>();
  #last = 0;

  constructor(cache: AnswerCache) {
    this.#cache = cache;
  }

  /** A writer whose texts are kept; what it writes must depend on the JSON alone. */
  keeping(write: Write, jsonOf: JsonOf): Write {
    const writer = ++this.#last;
    return (node, context, pieces) => {
      const json = jsonOf(node);
      const number = this.#numbers.get(json);
      if (number === undefined) {
        this.#numbers.set(json, ++this.#last);
        return write(node, context, pieces);
      }
      const key = `${writer} ${number}`;
      const size = answerSizeOf(context);
      const found = this.#cache.get('text', key) as KeptText | undefined;
      // It counts as it did when it was written: whether it was kept must not decide whether an answer is too large.
      const kept = size && found?.counted === undefined ? undefined : found;
      this.#cache.count('text', kept ? 'hit' : 'miss');
      if (kept) {
        size?.addCounted(kept.counted ?? 0);
        pieces.push(kept.text);
        return true;
      }
      const before = size?.bytes ?? 0;
      const text = attemptText(write, node, context);
      if (text === undefined) return false;
      const entry: KeptText = { text, counted: size && size.bytes - before };
      this.#cache.set('text', key, entry, 2 * text.length);
      pieces.push(text);
      return true;
    };
  }
}
