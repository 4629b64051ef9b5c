import { isPromise, type MaybePromise } from './promises.ts';

/**
 * The text of an object or a list while it is put together: small pieces, and between them the texts of what was
 * executed step by step. Pieces are joined as soon as such a text comes: added up, each would be an object that the
 * garbage collector copies for as long as the text waits for calls. The large texts are added up, so that an answer is
 * copied once, when it is sent, and not at each level.
 */
export class TextParts {
  /** The pieces at the end; more may be added. */
  pieces: string[];
  /** What stands before them. */
  readonly parts: MaybePromise<string>[] = [];
  /** Whether a part is a promise. */
  waits = false;

  constructor(begin: string) {
    this.pieces = [begin];
  }

  add(text: MaybePromise<string>): void {
    this.parts.push(this.pieces.join(''), text);
    this.pieces = [];
    if (isPromise(text)) this.waits = true;
  }

  /** The whole, once no part is a promise any more. */
  text(): string {
    let text = '';
    for (const part of this.parts) text += part;
    return text + this.pieces.join('');
  }
}
