import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { isInvalid } from '../coder/response/check.ts';
import type { InvalidValueError } from '../coder/response/invalid-value.ts';
import type { PlanContext } from './context.ts';
import { mappedValue } from './read.ts';
import type { Selection } from './selection.ts';

/**
 * The wrong value that would take the whole object with it: one that is selected, and not nullable all the way up to
 * the object. Items of lists are non-null in the graph, so such a value would take the list along; the item is left
 * out instead. Lists inside leave out their own items.
 */
export function firstInvalidOf(selection: Selection, node: unknown, context: unknown): InvalidValueError | undefined {
  for (const { mapping, nonNull, selection: inner } of selection.fieldsOf().values()) {
    if (!mapping || !nonNull) continue;
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
  const path: (string | number)[] = [];
  for (let step: GraphQLResolveInfo['path'] | undefined = info.path; step; step = step.prev) path.unshift(step.key);
  const { message, extensions } = problem;
  context.itemErrors.push(
    new GraphQLError(`An item is left out: ${message}`, {
      nodes: info.fieldNodes,
      path,
      extensions,
      originalError: problem,
    }),
  );
}
