import { isAsyncIterable } from 'graphql-yoga';
import type { Plugin } from '../../operation-context.ts';

/** Adds the errors that resolvers noted beside their fields to the answer. */
export function useItemErrors(): Plugin {
  return {
    onExecute: ({ context }) => ({
      onExecuteDone: ({ result, setResult }) => {
        if (isAsyncIterable(result) || context.itemErrors.length === 0) return;
        setResult({ ...result, errors: [...(result.errors ?? []), ...context.itemErrors] });
      },
    }),
  };
}
