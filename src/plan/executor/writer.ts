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
import type { AnswerSize } from '../answer-size.ts';
import type { PlanContext } from '../context.ts';
import { type ListMapping, mappingOf, type View } from '../mapping.ts';
import { itemNodes, open, takeAt, valueIn } from '../read.ts';
import { leafText } from './json-text.ts';
import { isPromise } from './promises.ts';

/**
 * Adds the text of a value to the pieces of a text, straight from Coder's JSON: no promise, no resolver, no path. False,
 * or a throw, when there is anything to say of it besides its text: it is wrong, null where it must not be, or takes a
 * call. Then the field is executed step by step, which finds the same again and reports it. So a writer must have no
 * effects but the pieces, of which some may have been added then, and what `AnswerSize` counts of them.
 */
export type Write = (value: unknown, context: unknown, pieces: string[]) => boolean;

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
  return (node, context, pieces) => {
    const json = jsonOf(view, node);
    if (json === null) return complete(null, context, pieces);
    if (json === undefined && view !== undefined) return false;
    return complete(valueIn(mapping, json, node, context), context, pieces);
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

/** The writer of values of a type; undefined: it takes more than reading. */
export function valueWriter(type: GraphQLOutputType, selected: WriterOf): Write | undefined {
  const isNonNull = isNonNullType(type);
  const complete = presentWriter(isNonNull ? type.ofType : type, selected);
  if (complete === undefined) return undefined;
  return (value, context, pieces) => {
    if (value !== null && value !== undefined) return complete(value, context, pieces);
    if (!isNonNull) pieces.push('null');
    return !isNonNull;
  };
}

function presentWriter(type: GraphQLOutputType, selected: WriterOf): Write | undefined {
  if (isLeafType(type)) return leafWriter(type);
  if (isListType(type)) {
    const item = valueWriter(type.ofType, selected);
    return item && ((value, context, pieces) => Array.isArray(value) && writeItems(value, item, context, pieces));
  }
  if (!isObjectType(type) || type.isTypeOf) return undefined;
  const write = selected(type);
  return (
    write &&
    ((value, context, pieces) => !(value instanceof Error) && !isPromise(value) && write(value, context, pieces))
  );
}

function leafWriter(type: GraphQLLeafType): Write {
  return (value, context, pieces) => {
    if (typeof value === 'object' && (value instanceof Error || isPromise(value))) return false;
    const serialized: unknown = type.serialize(value);
    if (serialized === null || serialized === undefined) return false;
    if (typeof serialized === 'string') answerSizeOf(context)?.add(serialized);
    pieces.push(leafText(serialized));
    return true;
  };
}

/** The size of the answer that is executed with this context, as far as it is written; undefined: it is not counted. */
export function answerSizeOf(context: unknown): AnswerSize | undefined {
  return (context as PlanContext | undefined)?.answerSize;
}

/** Adds the text of a list; an item that is an error has none. */
function writeItems(items: readonly unknown[], write: Write, context: unknown, pieces: string[]): boolean {
  pieces.push('[');
  for (let index = 0; index < items.length; index++) {
    if (index > 0) pieces.push(',');
    if (!write(items[index], context, pieces)) return false;
  }
  pieces.push(']');
  return true;
}

/** A list whose items can all be shown. One that cannot is left out and reported by the field's resolver. */
function listWriter(mapping: ListMapping, type: GraphQLOutputType, selected: WriterOf): Write | undefined {
  const listType = isNonNullType(type) ? type.ofType : type;
  const write = isListType(listType) ? valueWriter(listType.ofType, selected) : undefined;
  if (write === undefined) return undefined;
  const isNonNull = isNonNullType(type);
  return (node, context, pieces) => {
    const json = jsonOf(mapping.view, node);
    if (json === undefined) return false;
    const list = json && takeAt(json, mapping.path);
    if (list === null) {
      if (!isNonNull) pieces.push('null');
      return !isNonNull;
    }
    if (isInvalid(list)) return false;
    return writeItems(itemNodes(mapping, list as RestList, node, context), write, context, pieces);
  };
}

/** Adds what a writer makes of a value; false, and nothing is added: it makes nothing of it, or there is no writer. */
export function attempt(write: Write | undefined, value: unknown, context: unknown, pieces: string[]): boolean {
  if (write === undefined) return false;
  const { length } = pieces;
  const size = answerSizeOf(context);
  const bytes = size?.bytes ?? 0;
  try {
    if (write(value, context, pieces)) return true;
  } catch {
    // The field is executed step by step.
  }
  pieces.length = length;
  size?.backTo(bytes);
  return false;
}

/** The text that a writer makes of a value; undefined when it makes none. */
export function attemptText(write: Write | undefined, value: unknown, context: unknown): string | undefined {
  const pieces: string[] = [];
  return attempt(write, value, context, pieces) ? pieces.join('') : undefined;
}
