import type { AnswerCache, FinalKind } from './answer-cache.ts';
import { sizeOf } from './size-of.ts';

/**
 * What is kept of one kind for each build. Whoever takes something out has read the build before, with the token of
 * the request that gets it.
 */
export class KeptAnswers<Value extends object> {
  readonly #cache: AnswerCache;
  readonly #kind: FinalKind;

  constructor(cache: AnswerCache, kind: FinalKind) {
    this.#cache = cache;
    this.#kind = kind;
  }

  /** What is kept of the build, when it `serves`, and so spares a call. */
  find(build: string, serves: (value: Value) => boolean = () => true): Value | undefined {
    const value = this.peek(build);
    const hit = value !== undefined && serves(value);
    this.#cache.count(this.#kind, hit ? 'hit' : 'miss');
    return hit ? value : undefined;
  }

  /** What is kept of the build, when it spares only a part of a call. */
  peek(build: string): Value | undefined {
    return this.#cache.get(this.#kind, build) as Value | undefined;
  }

  /** Nobody may write to the value from now on. */
  keep(build: string, value: Value): void {
    this.#cache.onShared(value);
    this.#cache.set(this.#kind, build, value, sizeOf(value));
  }
}
