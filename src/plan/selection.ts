import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  typeFromAST,
  visit,
} from 'graphql';
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

/** What all selections of one operation share. */
interface Shared {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Those that `@skip` and `@include` use. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * What an operation selects of an object, collected as graphql-js does. Each level is collected at its first use, in
 * time linear in the fragments that it names, and kept.
 */
export class Selection {
  /** The type of the object as the schema declares it; may be abstract. */
  readonly typeName: string;
  readonly #shared: Shared;
  readonly #sets: readonly SelectionSetNode[];
  readonly #fields = new Map<string, ReadonlyMap<string, SelectedField>>();

  constructor(shared: Shared, typeName: string, sets: readonly SelectionSetNode[]) {
    this.#shared = shared;
    this.typeName = typeName;
    this.#sets = sets;
  }

  /** The fields of an object of this type, by response key, in the order of the answer. */
  fieldsOf(typeName: string = this.typeName): ReadonlyMap<string, SelectedField> {
    let fields = this.#fields.get(typeName);
    if (!fields) {
      const type = this.#shared.schema.getType(typeName);
      fields = isObjectType(type) ? this.#collect(type) : new Map();
      this.#fields.set(typeName, fields);
    }
    return fields;
  }

  #collect(type: GraphQLObjectType): ReadonlyMap<string, SelectedField> {
    const groups = new Map<string, FieldNode[]>();
    const visited = new Set<string>();
    for (const set of this.#sets) collect(this.#shared, type, set, groups, visited);
    const fields = new Map<string, SelectedField>();
    for (const [key, nodes] of groups) {
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
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const selection = sets.length > 0 ? new Selection(this.#shared, getNamedType(field.type).name, sets) : undefined;
    return { key, name, nodes, mapping: mappingOf(field), nonNull: isNonNullType(field.type), selection };
  }
}

function collect(
  shared: Shared,
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
  groups: Map<string, FieldNode[]>,
  visited: Set<string>,
): void {
  const { schema, fragments, variables } = shared;
  for (const selection of selections) {
    if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) continue;
    if (getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if === false) continue;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const group = groups.get(key);
      if (group) group.push(selection);
      else groups.set(key, [selection]);
      continue;
    }
    let fragment: Pick<FragmentDefinitionNode, 'selectionSet'> & {
      typeCondition?: FragmentDefinitionNode['typeCondition'] | undefined;
    } = selection as never;
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const name = selection.name.value;
      const definition = fragments[name];
      if (visited.has(name) || !definition) continue;
      visited.add(name);
      fragment = definition;
    }
    if (applies(schema, type, fragment.typeCondition)) collect(shared, type, fragment.selectionSet, groups, visited);
  }
}

function applies(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  condition: FragmentDefinitionNode['typeCondition'] | undefined,
): boolean {
  if (!condition) return true;
  const conditional = typeFromAST(schema, condition);
  return conditional === type || (isAbstractType(conditional) && schema.isSubType(conditional, type));
}

/** An operation's selections, one for each way in which its `@skip` and `@include` can fall out. */
interface Compiled {
  readonly schema: GraphQLSchema;
  readonly switches: readonly string[];
  readonly roots: Map<string, Selection>;
}

/** Ways kept of one operation; a document that has more is compiled anew. */
const MAX_WAYS = 16;

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
    known = { schema, switches: switchesOf(operation, fragments), roots: new Map() };
    kept.operations.set(operation, known);
  }
  const used = Object.fromEntries(
    known.switches.filter((name) => name in variables).map((name) => [name, variables[name]]),
  );
  const way = JSON.stringify(used);
  let root = known.roots.get(way);
  if (!root) {
    if (known.roots.size >= MAX_WAYS) known.roots.clear();
    const typeName = schema.getRootType(operation.operation)?.name ?? '';
    root = new Selection({ schema, fragments, variables: used }, typeName, [operation.selectionSet]);
    known.roots.set(way, root);
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

/** The variables in the conditions of an operation and of all fragments beside it. */
function switchesOf(
  operation: OperationDefinitionNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): readonly string[] {
  const names = new Set<string>();
  for (const definition of [operation, ...Object.values(fragments)]) {
    visit(definition, {
      Directive({ name, arguments: given }) {
        if (name.value !== 'skip' && name.value !== 'include') return;
        for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
  }
  return [...names];
}
