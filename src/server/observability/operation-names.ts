import { Kind, parse } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Names that have series of their own. */
const MAX_NAMES = 100;
/** Names that are on their way there. */
const MAX_CANDIDATES = 1_000;
/** As often a name is seen before it gets series of its own. */
const OFTEN = 20;
/** Characters of a label. */
const MAX_LENGTH = 80;

/**
 * Names of operations as labels of metrics. Clients choose the names, and each has series that stay for ever, so only
 * those are labels that an operator has allowed or that come often, and no more than a bound; the rest is `other`.
 */
export class OperationNames {
  readonly #known: Set<string>;
  readonly #candidates = new LRUCache<string, number>({ max: MAX_CANDIDATES });

  /** @param documents Those of the persisted operations, whose names are known from the start. */
  constructor(documents: Iterable<string> = []) {
    this.#known = new Set([...documents].flatMap(namesOf).slice(0, MAX_NAMES));
  }

  /** The label of an operation; undefined: it has no name. */
  labelOf(name: string | undefined): string {
    if (name === undefined) return 'anonymous';
    const label = name.slice(0, MAX_LENGTH);
    if (this.#known.has(label)) return label;
    if (this.#known.size >= MAX_NAMES) return 'other';
    const seen = (this.#candidates.get(label) ?? 0) + 1;
    if (seen < OFTEN) {
      this.#candidates.set(label, seen);
      return 'other';
    }
    this.#candidates.delete(label);
    this.#known.add(label);
    return label;
  }
}

function namesOf(document: string): string[] {
  return parse(document, { noLocation: true }).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && definition.name
      ? [definition.name.value.slice(0, MAX_LENGTH)]
      : [],
  );
}
