import {
  type ASTNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getNamedType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { type Mapping, mappingOf } from './mapping.ts';

/** A selected field of an object type: all nodes of the document with one response key, as graphql-js merges them. */
export interface SelectedField {
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly mapping: Mapping | undefined;
  readonly nonNull: boolean;
  /** What is selected of its value; undefined for a leaf. */
  readonly selection: Selection | undefined;
}

/** One that shows a value of Coder and is never null. */
export type RequiredField = SelectedField & { readonly mapping: Mapping };

/** The directives that decide whether something is selected. */
export const CONDITIONS: ReadonlySet<string> = new Set([GraphQLSkipDirective.name, GraphQLIncludeDirective.name]);

/** What all selections of one operation share. */
interface Shared {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Those that `@skip` and `@include` use. */
  readonly variables: Readonly<Record<string, unknown>>;
}

type Collected = ReadonlyMap<string, readonly FieldNode[]>;

/** What an operation selects of an object. Each level is collected at its first use, and kept. */
export class Selection {
  /** The type of the object as the schema declares it; may be abstract. */
  readonly typeName: string;
  readonly #shared: Shared;
  readonly #collect: (type: GraphQLObjectType) => Collected;
  readonly #fields = new Map<string, ReadonlyMap<string, SelectedField>>();
  #required: readonly RequiredField[] | undefined;

  constructor(shared: Shared, typeName: string, collect: (type: GraphQLObjectType) => Collected) {
    this.#shared = shared;
    this.typeName = typeName;
    this.#collect = collect;
  }

  /** The fields of an object of this type, by response key, in the order of the answer. */
  fieldsOf(typeName: string = this.typeName): ReadonlyMap<string, SelectedField> {
    let fields = this.#fields.get(typeName);
    if (!fields) {
      const type = this.#shared.schema.getType(typeName);
      fields = isObjectType(type) ? this.#fieldsOf(type) : new Map();
      this.#fields.set(typeName, fields);
    }
    return fields;
  }

  /** The fields of the declared type that show a value of Coder and are never null. */
  get required(): readonly RequiredField[] {
    this.#required ??= [...this.fieldsOf().values()].filter(
      (field): field is RequiredField => field.nonNull && field.mapping !== undefined,
    );
    return this.#required;
  }

  #fieldsOf(type: GraphQLObjectType): ReadonlyMap<string, SelectedField> {
    const fields = new Map<string, SelectedField>();
    for (const [key, nodes] of this.#collect(type)) {
      const selected = this.#select(type, key, nodes);
      if (selected) fields.set(key, selected);
    }
    keep(fields.size);
    return fields;
  }

  #select(type: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): SelectedField | undefined {
    const name = (nodes[0] as FieldNode).name.value;
    const field = type.getFields()[name];
    // `__typename` and the fields of introspection say nothing of Coder's JSON.
    if (!field) return undefined;
    const selection = nodes[0]?.selectionSet && this.#below(getNamedType(field.type).name, nodes);
    return { key, name, nodes, mapping: mappingOf(field), nonNull: isNonNullType(field.type), selection };
  }

  #below(typeName: string, nodes: readonly FieldNode[]): Selection {
    const { schema, fragments, variables } = this.#shared;
    return new Selection(this.#shared, typeName, (type) => collectSubfields(schema, fragments, variables, type, nodes));
  }
}

/** An operation's selections, one for each set of values of the variables in its `@skip` and `@include`. */
interface Compiled {
  readonly schema: GraphQLSchema;
  readonly conditions: readonly string[];
  readonly roots: Map<string, Selection>;
}

/** Selections kept of one operation; one that has more is compiled anew. */
const MAX_ROOTS = 16;

/**
 * Selected fields that are kept, of all operations together: some 30 MB. A short document can select many through its
 * fragments, so the bound of parsed documents is none for them.
 */
const MAX_KEPT = 100_000;

interface Kept {
  operations: WeakMap<OperationDefinitionNode, Compiled>;
  /** Within one execution, graphql-js hands the same list of nodes to every resolver of a field. */
  byNodes: WeakMap<readonly FieldNode[], Selection>;
  fields: number;
}

let kept: Kept = { operations: new WeakMap(), byNodes: new WeakMap(), fields: 0 };

/** Beyond the bound all are forgotten; what is used then is collected again. */
function keep(fields: number): void {
  kept.fields += fields;
  if (kept.fields > MAX_KEPT) kept = { operations: new WeakMap(), byNodes: new WeakMap(), fields: 0 };
}

/** What the operation selects of its root; compiled once for a document. */
export function compileSelection(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  variables: Readonly<Record<string, unknown>>,
): Selection {
  let known = kept.operations.get(operation);
  if (known?.schema !== schema) {
    const conditions = conditionVariables([operation, ...Object.values(fragments)]);
    known = { schema, conditions, roots: new Map() };
    kept.operations.set(operation, known);
  }
  const used = Object.fromEntries(
    known.conditions.filter((name) => name in variables).map((name) => [name, variables[name]]),
  );
  const key = JSON.stringify(used);
  let root = known.roots.get(key);
  if (!root) {
    if (known.roots.size >= MAX_ROOTS) known.roots.clear();
    const typeName = schema.getRootType(operation.operation)?.name ?? '';
    root = new Selection({ schema, fragments, variables: used }, typeName, (type) =>
      collectFields(schema, fragments, used, type, operation.selectionSet),
    );
    known.roots.set(key, root);
  }
  return root;
}

/** What the operation selects of the value of the field that is being resolved; of a list, of its items. */
export function selectionOf(info: GraphQLResolveInfo): Selection {
  let selection = kept.byNodes.get(info.fieldNodes);
  if (!selection) {
    selection = find(info);
    kept.byNodes.set(info.fieldNodes, selection);
  }
  return selection;
}

function find({ schema, operation, fragments, variableValues, path }: GraphQLResolveInfo): Selection {
  const steps: [typeName: string, key: string][] = [];
  for (let step: typeof path | undefined = path; step; step = step.prev)
    if (typeof step.key === 'string') steps.unshift([step.typename as string, step.key]);
  let selection = compileSelection(schema, operation, fragments, variableValues);
  for (const [typeName, key] of steps) {
    const inner = selection.fieldsOf(typeName).get(key)?.selection;
    if (!inner) throw new TypeError(`${typeName}.${key} selects nothing`);
    selection = inner;
  }
  return selection;
}

/** The variables by which the `@skip` and `@include` of these parts of a document decide. */
export function conditionVariables(parts: readonly ASTNode[]): readonly string[] {
  const names = new Set<string>();
  for (const part of parts) {
    visit(part, {
      Directive({ name, arguments: given }) {
        if (!CONDITIONS.has(name.value)) return;
        for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
  }
  return [...names];
}
