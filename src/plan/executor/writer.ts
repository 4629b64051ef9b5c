import {
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { isInvalid, type RestList, type RestObject } from '../../coder/response/check.ts';
import { type ListMapping, mappingOf, type View } from '../mapping.ts';
import { itemNodes, open, takeAt, valueIn } from '../read.ts';
import { leafText } from './json-text.ts';
import { isPromise } from './promises.ts';

/**
 * The text of a value, straight from Coder's JSON: no promise, no resolver, no path. Undefined, or a throw, when there
 * is anything to say of it besides its text: it is wrong, null where it must not be, or takes a call. Then the field is
 * executed step by step, which finds the same again and reports it. So a writer must have no effects.
 */
export type Write = (value: unknown, context: unknown) => string | undefined;

/** The writer of what is selected of an object; undefined: something of that takes more than reading. */
export type WriterOf = (type: GraphQLObjectType) => Write | undefined;

/** The writer of a field, given the node that it belongs to. */
export function fieldWriter(field: GraphQLField<unknown, unknown>, selected: WriterOf): Write | undefined {
  const mapping = mappingOf(field);
  if (mapping === undefined || field.args.length > 0) return undefined;
  if (mapping.kind === 'list') return listWriter(mapping, field.type, selected);
  const complete = valueWriter(field.type, selected);
  if (complete === undefined) return undefined;
  const { view } = mapping;
  return (node, context) => {
    const json = jsonOf(view, node);
    if (json === null) return complete(null, context);
    if (json === undefined && view !== undefined) return undefined;
    return complete(valueIn(mapping, json, node, context), context);
  };
}

/** The view on whose JSON alone the field's value depends; undefined: it depends on more, or is no value of that. */
export function sourceOf(field: GraphQLField<unknown, unknown>): View | undefined {
  const mapping = mappingOf(field);
  if (mapping?.view?.own !== true || field.args.length > 0) return undefined;
  // A function that takes the context, as its third parameter, may show something of the process.
  return mapping.kind === 'computed' && mapping.compute.length > 2 ? undefined : mapping.view;
}

/** The JSON that the field reads; undefined where it reads none, and where it takes a call. */
function jsonOf(view: View | undefined, node: unknown): RestObject | null | undefined {
  if (view === undefined || view.isAtHand?.(node as never) === false) return undefined;
  return open(view, node) as RestObject | null;
}

function valueWriter(type: GraphQLOutputType, selected: WriterOf): Write | undefined {
  if (isNonNullType(type)) {
    const complete = presentWriter(type.ofType, selected);
    return (
      complete && ((value, context) => (value === null || value === undefined ? undefined : complete(value, context)))
    );
  }
  const complete = presentWriter(type, selected);
  return complete && ((value, context) => (value === null || value === undefined ? 'null' : complete(value, context)));
}

function presentWriter(type: GraphQLOutputType, selected: WriterOf): Write | undefined {
  if (isLeafType(type)) return leafWriter(type);
  if (isListType(type)) {
    const item = valueWriter(type.ofType, selected);
    return item && ((value, context) => (Array.isArray(value) ? itemsText(value, item, context) : undefined));
  }
  if (!isObjectType(type) || type.isTypeOf) return undefined;
  const write = selected(type);
  return (
    write && ((value, context) => (value instanceof Error || isPromise(value) ? undefined : write(value, context)))
  );
}

function leafWriter(type: GraphQLLeafType): Write {
  return (value) => {
    if (typeof value === 'object' && (value instanceof Error || isPromise(value))) return undefined;
    const serialized: unknown = type.serialize(value);
    return serialized === null || serialized === undefined ? undefined : leafText(serialized);
  };
}

/** The text of a list; an item that is an error has none. */
function itemsText(items: readonly unknown[], write: Write, context: unknown): string | undefined {
  let text = '';
  for (const item of items) {
    const written = write(item, context);
    if (written === undefined) return undefined;
    text += text === '' ? written : `,${written}`;
  }
  return `[${text}]`;
}

/** A list whose items can all be shown. One that cannot is left out and reported by the field's resolver. */
function listWriter(mapping: ListMapping, type: GraphQLOutputType, selected: WriterOf): Write | undefined {
  const listType = isNonNullType(type) ? type.ofType : type;
  const write = isListType(listType) ? valueWriter(listType.ofType, selected) : undefined;
  if (write === undefined) return undefined;
  const whenNull = isNonNullType(type) ? undefined : 'null';
  return (node, context) => {
    const json = jsonOf(mapping.view, node);
    if (json === null) return whenNull;
    if (json === undefined) return undefined;
    const list = takeAt(json, mapping.path);
    if (list === null) return whenNull;
    if (isInvalid(list)) return undefined;
    return itemsText(itemNodes(mapping, list as RestList, node, context), write, context);
  };
}

/** What a writer makes of a value; undefined when it makes nothing of it, or there is no writer. */
export function attempt(write: Write | undefined, value: unknown, context: unknown): string | undefined {
  if (write === undefined) return undefined;
  try {
    return write(value, context);
  } catch {
    return undefined;
  }
}
