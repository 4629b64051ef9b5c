import { type GraphQLResolveInfo, getNamedType, isLeafType } from 'graphql';
import { isInvalid, type RestList, type RestObject } from '../coder/response/check.ts';
import type { PlanContext } from './context.ts';
import { showable } from './invalid-items.ts';
import type { ListMapping, Mapping } from './mapping.ts';
import { itemNodes, open, takeAt, valueIn } from './read.ts';
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
  const selections = isLeafType(getNamedType(info.returnType)) ? [] : [selectionOf(info)];
  return showable(itemNodes(mapping, list as RestList, node, context), selections, context, info);
}
