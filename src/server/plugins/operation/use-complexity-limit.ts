import { type ExecutionArgs, GraphQLError, getOperationAST } from 'graphql';
import { settingNames } from '../../../config.ts';
import { isIncremental } from '../../incremental/incremental-directives.ts';
import { withPartCosts } from '../../incremental/part-costs.ts';
import { OperationWeights } from '../../limits/operation-weights.ts';
import type { RateLimits } from '../../limits/rate-limits.ts';
import type { OperationContext, Plugin } from '../../operation-context.ts';
import { operationType } from '../../operation-type.ts';
import { coercedVariables } from '../../variables.ts';
import { tooComplex } from './use-document-limits.ts';

/**
 * Refuses operations whose cost is over the limit, with the variables they came with. Not a validation rule: yoga
 * caches those by document, and the same document with a larger `first` would pass. Must be the last plugin that
 * looks at executions, since refusing stops the others from seeing them.
 */
export function useComplexityLimit(maxComplexity: number, rates: RateLimits): Plugin {
  const weighing: Weighing = { maxComplexity, rates, weights: new OperationWeights() };
  return {
    onExecute: ({ args, setResultAndStopExecution }) => {
      // The events of a subscription run through here as well; the subscription itself was weighed.
      const errors = operationType(args) === 'subscription' ? [] : complexityErrors(args, weighing);
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
    onSubscribe: ({ args, setResultAndStopExecution }) => {
      const errors = complexityErrors(args, weighing);
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
  };
}

interface Weighing {
  maxComplexity: number;
  rates: RateLimits;
  weights: OperationWeights;
}

function complexityErrors(args: ExecutionArgs, { maxComplexity, rates, weights }: Weighing): GraphQLError[] {
  const { operationName, contextValue } = args;
  const document = isIncremental(args) ? withPartCosts(args.document) : args.document;
  const operation = getOperationAST(document, operationName);
  if (!operation) return [];
  // Executors would report more errors, each of which quotes the value that is wrong.
  const { errors } = coercedVariables(args, operation);
  if (errors) return [...errors];
  try {
    const complexity = weights.of({ ...args, document }, operation);
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
