import type { Store } from '../state/store.ts';

/** Puts a test's raw fields over an object; a field of `undefined` removes the key. */
export function overridden<T extends object>(store: Store, id: string, wire: T): T {
  const patch = store.overrides.get(id);
  return patch === undefined ? wire : Object.assign(wire, patch);
}
