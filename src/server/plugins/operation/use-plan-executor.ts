import type { PlanExecutor } from '../../../plan/executor/plan-executor.ts';
import type { Plugin } from '../../operation-context.ts';

/**
 * Executes operations by plans, with the answers of graphql-js. It stands in the place of graphql's own executor: the
 * events of a subscription are executed as operations of their own, and yoga's executor takes such an execution for one
 * more subscription.
 */
export function usePlanExecutor({ execute }: PlanExecutor): Plugin {
  return {
    onExecute: ({ setExecuteFn }) => setExecuteFn(execute),
  };
}
