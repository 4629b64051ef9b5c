import type { Part, PathToPart } from './payload.ts';

/**
 * What a client has of an answer so far, to tell whether a further part has a place there. A fragment may fail after
 * the executor has begun with those inside of it: they must not be delivered then.
 */
export class DeliveredValues {
  /** By the path as text: what parts brought there. */
  readonly #byPath = new Map<string, unknown[]>();

  constructor(data: unknown) {
    this.#byPath.set('[]', [data]);
  }

  add({ path, data, items }: Part): void {
    if (data) this.#put(path, data);
    const first = Number(path.at(-1));
    for (const [index, item] of (items ?? []).entries()) this.#put([...path.slice(0, -1), first + index], item);
  }

  /** Whether the part has a place: an object for a fragment, a list for items. */
  hasPlaceFor({ path, items }: Part): boolean {
    const place = items === undefined ? path : path.slice(0, -1);
    for (let length = place.length; length >= 0; length--) {
      const values = this.#byPath.get(JSON.stringify(place.slice(0, length)));
      if (values?.some((value) => isHolder(valueAt(value, place.slice(length))))) return true;
    }
    return false;
  }

  #put(path: PathToPart, value: unknown): void {
    const key = JSON.stringify(path);
    const values = this.#byPath.get(key);
    if (values) values.push(value);
    else this.#byPath.set(key, [value]);
  }
}

/** Undefined: there is nothing. */
export function valueAt(value: unknown, path: PathToPart): unknown {
  return path.reduce<unknown>(
    (holder, key) => (isHolder(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined),
    value,
  );
}

function isHolder(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
