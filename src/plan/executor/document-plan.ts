import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  visit,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { CONDITIONS, conditionVariables } from '../selection.ts';
import { executeSelection, executeSerially } from './execute.ts';
import { planSelection } from './field-plan.ts';
import type { KeptTexts } from './kept-texts.ts';
import type { PlannedSelection } from './planned.ts';
import type { MaybePromise } from './promises.ts';
import type { Run, Source } from './run.ts';
import type { PlanSize } from './selection-plan.ts';

/** What a token and the node that it belongs to take, measured on documents of fields. */
export const BYTES_PER_TOKEN = 500;

const INTROSPECTION = new Set<string>([SchemaMetaFieldDef.name, TypeMetaFieldDef.name]);

/** The plans of a document's operations, made as far as executions get. */
export class DocumentPlan implements Source, PlanSize {
  readonly schema: GraphQLSchema;
  readonly fragments: Source['fragments'] = Object.create(null);
  readonly texts: KeptTexts | undefined;
  /** Whether the plans can execute the document; graphql-js can execute all. */
  readonly isSupported: boolean;
  bytes: number;
  readonly #operations: readonly OperationDefinitionNode[];
  readonly #conditions: readonly string[];
  readonly #roots = new Map<string, PlannedSelection>();

  constructor(schema: GraphQLSchema, document: DocumentNode, texts: KeptTexts | undefined) {
    this.schema = schema;
    this.texts = texts;
    const operations: OperationDefinitionNode[] = [];
    for (const definition of document.definitions) {
      if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
      else if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments[definition.name.value] = definition;
    }
    this.#operations = operations;
    this.isSupported = canPlan(document);
    this.#conditions = conditionVariables([document]);
    this.bytes = BYTES_PER_TOKEN * tokenCount(document);
  }

  /** The operation that is meant; undefined when that is not clear. */
  operation(name: string | null | undefined): OperationDefinitionNode | undefined {
    if (name !== null && name !== undefined) return this.#operations.findLast((each) => each.name?.value === name);
    return this.#operations.length === 1 ? this.#operations[0] : undefined;
  }

  /** The text of the operation's data. */
  execute(run: Run): MaybePromise<string> {
    const { operation, rootValue } = run;
    const root = this.#root(run);
    return operation.operation === OperationTypeNode.MUTATION
      ? executeSerially(run, root, rootValue)
      : executeSelection(run, root, rootValue, undefined);
  }

  #root({ operation, variableValues }: Run): PlannedSelection {
    const conditions = this.#conditions.map((name) => String(variableValues[name]));
    const key = [this.#operations.indexOf(operation), ...conditions].join();
    let root = this.#roots.get(key);
    if (root === undefined) {
      const type = this.schema.getRootType(operation.operation);
      if (!type) {
        throw new GraphQLError(`Schema is not configured to execute ${operation.operation} operation.`, {
          nodes: operation,
        });
      }
      const fields = collectFields(this.schema, this.fragments, variableValues, type, operation.selectionSet);
      root = planSelection(type, fields, this);
      this.#roots.set(key, root);
    }
    return root;
  }
}

function canPlan(document: DocumentNode): boolean {
  let answer = true;
  visit(document, {
    Directive: ({ name }) => {
      if (!CONDITIONS.has(name.value)) answer = false;
    },
    Field: ({ name, alias }) => {
      // Setting `__proto__` changes the prototype of an ordinary object, so a result with it is left to graphql-js.
      if (INTROSPECTION.has(name.value) || alias?.value === '__proto__') answer = false;
    },
  });
  return answer;
}

/** How many tokens a document has, which says what it takes in memory. */
export function tokenCount({ loc }: DocumentNode): number {
  let count = 1;
  for (let token = loc?.startToken; token?.next; token = token.next) count++;
  return count;
}
