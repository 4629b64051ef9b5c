import type { Wire } from '../support.ts';

/** Keys and places from some JSON down to a value in it. */
export type Path = readonly (string | number)[];

/** The value at a path. */
export function at(value: Wire, path: Path): Wire {
  return path.reduce((inner, key) => inner[key], value);
}

/** A copy with another value at the path. */
export function altered(json: unknown, path: Path, value: unknown): Wire {
  const copy = structuredClone(json) as Wire;
  at(copy, path.slice(0, -1))[path.at(-1) as string] = value;
  return copy;
}
