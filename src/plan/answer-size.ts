import { settingNames } from '../config.ts';
import { GatewayError } from '../errors.ts';

/** Texts up to this length are bounded by the complexity of an operation. */
const SHORT = 128;

/** What JSON may not have inside quotes as it is: the quote, the backslash, controls, lone surrogates. */
export const UNSAFE = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/**
 * Counts the long texts of one answer. A text is read from Coder once, but each alias and each place that shows it is
 * another copy in the answer: without a bound a few hundred characters of a document could ask for gigabytes.
 */
export class AnswerSize {
  readonly #maxBytes: number;
  #bytes = 0;
  /** The last text, and its bytes: what is shown very often is measured once. */
  #last = '';
  #lastBytes = 0;
  /** What the fields fail with, whose errors nobody sees: one for all, with a path, so that none is made for each. */
  #failure: GatewayError | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Why there is no answer; undefined: it is not too large. */
  get problem(): GatewayError | undefined {
    return this.#isTooLarge ? this.#error() : undefined;
  }

  /** Bytes that are counted so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes back what was counted since there were so many bytes, unless the answer is too large: then it stays so. */
  backTo(bytes: number): void {
    if (!this.#isTooLarge) this.#bytes = bytes;
  }

  /** Counts a text, before it is written; throws once the answer is too large. */
  add(text: string): void {
    // Once it is too large, what comes behind is not even looked at.
    if (text.length > SHORT) this.addCounted(this.#isTooLarge ? 0 : this.#measure(text));
  }

  /** Counts texts of which it is known what they count; throws once the answer is too large. */
  addCounted(bytes: number): void {
    if (!this.#isTooLarge) this.#bytes += bytes;
    if (!this.#isTooLarge) return;
    this.#failure ??= this.#error([]);
    throw this.#failure;
  }

  /** Counts all texts of a value that is not written yet; the result is why there is no answer, if there is none. */
  addAll(value: unknown): GatewayError | undefined {
    try {
      this.#addAll(value);
    } catch (error) {
      if (error !== this.#failure) throw error;
    }
    return this.problem;
  }

  get #isTooLarge(): boolean {
    return this.#bytes > this.#maxBytes;
  }

  #measure(text: string): number {
    if (text !== this.#last) {
      this.#last = text;
      this.#lastBytes = writtenBytes(text);
    }
    return this.#lastBytes;
  }

  #error(path?: []): GatewayError {
    const limit = Math.floor(this.#maxBytes / 2 ** 20);
    return new GatewayError(
      'UPSTREAM_CALL_LIMIT',
      `The answer to this operation has more than ${limit} MiB (${settingNames.maxOperationMb}).`,
      { ...(path && { path }), extensions: { limit } },
    );
  }

  #addAll(value: unknown): void {
    if (typeof value === 'string') this.add(value);
    else if (typeof value === 'object' && value !== null) for (const key in value) this.#addAll(value[key as never]);
  }
}

function writtenBytes(text: string): number {
  return Buffer.byteLength(UNSAFE.test(text) ? JSON.stringify(text) : text);
}
