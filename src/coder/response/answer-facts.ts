import type { UpstreamFacts } from '../../errors.ts';

/** What is known of the latest answer with this JSON. */
const latest = new WeakMap<object, UpstreamFacts>();

export function noteFacts(json: unknown, facts: UpstreamFacts): void {
  if (typeof json === 'object' && json !== null) latest.set(json, facts);
}

/** The answers that one request got: they tell, of any object or list in their JSON, what is known of its answer. */
export class AnswerFacts {
  readonly #noted: [json: object, facts: UpstreamFacts][] = [];
  #found: WeakMap<object, UpstreamFacts> | undefined;

  /** An answer came, or came from elsewhere, as a feed's does. */
  add(json: unknown): void {
    const facts = typeof json === 'object' && json !== null ? latest.get(json) : undefined;
    if (facts) this.#noted.push([json as object, facts]);
  }

  /** Only errors ask, so nothing is looked for before the first of them. */
  of(part: object): UpstreamFacts | undefined {
    this.#found ??= new WeakMap();
    for (const [json, facts] of this.#noted.splice(0)) collect(json, facts, this.#found);
    return this.#found.get(part);
  }
}

/** Notes the facts of a whole answer, however deep it is. */
function collect(answer: object, facts: UpstreamFacts, found: WeakMap<object, UpstreamFacts>): void {
  const left = [answer];
  for (let json = left.pop(); json !== undefined; json = left.pop()) {
    found.set(json, facts);
    for (const part of Object.values(json)) if (typeof part === 'object' && part !== null) left.push(part as object);
  }
}
