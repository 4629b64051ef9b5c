import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { BadValue, leftOut, right, wrongFields } from '../coder/check.ts';
import type { RequestContext } from '../loaders/context.ts';
import { selects } from './selection.ts';

/** REST keys whose field is not simply their camelCase. */
const RENAMED: Record<string, string> = { timeout: 'timeoutSeconds', template_version_name: 'templateVersion' };

/** The field itself for a list, `nodes` and `edges { node }` for a connection. */
const LIST: readonly (readonly string[])[] = [[]];
export const CONNECTION: readonly (readonly string[])[] = [['nodes'], ['edges', 'node']];

/**
 * The items of an upstream list that this query can show. Items are non-null in the graph, so one with a wrong
 * value where the query looks would take the whole list with it: it is left out instead, and the answer's errors
 * say so, with the path of the list.
 */
export function usable<Item>(
  list: readonly Item[],
  context: RequestContext,
  info: GraphQLResolveInfo,
  itemPaths = LIST,
): readonly Item[] {
  right(list);
  for (const problem of leftOut(list)) report(problem, context, info);
  let kept: Item[] | undefined;
  list.forEach((item, index) => {
    const problem = firstSelected(item, info, itemPaths);
    if (problem) {
      report(problem, context, info);
      kept ??= list.slice(0, index);
    } else kept?.push(item);
  });
  return kept ?? list;
}

function firstSelected(
  item: unknown,
  info: GraphQLResolveInfo,
  itemPaths: readonly (readonly string[])[],
): BadValue | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  for (const path of wrongFields(item)) {
    const field = path.split('.').map(fieldName);
    if (
      selects(
        info,
        itemPaths.map((prefix) => [...prefix, ...field]),
      )
    )
      return valueAt(item, path);
  }
  return undefined;
}

function fieldName(key: string): string {
  return RENAMED[key] ?? key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function valueAt(item: object, path: string): BadValue | undefined {
  let value: unknown = item;
  for (const key of path.split('.')) value = (value as Record<string, unknown>)[key];
  return value instanceof BadValue ? value : undefined;
}

function report(problem: BadValue, context: RequestContext, info: GraphQLResolveInfo): void {
  const path: (string | number)[] = [];
  for (let step: GraphQLResolveInfo['path'] | undefined = info.path; step; step = step.prev) path.unshift(step.key);
  const { message, extensions } = problem;
  context.problems.push(
    new GraphQLError(`An item is left out: ${message}`, { nodes: info.fieldNodes, path, extensions }),
  );
}
