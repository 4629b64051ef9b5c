import {
  type ArgumentNode,
  BREAK,
  defaultFieldResolver,
  type FieldNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  getArgumentValues,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import type { Path } from 'graphql/jsutils/Path.js';
import type { View } from '../mapping.ts';
import { type Complete, completeField, locate } from './complete.ts';
import { FieldSite } from './field-site.ts';
import { quoted } from './json-text.ts';
import type { PlannedField, PlannedSelection } from './planned.ts';
import { isPromise, type MaybePromise } from './promises.ts';
import type { Run } from './run.ts';
import { type PlanSize, SelectionPlan } from './selection-plan.ts';
import { attempt, fieldWriter, sourceOf, type Write } from './writer.ts';

/** Bytes that the plan of one field takes, about. */
const BYTES_PER_FIELD = 700;

type Fields = ReadonlyMap<string, readonly FieldNode[]>;

const NO_ARGUMENTS: Readonly<Record<string, unknown>> = Object.freeze({});

/** The plan of one selected field. */
class FieldPlan implements PlannedField {
  readonly key: string;
  readonly label: string;
  readonly nodes: readonly FieldNode[];
  readonly definition: GraphQLField<unknown, unknown>;
  readonly parentType: GraphQLObjectType;
  readonly isNonNull: boolean;
  readonly #resolve: GraphQLFieldResolver<unknown, unknown>;
  readonly #complete: Complete;
  readonly #size: PlanSize;
  readonly #usesVariables: boolean;
  #arguments: Readonly<Record<string, unknown>> | undefined;
  /** By whether they keep texts; made when they are first asked for, there may be none. */
  readonly #writers = new Map<boolean, Write | undefined>();
  /** By the type of the object; one entry unless the field is of an abstract type. */
  readonly #selections = new Map<GraphQLObjectType, PlannedSelection>();

  constructor(key: string, nodes: readonly FieldNode[], parent: FieldParent, isFirst: boolean) {
    this.key = key;
    this.label = `${isFirst ? '' : ','}${quoted(key)}:`;
    this.nodes = nodes;
    this.definition = parent.definition;
    this.parentType = parent.type;
    this.isNonNull = isNonNullType(this.definition.type);
    this.#resolve = this.definition.resolve ?? defaultFieldResolver;
    this.#complete = completeField(this.definition.type);
    this.#size = parent.size;
    this.#usesVariables = nodes[0]?.arguments?.some(hasVariable) ?? false;
    if (this.definition.args.length === 0) this.#arguments = NO_ARGUMENTS;
  }

  write(run: Run, source: unknown, pieces: string[]): boolean {
    return attempt(this.writer(run, run.keepsTexts), source, run.contextValue, pieces);
  }

  execute(run: Run, source: unknown, parent: Path | undefined): MaybePromise<string> {
    const site = new FieldSite(run, this, parent);
    try {
      const result = this.#resolve(source, this.#argumentsIn(run), run.contextValue, site);
      const completed = isPromise(result)
        ? result.then((value) => this.#complete(site, value, undefined))
        : this.#complete(site, result, undefined);
      // In two steps, as graphql-js: the order of errors depends on when a promise is seen to have failed.
      return isPromise(completed) ? completed.then(undefined, (error) => this.#fail(site, error)) : completed;
    } catch (error) {
      return this.#fail(site, error);
    }
  }

  selectionOf(run: Run, type: GraphQLObjectType): PlannedSelection {
    let selection = this.#selections.get(type);
    if (selection === undefined) {
      const { schema, fragments } = run.source;
      const fields = collectSubfields(schema, fragments, run.variableValues, type, this.nodes);
      selection = planSelection(type, fields, this.#size);
      this.#selections.set(type, selection);
    }
    return selection;
  }

  writer(run: Run, keeps: boolean): Write | undefined {
    if (!this.#writers.has(keeps)) this.#writers.set(keeps, this.#makeWriter(run, keeps));
    return this.#writers.get(keeps);
  }

  source(run: Run): View | 'any' | undefined {
    if (this.definition === TypeNameMetaFieldDef) return 'any';
    const view = sourceOf(this.definition);
    const type = getNamedType(this.definition.type);
    if (view === undefined || isLeafType(type)) return view;
    return isObjectType(type) && this.selectionOf(run, type).source(run) !== undefined ? view : undefined;
  }

  #makeWriter(run: Run, keeps: boolean): Write | undefined {
    if (this.definition === TypeNameMetaFieldDef) {
      const text = `"${this.parentType.name}"`;
      return (_, __, pieces) => {
        pieces.push(text);
        return true;
      };
    }
    try {
      return fieldWriter(this.definition, (type) => this.selectionOf(run, type).writer(run, keeps));
    } catch {
      // A directive below is wrong. That is told by the execution, where it gets there.
      return undefined;
    }
  }

  #argumentsIn(run: Run): Readonly<Record<string, unknown>> {
    if (this.#arguments !== undefined) return this.#arguments;
    const known = run.arguments.get(this);
    if (known !== undefined) return known;
    const values = getArgumentValues(this.definition, this.nodes[0] as FieldNode, run.variableValues);
    if (this.#usesVariables) run.arguments.set(this, values);
    else this.#arguments = values;
    return values;
  }

  #fail(site: FieldSite, problem: unknown): string {
    const error = locate(problem, this.nodes, site.path);
    if (this.isNonNull) throw error;
    site.run.errors.add(error, site.path);
    return 'null';
  }
}

function hasVariable(argument: ArgumentNode): boolean {
  let found = false;
  visit(argument.value, {
    Variable: () => {
      found = true;
      return BREAK;
    },
  });
  return found;
}

interface FieldParent {
  type: GraphQLObjectType;
  definition: GraphQLField<unknown, unknown>;
  size: PlanSize;
}

/** The plan of the collected fields of a type. */
export function planSelection(type: GraphQLObjectType, collected: Fields, size: PlanSize): PlannedSelection {
  const definitions = type.getFields();
  const fields: FieldPlan[] = [];
  for (const [key, nodes] of collected) {
    const name = nodes[0]?.name.value as string;
    const definition = name === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : definitions[name];
    // As graphql-js: what a schema does not have is not in the answer. Validation has refused it.
    if (!definition) continue;
    fields.push(new FieldPlan(key, nodes, { type, definition, size }, fields.length === 0));
    size.bytes += BYTES_PER_FIELD;
  }
  return new SelectionPlan(fields, size);
}
