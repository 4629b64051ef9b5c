import {
  assertAbstractType,
  defaultTypeResolver,
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  locatedError,
  responsePathAsArray,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { isIterableObject } from 'graphql/jsutils/isIterableObject.js';
import type { Path } from 'graphql/jsutils/Path.js';
import { executeSelection } from './execute.ts';
import type { FieldSite } from './field-site.ts';
import { leafText } from './json-text.ts';
import { allOf, ignoreRejections, isPromise, type MaybePromise } from './promises.ts';
import { checkedRuntimeType } from './runtime-type.ts';
import { TextParts } from './text-parts.ts';
import { answerSizeOf, attempt, attemptText, valueWriter, type Write } from './writer.ts';

/**
 * The text of a value that a resolver gave; throws what makes it an error. `path`: the position of an item of a list;
 * undefined at the position of the field itself.
 */
export type Complete = (site: FieldSite, value: unknown, path: Path | undefined) => MaybePromise<string>;

/** The error of a position, which it keeps if it has one already. */
export function locate(problem: unknown, nodes: readonly FieldNode[], path: Path): GraphQLError {
  return locatedError(problem, nodes, responsePathAsArray(path));
}

/** How a value of a type is completed, null and errors included. */
export function completeField(type: GraphQLOutputType): Complete {
  if (isNonNullType(type)) {
    const complete = completePresent(type.ofType);
    return (site, value, path) => {
      if (value instanceof Error) throw value;
      if (value === null || value === undefined) {
        throw new Error(`Cannot return null for non-nullable field ${site.parentType.name}.${site.fieldName}.`);
      }
      return complete(site, value, path);
    };
  }
  const complete = completePresent(type);
  return (site, value, path) => {
    if (value instanceof Error) throw value;
    return value === null || value === undefined ? 'null' : complete(site, value, path);
  };
}

function completePresent(type: GraphQLOutputType): Complete {
  if (isListType(type)) return completeList(type.ofType);
  if (isLeafType(type)) return completeLeaf(type);
  return isObjectType(type) ? completeObject(type) : completeAbstract(assertAbstractType(type));
}

function completeLeaf(type: GraphQLLeafType): Complete {
  return ({ run }, value) => {
    const serialized: unknown = type.serialize(value);
    if (serialized === null || serialized === undefined) {
      throw new Error(
        `Expected \`${inspect(type)}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
      );
    }
    if (typeof serialized === 'string') answerSizeOf(run.contextValue)?.add(serialized);
    return leafText(serialized);
  };
}

function completeObject(type: GraphQLObjectType): Complete {
  return (site, value, path) => completeAs(type, site, value, path);
}

function completeAs(
  type: GraphQLObjectType,
  site: FieldSite,
  value: unknown,
  path: Path | undefined,
): MaybePromise<string> {
  const { run } = site;
  const selection = site.field.selectionOf(run, type);
  const written = type.isTypeOf
    ? undefined
    : attemptText(selection.writer(run, run.keepsTexts), value, run.contextValue);
  if (written !== undefined) return written;
  const position = path ?? site.path;
  const execute = () => executeSelection(run, selection, value, position);
  if (!type.isTypeOf) return execute();
  const fits = type.isTypeOf(value, run.contextValue, site);
  const check = (answer: boolean) => {
    if (answer) return execute();
    throw new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, {
      nodes: site.fieldNodes,
    });
  };
  return isPromise(fits) ? fits.then(check) : check(fits as boolean);
}

function completeAbstract(type: GraphQLAbstractType): Complete {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  return (site, value, path) => {
    const complete = (name: unknown) => completeAs(checkedRuntimeType(name, type, site, value), site, value, path);
    const name = resolveType(value, site.run.contextValue, site, type);
    return isPromise(name) ? name.then(complete) : complete(name);
  };
}

function completeList(itemType: GraphQLOutputType): Complete {
  const complete = completeItem(itemType);
  let write: Write | undefined;
  let isMade = false;
  return (site, list, path) => {
    if (!isIterableObject(list)) {
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${site.parentType.name}.${site.fieldName}".`,
      );
    }
    if (!isMade) write = itemWriter(itemType, site);
    isMade = true;
    const { contextValue } = site.run;
    const parts = new TextParts('[');
    let key = 0;
    try {
      for (const item of list) {
        if (key > 0) parts.pieces.push(',');
        if (!attempt(write, item, contextValue, parts.pieces))
          parts.add(complete(site, item, { prev: path ?? site.path, key, typename: undefined }));
        key++;
      }
    } catch (error) {
      // Nobody waits for the other items any more; if they fail as well, that is no unhandled rejection.
      ignoreRejections(parts.parts);
      if (Array.isArray(list)) ignoreRejections(list);
      throw error;
    }
    parts.pieces.push(']');
    return parts.waits ? allOf(parts.parts, () => parts.text()) : parts.text();
  };
}

/** Writes the items of a field's list that take no more than reading. */
function itemWriter(itemType: GraphQLOutputType, { run, field }: FieldSite): Write | undefined {
  try {
    return valueWriter(itemType, (type) => field.selectionOf(run, type).writer(run, run.keepsTexts));
  } catch {
    // A directive below is wrong. That is told by the execution, where it gets there.
    return undefined;
  }
}

/** How an item is completed: one that fails is null, or fails the list. */
function completeItem(type: GraphQLOutputType): (site: FieldSite, item: unknown, path: Path) => MaybePromise<string> {
  const complete = completeField(type);
  const isNonNull = isNonNullType(type);
  return (site, item, path) => {
    const fail = (problem: unknown): string => {
      const error = locate(problem, site.fieldNodes, path);
      if (isNonNull) throw error;
      site.run.errors.add(error, path);
      return 'null';
    };
    try {
      const text = isPromise(item) ? item.then((value) => complete(site, value, path)) : complete(site, item, path);
      return isPromise(text) ? text.then(undefined, fail) : text;
    } catch (problem) {
      return fail(problem);
    }
  };
}
