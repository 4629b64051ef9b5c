import type { IncomingMessage } from 'node:http';
import { isAsyncIterable } from 'graphql-yoga';
import type { Accounts } from '../../account.ts';
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
  accounts: Accounts;
  /** Token of callers that bring none. */
  fallbackToken: string | undefined;
  /** Trace every answer, whether asked for or not. */
  trace: boolean;
}

/** Gives each operation its own context: identity, loaders, call budget, trace, abort signal. */
export function useOperationContext({
  createContext,
  accounts,
  fallbackToken,
  trace,
}: OperationContextOptions): Plugin {
  const requestCaller = ({ request, req }: { request: Request; req?: IncomingMessage }): OperationCaller => {
    const { headers, signal } = request;
    const identity = identityOfHeaders(headers, fallbackToken);
    return {
      transport: 'http',
      identity,
      account: accounts.of(identity.token, req?.socket.remoteAddress),
      requestId: requestIdOf(request),
      lastEventId: headers.get('last-event-id') ?? undefined,
      trace: trace || headers.get('x-upstream-trace') === '1',
      signal,
    };
  };
  return {
    onContextBuilding: ({ context, extendContext }) => {
      // A WebSocket brings its caller along, an HTTP request is one.
      const caller: OperationCaller = context.caller ?? requestCaller(context);
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
