import { createSourceEventStream, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Logger } from 'pino';
import { codedErrors } from '../../error-format.ts';
import { EventResults } from '../../event-results.ts';
import {
  type CreateContext,
  createOperationContext,
  type OperationContext,
  type Plugin,
} from '../../operation-context.ts';
import { noteEventId } from '../../streams/event-ids.ts';

export interface EventContextOptions {
  createContext: CreateContext;
  log: Logger;
  /** Told of each subscription that starts; what it gives back is called once that has ended. */
  opened: (subscription: OperationContext) => () => void;
}

/** Executes one event through all plugins, as an operation of its own. */
type Execute = (args: ExecutionArgs) => Promise<ExecutionResult> | ExecutionResult;

/** Executes each event of a subscription with a context of its own; the subscription lends identity and signal. */
export function useEventContext({ createContext, log, opened }: EventContextOptions): Plugin {
  let execute: Execute;
  return {
    // All plugins are composed by now, and nothing has run yet.
    onYogaInit: ({ yoga }) => {
      execute = yoga.getEnveloped({}).execute as Execute;
    },
    onSubscribe: ({ setSubscribeFn }) => {
      setSubscribeFn(async (args: ExecutionArgs) => {
        const subscription = args.contextValue as OperationContext;
        const source = await createSourceEventStream(args);
        if (!isAsyncIterable(source)) return source;
        const closed = opened(subscription);
        return new EventResults<unknown, ExecutionResult>(source, {
          signal: subscription.abort.signal,
          run: async (event) => {
            const context = createOperationContext(subscription.caller, subscription.abort.signal, createContext);
            const result = await execute({ ...args, rootValue: event, contextValue: { ...subscription, ...context } });
            noteEventId(result, event);
            return result;
          },
          failed: (error) => ({
            data: null,
            errors: codedErrors([error], { requestId: subscription.caller.requestId, log }),
          }),
          ended: () => {
            subscription.release();
            subscription.abort.abort();
            closed();
          },
        });
      });
    },
  };
}
