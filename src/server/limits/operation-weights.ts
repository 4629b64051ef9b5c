import { complexityFromQuery } from '@pothos/plugin-complexity';
import { type DocumentNode, type ExecutionArgs, Kind, type OperationDefinitionNode } from 'graphql';
import { fragmentsOf } from '../documents/fragments.ts';
import { introspectionCost } from './introspection-cost.ts';

/** Weights that are kept of one operation, which clients may ask for with pages of any size. */
const MAX_KEPT = 50;

/** What operations weigh. An operation that comes again is weighed again only when its variables may change the weight. */
export class OperationWeights {
  readonly #kept = new WeakMap<OperationDefinitionNode, Map<string, number>>();

  /** The complexity of an operation of the document; throws as the weighing does. */
  of(args: ExecutionArgs, operation: OperationDefinitionNode): number {
    const variables = args.variableValues ?? {};
    const key = weightKey(operation, variables);
    const weights = this.#kept.get(operation) ?? new Map<string, number>();
    this.#kept.set(operation, weights);
    let weight = weights.get(key);
    if (weight === undefined) {
      weight = weigh(args, operation, variables);
      if (weights.size >= MAX_KEPT) weights.clear();
      weights.set(key, weight);
    }
    return weight;
  }
}

function weigh(
  { schema, document, contextValue }: ExecutionArgs,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = fragmentsOf(document);
  // The weighing takes the first operation of a document, whatever the name of the one that is run.
  const weighed: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] };
  const { complexity } = complexityFromQuery(weighed, { schema, variables, ctx: contextValue as object });
  // To the weighing, fields of introspection are of no known type and have nothing below them.
  return complexity + Math.ceil(introspectionCost(schema, operation, fragments));
}

/** What of the variables can change a weight: the sizes of pages and the lengths of lists, not what a text says. */
function weightKey(operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): string {
  let key = '';
  // Only those that are declared: the names of others are the client's.
  for (const { variable } of operation.variableDefinitions ?? []) {
    const value = variables[variable.name.value];
    key += `${Array.isArray(value) ? `[${value.length}]` : typeof value === 'number' ? value : typeof value} `;
  }
  return key;
}
