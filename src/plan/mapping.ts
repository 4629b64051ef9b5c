import type { GraphQLField } from 'graphql';
import type { Fields, NamedField, ObjectCheck, RestObject } from '../coder/response/check.ts';

/**
 * What a field of the graph shows of Coder's JSON, as data in the finished schema: `field.extensions.rest`. From it
 * come the field's resolver, what a plan reads, which items of a list are left out, and whether a selection needs a
 * call. A field without a mapping has only its resolver.
 */
export type Mapping = ValueMapping | ObjectMapping | ListMapping | ComputedMapping;

/**
 * How the JSON behind an object of the graph (its node) is reached. A type has one `own` view, of the JSON that its
 * node was made from, and may have others, of JSON that it has only heard of and that may cost a call.
 */
export interface View<Node = never, F extends Fields = Fields> {
  /** Unique among the views of a type. */
  readonly name: string;
  readonly check: ObjectCheck<F>;
  /** Whether this is what the node was made from; it is then always there, at once. */
  readonly own: boolean;
  /** The JSON; null when it is out of reach, which makes every value null; a promise where it takes a call. */
  open(node: Node): RestObject<F> | null | Promise<RestObject<F> | null>;
  /** Whether `open` gives no promise, and so makes no call. Absent: it never gives one. */
  isAtHand?(node: Node): boolean;
}

/** Keys from the JSON of a view down to a value; where one before the last is null, so is the value. */
export type RestPath = readonly NamedField[];

/** One value, neither an object nor a list. */
export interface ValueMapping {
  readonly kind: 'value';
  readonly view: View;
  readonly path: RestPath;
}

/** An object. With an empty path, the JSON of the view itself under another type. */
export interface ObjectMapping {
  readonly kind: 'object';
  readonly view: View;
  readonly path: RestPath;
  /** The node of the object, whose own view gives `json` again; absent: the JSON is the node. Pure and cheap. */
  readonly node?: MakeNode;
}

/** A list, whose items are never null: one that is wrong is left out, with an error at the path of the list. */
export interface ListMapping {
  readonly kind: 'list';
  readonly view: View;
  /** The last field's check is a `ListCheck`, which says what the items are. */
  readonly path: RestPath;
  readonly node?: MakeNode;
  /**
   * The items are not shown themselves, but what this lists of each of them (its view is their own), in order; where
   * that is wrong, it costs only what one item would have shown.
   */
  readonly inner?: ListMapping;
}

/** A pure function of values and of the node; it may throw an `InvalidValueError`. */
export interface ComputedMapping {
  readonly kind: 'computed';
  /** Absent: it reads nothing but the node. */
  readonly view?: View;
  /** What it is given: read and checked in this order, the first wrong value costs the field. */
  readonly reads: readonly RestPath[];
  /** Gives the value, or the node of an object. `json` is that of the view. */
  compute(values: readonly unknown[], node: never, context: never, json: never): unknown;
}

export type MakeNode = (json: never, parent: never, context: never) => unknown;

/** The mapping of a field, if it has one. */
export function mappingOf(field: GraphQLField<unknown, unknown>): Mapping | undefined {
  return field.extensions.rest as Mapping | undefined;
}
