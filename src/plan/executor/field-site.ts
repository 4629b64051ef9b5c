import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { Path } from 'graphql/jsutils/Path.js';
import type { PlannedField } from './planned.ts';
import type { Run } from './run.ts';

/** A field of one object of one execution. It is the `info` of its resolver, made of what the plan knows. */
export class FieldSite implements GraphQLResolveInfo {
  readonly run: Run;
  readonly field: PlannedField;
  readonly #parent: Path | undefined;
  #path: Path | undefined;

  constructor(run: Run, field: PlannedField, parent: Path | undefined) {
    this.run = run;
    this.field = field;
    this.#parent = parent;
  }

  /** One object for the position, whoever asks: errors are told apart by it. */
  get path(): Path {
    this.#path ??= { prev: this.#parent, key: this.field.key, typename: this.field.parentType.name };
    return this.#path;
  }

  get fieldName(): string {
    return this.field.definition.name;
  }

  get fieldNodes(): readonly FieldNode[] {
    return this.field.nodes;
  }

  get returnType(): GraphQLOutputType {
    return this.field.definition.type;
  }

  get parentType(): GraphQLObjectType {
    return this.field.parentType;
  }

  get schema(): GraphQLSchema {
    return this.run.source.schema;
  }

  get fragments(): Record<string, FragmentDefinitionNode> {
    return this.run.source.fragments;
  }

  get rootValue(): unknown {
    return this.run.rootValue;
  }

  get operation(): OperationDefinitionNode {
    return this.run.operation;
  }

  get variableValues(): Record<string, unknown> {
    return this.run.variableValues;
  }
}
