import type { BodyFormat, Endpoint } from '../endpoints.ts';
import { type Check, isInvalid, ListCheck, ObjectCheck, take } from './check.ts';

/** What of an answer is not as this version knows it. */
export interface Drift {
  /** `missing`: a value that Coder always sends; `mistyped`: a value of another type; `unknown`: a key that is new. */
  kind: 'missing' | 'mistyped' | 'unknown';
  /** The route template of the answer. */
  route: string;
  /** REST keys from the answer down, without places in lists: `latest_build.job.status`. */
  field: string;
}

/** What has checks. */
const COMPARED: ReadonlySet<BodyFormat> = new Set(['json', 'logs', 'event']);
/** Items of a list that are looked at. */
const ITEMS = 25;

/**
 * Compares some of Coder's answers as a whole with what this version knows of them. Reads check only what is selected,
 * so a new Coder would else be noticed only when its changes hurt.
 */
export class DriftDetector {
  readonly #onDrift: (drift: Drift) => void;
  readonly #now: () => number;
  /** By route: the second of the last look. */
  readonly #looked = new Map<string, number>();

  constructor(onDrift: (drift: Drift) => void, now: () => number = () => performance.now()) {
    this.#onDrift = onDrift;
    this.#now = now;
  }

  /** Looks at the result of a call; at one of a route in a second, since what has drifted is in every one of them. */
  look({ route, check, format }: Endpoint, result: unknown): void {
    if (!COMPARED.has(format) || !this.#hasTurn(route)) return;
    const seen = new Set<string>();
    this.#compare(check, result, [], (kind, keys) => {
      const field = keys.join('.');
      // Once for each answer, not for each item.
      if (!seen.has(`${kind} ${field}`)) this.#onDrift({ kind, route, field });
      seen.add(`${kind} ${field}`);
    });
  }

  #hasTurn(route: string): boolean {
    const second = Math.floor(this.#now() / 1_000);
    if (this.#looked.get(route) === second) return false;
    this.#looked.set(route, second);
    return true;
  }

  /** `keys`: those that lead to the value. It is the same list for all values, since nearly none is told of. */
  #compare(
    check: Check,
    value: unknown,
    keys: string[],
    found: (kind: Drift['kind'], keys: readonly string[]) => void,
  ): void {
    if (value === null) return;
    if (isInvalid(value)) found('mistyped', keys);
    else if (check instanceof ObjectCheck) {
      const json = value as Record<string, unknown>;
      for (const field of check.list) {
        keys.push(field.name);
        const isUnset = json[field.name] === undefined || json[field.name] === null;
        if (isUnset && isInvalid(take(value as never, field))) found('missing', keys);
        else if (!isUnset) this.#compare(field.check, take(value as never, field), keys, found);
        keys.pop();
      }
      for (const key in json) if (!check.knows(key)) found('unknown', [...keys, key]);
    } else if (check instanceof ListCheck) {
      for (const item of (value as readonly unknown[]).slice(0, ITEMS))
        this.#compare(check.item, check.item.accept(item, ''), keys, found);
    }
  }
}
