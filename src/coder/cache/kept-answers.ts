import type { AnswerCache } from './answer-cache.ts';
import type { FinalKind } from './shared-answers.ts';
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

  /**
   * What another replica has kept, which is kept here as well when it is `sound`; otherwise it resolves to undefined.
   * Undefined at once: nothing is shared.
   */
  findShared(build: string, sound: (value: Value) => boolean): Promise<Value | undefined> | undefined {
    return this.#cache.shared?.find(this.#kind, build)?.then((found) => {
      const value = found as Value;
      if (typeof value !== 'object' || value === null || !sound(value)) return undefined;
      this.keep(build, value);
      return value;
    });
  }

  /** Gives other replicas what cannot change any more. */
  share(build: string, value: Value): void {
    this.#cache.shared?.keep(this.#kind, build, value);
  }

  /** Nobody may write to the value from now on. */
  keep(build: string, value: Value): void {
    this.#cache.onShared(value);
    this.#cache.set(this.#kind, build, value, sizeOf(value));
  }
}
