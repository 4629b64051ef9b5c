import { execute } from 'graphql';
import type { Plugin } from '../../operation-context.ts';

/**
 * graphql's own executor instead of yoga's: the events of a subscription are executed as operations of their own, and
 * yoga's takes such an execution for one more subscription.
 */
export function useGraphQLJsExecutor(): Plugin {
  return {
    onExecute: ({ setExecuteFn }) => setExecuteFn(execute),
  };
}
