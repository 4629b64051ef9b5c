import type { FieldNode, GraphQLField, GraphQLObjectType } from 'graphql';
import type { Path } from 'graphql/jsutils/Path.js';
import type { View } from '../mapping.ts';
import type { MaybePromise } from './promises.ts';
import type { Run } from './run.ts';
import type { Write } from './writer.ts';

/** A selected field of a type: everything about it that is the same in every execution. */
export interface PlannedField {
  readonly key: string;
  /** What stands before the value in the text of the object. */
  readonly label: string;
  readonly nodes: readonly FieldNode[];
  readonly definition: GraphQLField<unknown, unknown>;
  readonly parentType: GraphQLObjectType;
  readonly isNonNull: boolean;
  /** Adds the value's text to the pieces of a text, straight from Coder's JSON; false: the field must be executed. */
  write(run: Run, source: unknown, pieces: string[]): boolean;
  /** The text of the field's value, step by step; throws when the object cannot be without it. `parent`: position of the object. */
  execute(run: Run, source: unknown, parent: Path | undefined): MaybePromise<string>;
  /** What is selected of an object that the field leads to. */
  selectionOf(run: Run, type: GraphQLObjectType): PlannedSelection;
  /** Writes the value from Coder's JSON; undefined: it takes more than reading. `keeps`: it keeps texts below. */
  writer(run: Run, keeps: boolean): Write | undefined;
  /** The view on whose JSON alone the text depends; `any`: on none; undefined: it depends on more. */
  source(run: Run): View | 'any' | undefined;
}

/** The fields to be executed of an object of one type. */
export interface PlannedSelection {
  readonly fields: readonly PlannedField[];
  /** Writes an object from Coder's JSON; undefined: some field takes more than reading. `keeps`: it keeps texts. */
  writer(run: Run, keeps: boolean): Write | undefined;
  /** The view on whose JSON alone the text depends; `any`: on none; undefined: it depends on more. */
  source(run: Run): View | 'any' | undefined;
}
