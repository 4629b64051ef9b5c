import type { IncomingMessage } from 'node:http';
import { isAsyncIterable } from 'graphql-yoga';
import { type HttpCallerOptions, httpCaller } from '../../http/http-caller.ts';
import {
  type CreateContext,
  createOperationContext,
  type OperationCaller,
  type Plugin,
} from '../../operation-context.ts';
import { requestIdOf } from '../request/use-request-id.ts';

export interface OperationContextOptions extends HttpCallerOptions {
  createContext: CreateContext;
}

/** Gives each operation its own context: identity, loaders, call budget, trace, abort signal. */
export function useOperationContext({ createContext, ...options }: OperationContextOptions): Plugin {
  const requestCaller = ({ request, req }: { request: Request; req?: IncomingMessage }): OperationCaller => {
    const { headers, signal } = request;
    const arrival = { headers, address: req?.socket.remoteAddress, requestId: requestIdOf(request), signal };
    return httpCaller(arrival, options);
  };
  return {
    onContextBuilding: ({ context, extendContext }) => {
      // A WebSocket brings its caller along, and so does the fast path; any other HTTP request is one.
      const caller: OperationCaller = context.caller ?? requestCaller(context);
      extendContext(createOperationContext(caller, caller.signal, createContext));
    },
    onExecute: ({ context }) => ({
      onExecuteDone: ({ result }) => {
        if (isAsyncIterable(result)) return { onEnd: context.release };
        return context.release();
      },
    }),
    // One that does not start is over here; one that runs releases itself at its end.
    onSubscribe: ({ args }) => ({
      onSubscribeResult: ({ result }) => {
        if (!isAsyncIterable(result)) args.contextValue.release();
      },
    }),
  };
}
