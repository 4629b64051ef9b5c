import type { FragmentDefinitionNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Path } from 'graphql/jsutils/Path.js';
import type { PlanContext } from '../context.ts';
import type { KeptTexts } from './kept-texts.ts';

/** What the operations of a document have in common. */
export interface Source {
  readonly schema: GraphQLSchema;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  /** Undefined: no texts are kept. */
  readonly texts: KeptTexts | undefined;
}

/** One execution of an operation. */
export class Run {
  readonly source: Source;
  readonly operation: OperationDefinitionNode;
  readonly rootValue: unknown;
  readonly contextValue: unknown;
  readonly variableValues: Record<string, unknown>;
  /** Whether texts are kept for executions to come. */
  readonly keepsTexts: boolean;
  readonly errors = new CollectedErrors();
  /** By the plan of a field: its arguments, where they depend on variables; the same for all of its objects. */
  readonly arguments = new Map<object, Record<string, unknown>>();

  constructor(
    source: Source,
    operation: OperationDefinitionNode,
    variableValues: Record<string, unknown>,
    { rootValue, contextValue }: { rootValue?: unknown; contextValue?: unknown },
  ) {
    this.source = source;
    this.operation = operation;
    this.variableValues = variableValues;
    this.rootValue = rootValue;
    this.contextValue = contextValue;
    this.keepsTexts = (contextValue as PlanContext | undefined)?.keepsTexts ?? true;
  }
}

/** Errors in the order in which they came. One below a position that is null by another error is not kept. */
class CollectedErrors {
  readonly list: GraphQLError[] = [];
  readonly #nulled = new Set<Path | undefined>();

  /** `position`: what is null because of the error; undefined is the whole answer. */
  add(error: GraphQLError, position: Path | undefined): void {
    for (let path = position; path !== undefined; path = path.prev) if (this.#nulled.has(path)) return;
    if (this.#nulled.has(undefined)) return;
    this.#nulled.add(position);
    this.list.push(error);
  }
}
