import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { InvalidValueError } from '../coder/response/invalid-value.ts';
import { invalidFields, omittedItems, unwrap } from '../coder/response/walk.ts';
import type { RequestContext } from './context.ts';
import { selectedAt, selectedWithin, selects } from './selection.ts';

/** REST keys whose fields are not simply their camelCase. */
const RENAMED: Record<string, readonly string[]> = {
  timeout: ['timeoutSeconds'],
  template_version_name: ['templateVersion', 'name'],
};

/** The field itself for a list, `nodes` and `edges { node }` for a connection. */
const LIST: readonly (readonly string[])[] = [[]];
export const CONNECTION: readonly (readonly string[])[] = [['nodes'], ['edges', 'node']];

/** Whether the query looks at the value at a REST path of an item. */
type IsSelected = (path: readonly string[]) => boolean;

/**
 * The items of an upstream list that this query can show. Items are non-null in the graph, so one with a wrong
 * value where the query looks would take the whole list with it: it is left out instead, and the answer's errors
 * say so, with the path of the list.
 */
export function dropInvalidItems<Item>(
  list: readonly Item[],
  context: RequestContext,
  info: GraphQLResolveInfo,
  at = LIST,
): readonly Item[] {
  const items = once(() => selectedAt(info, at));
  return dropInvalid(list, context, info, (path) => selects(info, items(), path.flatMap(fieldNames)));
}

/** What leads from a build to parts of it, and from those back to it. */
const WITHIN_BUILD = ['job', 'resources', 'agents', 'resource', 'build'];

/** `dropInvalidItems` for a connection of builds, whose parts lead back to the build by other ways than the JSON's. */
export function dropInvalidBuilds<Item>(
  list: readonly Item[],
  context: RequestContext,
  info: GraphQLResolveInfo,
): readonly Item[] {
  const items = once(() => selectedAt(info, CONNECTION));
  const builds = once(() => [...items(), ...selectedWithin(info, items(), WITHIN_BUILD, 'build')]);
  const jobs = once(() => selectedWithin(info, items(), WITHIN_BUILD, 'job'));
  return dropInvalid(list, context, info, (path) => {
    const [first, ...rest] = path.flatMap(fieldNames);
    if (first === 'job') return rest.length === 0 ? jobs().length > 0 : selects(info, jobs(), rest);
    if (first !== 'resources') return selects(info, builds(), [first as string, ...rest]);
    return selects(info, [...builds(), ...jobs()], ['resources']) || selects(info, builds(), ['agents']);
  });
}

function dropInvalid<Item>(
  list: readonly Item[],
  context: RequestContext,
  info: GraphQLResolveInfo,
  isSelected: IsSelected,
): readonly Item[] {
  unwrap(list);
  reportOmittedItems(list, context, info);
  let kept: Item[] | undefined;
  list.forEach((item, index) => {
    const problem = firstSelectedError(item, isSelected);
    if (problem) {
      reportOmittedItem(problem, context, info);
      kept ??= list.slice(0, index);
    } else kept?.push(item);
  });
  return kept ?? list;
}

/** Says in the answer's errors which items of an upstream list are missing. */
export function reportOmittedItems(list: readonly unknown[], context: RequestContext, info: GraphQLResolveInfo): void {
  for (const problem of omittedItems(list)) reportOmittedItem(problem, context, info);
}

function firstSelectedError(item: unknown, isSelected: IsSelected): InvalidValueError | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  for (const path of invalidFields(item)) if (isSelected(path.split('.'))) return valueAt(item, path);
  return undefined;
}

function fieldNames(key: string): readonly string[] {
  return RENAMED[key] ?? [key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())];
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function valueAt(item: object, path: string): InvalidValueError | undefined {
  let value: unknown = item;
  for (const key of path.split('.')) value = (value as Record<string, unknown>)[key];
  return value instanceof InvalidValueError ? value : undefined;
}

/** An item is left out of the list that is being resolved. */
export function reportOmittedItem(problem: InvalidValueError, context: RequestContext, info: GraphQLResolveInfo): void {
  const path: (string | number)[] = [];
  for (let step: GraphQLResolveInfo['path'] | undefined = info.path; step; step = step.prev) path.unshift(step.key);
  const { message, extensions } = problem;
  context.itemErrors.push(
    new GraphQLError(`An item is left out: ${message}`, { nodes: info.fieldNodes, path, extensions }),
  );
}
