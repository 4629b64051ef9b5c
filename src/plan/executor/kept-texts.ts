import type { AnswerCache } from '../../coder/cache/answer-cache.ts';
import { attemptText, sizeOf, type Write } from './writer.ts';

/** The JSON of Coder that an object of the graph was made from. */
type JsonOf = (node: unknown) => object;

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
      const kept = this.#cache.get('text', key) as { text: string } | undefined;
      this.#cache.count('text', kept ? 'hit' : 'miss');
      const text = kept?.text ?? attemptText(write, node, context);
      if (text === undefined) return false;
      if (kept === undefined) this.#cache.set('text', key, { text }, 2 * text.length);
      else sizeOf(context)?.addJson(text);
      pieces.push(text);
      return true;
    };
  }
}
