import { isAsyncIterable } from 'graphql-yoga';
import type { Plugin } from '../../operation-context.ts';

/** `extensions.upstream`: what the answer cost at Coder, for callers that want to know. */
export function useTrace(): Plugin {
  return {
    onExecute: ({ context }) => ({
      onExecuteDone: ({ result, setResult }) => {
        if (!context.caller.trace || isAsyncIterable(result)) return;
        setResult({ ...result, extensions: { ...result.extensions, upstream: context.session.trace.toJSON() } });
      },
    }),
  };
}
