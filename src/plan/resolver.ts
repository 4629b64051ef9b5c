import type { GraphQLResolveInfo } from 'graphql';
import { isInvalid, itemsOf, ObjectCheck, type RestList, type RestObject, takeItem } from '../coder/response/check.ts';
import type { PlanContext } from './context.ts';
import { isShowable, reportOmittedItem } from './invalid-items.ts';
import type { ListMapping, Mapping } from './mapping.ts';
import { itemsAt, nodeOf, open, takeAt, valueIn } from './read.ts';
import { selectionOf } from './selection.ts';

export type MappedResolver = (node: unknown, args: unknown, context: PlanContext, info: GraphQLResolveInfo) => unknown;

/** The resolver of a mapped field, for graphql's own executor. */
export function resolverOf(mapping: Mapping): MappedResolver {
  const { view } = mapping;
  if (view === undefined) return (node, _, context) => unwrap(valueIn(mapping, undefined, node, context));
  const resolve =
    mapping.kind === 'list'
      ? (json: RestObject, node: unknown, context: PlanContext, info: GraphQLResolveInfo) =>
          listIn(mapping, json, node, context, info)
      : (json: RestObject, node: unknown, context: PlanContext) => valueIn(mapping, json, node, context);
  return (node, _, context, info) => {
    const json = open(view, node);
    if (json instanceof Promise) return json.then((read) => read && unwrap(resolve(read, node, context, info)));
    return json && unwrap(resolve(json, node, context, info));
  };
}

function unwrap(value: unknown): unknown {
  if (isInvalid(value)) throw value;
  return value;
}

function listIn(
  mapping: ListMapping,
  json: RestObject,
  node: unknown,
  context: PlanContext,
  info: GraphQLResolveInfo,
): unknown {
  const list = takeAt(json, mapping.path);
  if (list === null || isInvalid(list)) return list;
  const shown: unknown[] = [];
  addItems(mapping, list as RestList, node, { context, info, shown });
  return shown;
}

interface Shown {
  context: PlanContext;
  info: GraphQLResolveInfo;
  shown: unknown[];
}

function addItems(mapping: ListMapping, list: RestList, parent: unknown, into: Shown): void {
  const { context, info, shown } = into;
  const { check, name } = itemsAt(mapping.path);
  for (const raw of itemsOf(list)) {
    const item = takeItem(list, raw, check, name);
    if (isInvalid(item)) {
      reportOmittedItem(item, context, info);
      continue;
    }
    const node = check instanceof ObjectCheck ? nodeOf(mapping.node, item, parent, context) : item;
    if (!mapping.inner) {
      if (!(check instanceof ObjectCheck) || isShowable([selectionOf(info)], node, context, info)) shown.push(node);
      continue;
    }
    const inner = takeAt(item as RestObject, mapping.inner.path);
    if (isInvalid(inner)) reportOmittedItem(inner, context, info);
    else if (inner !== null) addItems(mapping.inner, inner as RestList, node, into);
  }
}
