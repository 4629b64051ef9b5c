import { GraphQLError, type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import { type Check, isInvalid, itemsOf, type RestList, takeItem } from '../coder/response/check.ts';
import type { InvalidValueError } from '../coder/response/invalid-value.ts';
import type { PlanContext } from './context.ts';
import { mappedValue } from './read.ts';
import { type Selection, selectionOf } from './selection.ts';

/**
 * The wrong value that would take the whole object with it: one that is selected, and not nullable all the way up to
 * the object. Items of lists are non-null in the graph, so such a value would take the list along; the item is left
 * out instead. Lists inside leave out their own items.
 */
function firstInvalidOf(selection: Selection, node: unknown, context: unknown): InvalidValueError | undefined {
  for (const { mapping, selection: inner } of selection.required) {
    const value = mappedValue(mapping, node, context);
    if (isInvalid(value)) return value;
    if (!inner || value === null || value === undefined || Array.isArray(value)) continue;
    const wrong = firstInvalidOf(inner, value, context);
    if (wrong) return wrong;
  }
  return undefined;
}

/** An item is left out of the list that is being resolved: the answer's errors say so, with the path of the list. */
export function reportOmittedItem(problem: InvalidValueError, context: PlanContext, info: GraphQLResolveInfo): void {
  const { message, extensions } = problem;
  context.itemErrors.push(
    new GraphQLError(`An item is left out: ${message}`, {
      nodes: info.fieldNodes,
      path: responsePathAsArray(info.path),
      extensions,
      originalError: problem,
    }),
  );
}

/** Whether an item can be shown with what is selected of it, in each of the selections; reports why not. */
export function isShowable(
  selections: readonly Selection[],
  node: unknown,
  context: PlanContext,
  info: GraphQLResolveInfo,
): boolean {
  const problem = problemOf(selections, node, context);
  if (problem) reportOmittedItem(problem, context, info);
  return !problem;
}

/** The wrong value for which an item cannot be shown in all of the selections. */
export function problemOf(
  selections: readonly Selection[],
  node: unknown,
  context: PlanContext,
): InvalidValueError | undefined {
  for (const selection of selections) {
    const problem = firstInvalidOf(selection, node, context);
    if (problem) return problem;
  }
  return undefined;
}

/** What is selected of the items of the connection that is being resolved: below `nodes` and `edges { node }`. */
export function itemSelections(info: GraphQLResolveInfo): readonly Selection[] {
  const found: Selection[] = [];
  for (const { name, selection } of selectionOf(info).fieldsOf().values()) {
    if (!selection) continue;
    if (name === 'nodes') found.push(selection);
    if (name !== 'edges') continue;
    for (const inner of selection.fieldsOf().values()) if (inner.selection) found.push(inner.selection);
  }
  return found;
}

/** The items that can be shown; an error among them, and an item that cannot be shown, is reported in its place. */
export function showable(
  items: readonly unknown[],
  selections: readonly Selection[],
  context: PlanContext,
  info: GraphQLResolveInfo,
): unknown[] {
  return items.filter((item) => {
    if (!isInvalid(item)) return isShowable(selections, item, context, info);
    reportOmittedItem(item, context, info);
    return false;
  });
}

/** The objects of a list that a call answered with, without those that cannot be shown, which are reported. */
export function showableItems<Item>(
  list: RestList<Item>,
  check: Check<unknown, Item>,
  selections: readonly Selection[],
  context: PlanContext,
  info: GraphQLResolveInfo,
): Item[] {
  const items = itemsOf(list).map((raw) => takeItem(list, raw, check, 'the answer'));
  return showable(items, selections, context, info) as Item[];
}
