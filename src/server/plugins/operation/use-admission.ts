import type { IncomingMessage } from 'node:http';
import { isAsyncIterable } from 'graphql-yoga';
import type { Admission } from '../../limits/admission.ts';
import { overloaded } from '../../limits/overloaded.ts';
import type { Plugin } from '../../operation-context.ts';

/**
 * Lets requests in whose body came late, and counts a subscription over HTTP only until it has started: its events come
 * when there are any. An answer in parts is under way until the last part is there. Sockets and all other requests are
 * let in where they arrive.
 */
export function useAdmission(admission: Admission): Plugin {
  return {
    onContextBuilding: ({ context }) => {
      const { req } = context as { req?: IncomingMessage };
      if (req && !admission.admit(req)) throw overloaded();
    },
    onExecute: ({ args: { contextValue } }) => ({
      onExecuteDone: ({ result }) => {
        const { req } = contextValue as { req?: IncomingMessage };
        return req && isAsyncIterable(result) ? { onEnd: () => admission.left(req) } : undefined;
      },
    }),
    onSubscribe: ({ args: { contextValue } }) => ({
      onSubscribeResult: ({ result }) => {
        const { req } = contextValue as { req?: IncomingMessage };
        if (req && isAsyncIterable(result)) admission.left(req);
      },
    }),
  };
}
