import type { PlanExecutor } from '../../../plan/executor/plan-executor.ts';
import { isIncremental } from '../../incremental/incremental-directives.ts';
import type { Plugin } from '../../operation-context.ts';

/**
 * Executes operations by plans, with the answers of graphql-js. It stands in the place of yoga's executor: the events of
 * a subscription are executed as operations of their own, and yoga's executor takes such an execution for one more
 * subscription. What is delivered in parts is left to that one.
 */
export function usePlanExecutor({ execute }: PlanExecutor): Plugin {
  return {
    onExecute: ({ args, setExecuteFn }) => {
      if (!isIncremental(args)) setExecuteFn(execute);
    },
  };
}
