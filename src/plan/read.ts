import {
  type Check,
  isInvalid,
  itemsOf,
  type ListCheck,
  ObjectCheck,
  type RestList,
  type RestObject,
  take,
  takeItem,
} from '../coder/response/check.ts';
import type { ComputedMapping, ListMapping, MakeNode, Mapping, RestPath, View } from './mapping.ts';

/** The JSON of a node behind a view, with types erased as mappings have them. */
export function open(view: View, node: unknown): RestObject | null | Promise<RestObject | null> {
  return view.open(node as never);
}

/** The value at a path: normalized, null where it or what holds it is unset, an error where either is wrong. */
export function takeAt(json: RestObject, path: RestPath): unknown {
  let value: unknown = json;
  for (const field of path) {
    value = take(value as RestObject, field);
    if (value === null || isInvalid(value)) return value;
  }
  return value;
}

/** The node of an object: the JSON itself where nothing else is said. */
function nodeOf(make: MakeNode | undefined, json: unknown, parent: unknown, context: unknown): unknown {
  return make ? make(json as never, parent as never, context as never) : json;
}

/** What a computed field shows; an error where something that it reads is wrong. */
function compute(mapping: ComputedMapping, json: RestObject | undefined, node: unknown, context: unknown): unknown {
  const values: unknown[] = [];
  for (const path of mapping.reads) {
    const value = takeAt(json as RestObject, path);
    if (isInvalid(value)) return value;
    values.push(value);
  }
  try {
    return mapping.compute(values, node as never, context as never, json as never);
  } catch (error) {
    if (isInvalid(error)) return error;
    throw error;
  }
}

/** What a list's items are, and the name that errors give them. */
function itemsAt(path: RestPath): { check: Check; name: string } {
  const last = path[path.length - 1];
  if (!last) throw new TypeError('a list has at least one key');
  return { check: (last.check as ListCheck<unknown, unknown>).item, name: last.name };
}

/** What a list shows of each item, in order: a node or a plain value, or an error where the item is wrong. */
export function itemNodes(mapping: ListMapping, list: RestList, parent: unknown, context: unknown): unknown[] {
  const { check, name } = itemsAt(mapping.path);
  const { inner } = mapping;
  const nodes: unknown[] = [];
  for (const raw of itemsOf(list)) {
    const item = takeItem(list, raw, check, name);
    if (isInvalid(item)) {
      nodes.push(item);
      continue;
    }
    const node = check instanceof ObjectCheck ? nodeOf(mapping.node, item, parent, context) : item;
    if (!inner) {
      nodes.push(node);
      continue;
    }
    const innerList = takeAt(item as RestObject, inner.path);
    if (isInvalid(innerList)) nodes.push(innerList);
    else if (innerList !== null)
      for (const each of itemNodes(inner, innerList as RestList, node, context)) nodes.push(each);
  }
  return nodes;
}

/**
 * The value of a mapped field but for a list's items: of a list, the list as it is. An object is its node. `undefined`
 * when it is only known after a call.
 */
export function mappedValue(mapping: Mapping, node: unknown, context: unknown): unknown {
  const { view } = mapping;
  const json = view && open(view, node);
  if (json === null) return null;
  if (json instanceof Promise) return undefined;
  return valueIn(mapping, json, node, context);
}

export function valueIn(mapping: Mapping, json: RestObject | undefined, node: unknown, context: unknown): unknown {
  if (mapping.kind === 'computed') return compute(mapping, json, node, context);
  const value = takeAt(json as RestObject, mapping.path);
  if (mapping.kind !== 'object' || value === null || isInvalid(value)) return value;
  return nodeOf(mapping.node, value, node, context);
}
