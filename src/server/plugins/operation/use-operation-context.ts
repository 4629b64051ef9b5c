import { isAsyncIterable } from 'graphql-yoga';
import { identityOfHeaders } from '../../identity.ts';
import {
  type CreateContext,
  createOperationContext,
  type OperationCaller,
  type Plugin,
} from '../../operation-context.ts';
import { requestIdOf } from '../request/use-request-id.ts';

export interface OperationContextOptions {
  createContext: CreateContext;
  /** Token of callers that bring none. */
  fallbackToken: string | undefined;
  /** Trace every answer, whether asked for or not. */
  trace: boolean;
}

/** Gives each operation its own context: identity, loaders, call budget, trace, abort signal. */
export function useOperationContext({ createContext, fallbackToken, trace }: OperationContextOptions): Plugin {
  return {
    onContextBuilding: ({ context, extendContext }) => {
      // A WebSocket brings its caller along, an HTTP request is one.
      const caller: OperationCaller = context.caller ?? {
        transport: 'http',
        identity: identityOfHeaders(context.request.headers, fallbackToken),
        requestId: requestIdOf(context.request),
        lastEventId: context.request.headers.get('last-event-id') ?? undefined,
        trace: trace || context.request.headers.get('x-upstream-trace') === '1',
        signal: context.request.signal,
      };
      extendContext(createOperationContext(caller, caller.signal, createContext));
    },
    onExecute: ({ context }) => ({ onExecuteDone: () => context.release() }),
    // One that does not start is over here; one that runs releases itself at its end.
    onSubscribe: ({ args }) => ({
      onSubscribeResult: ({ result }) => {
        if (!isAsyncIterable(result)) args.contextValue.release();
      },
    }),
  };
}
