import { complexityFromQuery } from '@pothos/plugin-complexity';
import { type DocumentNode, type ExecutionArgs, GraphQLError, getOperationAST, getVariableValues, Kind } from 'graphql';
import { settingNames } from '../../../config.ts';
import { introspectionCost } from '../../limits/introspection-cost.ts';
import type { RateLimits } from '../../limits/rate-limits.ts';
import type { OperationContext, Plugin } from '../../operation-context.ts';
import { operationType } from '../../operation-type.ts';
import { tooComplex } from './use-document-limits.ts';

/**
 * Refuses operations whose cost is over the limit, with the variables they came with. Not a validation rule: yoga
 * caches those by document, and the same document with a larger `first` would pass. Must be the last plugin that
 * looks at executions, since refusing stops the others from seeing them.
 */
export function useComplexityLimit(maxComplexity: number, rates: RateLimits): Plugin {
  return {
    onExecute: ({ args, setResultAndStopExecution }) => {
      // The events of a subscription run through here as well; the subscription itself was weighed.
      const errors = operationType(args) === 'subscription' ? [] : complexityErrors(args, maxComplexity, rates);
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
    onSubscribe: ({ args, setResultAndStopExecution }) => {
      const errors = complexityErrors(args, maxComplexity, rates);
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
  };
}

function complexityErrors(args: ExecutionArgs, maxComplexity: number, rates: RateLimits): GraphQLError[] {
  const { schema, document, operationName, variableValues, contextValue } = args;
  const operation = getOperationAST(document, operationName);
  if (!operation) return [];
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {});
  // Wrong variables are the executor's to report: it runs nothing then.
  if (coerced.errors) return [];
  // The weighing takes the first operation of a document, whatever the name of the one that is run.
  const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  const weighed: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
  try {
    const weight = complexityFromQuery(weighed, {
      schema,
      variables: variableValues ?? {},
      ctx: contextValue as object,
    });
    // To the weighing, fields of introspection are of no known type and have nothing below them.
    const complexity = weight.complexity + Math.ceil(introspectionCost(schema, operation, fragments));
    if (complexity <= maxComplexity) {
      const { account } = (contextValue as OperationContext).caller;
      const refusal = rates.charge('complexity', account, complexity);
      return refusal ? [refusal] : [];
    }
    return [
      tooComplex(
        `Complexity limit of ${maxComplexity} exceeded, found ${complexity}. The limit is ${settingNames.maxComplexity}.`,
        maxComplexity,
      ),
    ];
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError('Unexpected', { originalError: error as Error })];
  }
}
