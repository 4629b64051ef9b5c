import { createSourceEventStream, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Logger } from 'pino';
import { codedErrors } from '../../error-format.ts';
import { EventResults, type EventResultsOptions } from '../../event-results.ts';
import {
  type CreateContext,
  createOperationContext,
  type OperationContext,
  type Plugin,
} from '../../operation-context.ts';
import type { SharedEvents, SharedSubscription } from '../../shared-events/shared-events.ts';
import { noteEventId } from '../../streams/event-ids.ts';

export interface EventContextOptions {
  createContext: CreateContext;
  log: Logger;
  /** Executes what is the same for several subscriptions; undefined: each executes for itself. */
  sharedEvents: SharedEvents | undefined;
  /** Told of each subscription that starts; what it gives back is called once that has ended. */
  opened: (subscription: OperationContext) => () => void;
  /** Told of each event that was executed once for several subscriptions, as often as it is delivered. */
  delivered: () => void;
}

/** Executes one event through all plugins, as an operation of its own. */
type Execute = (args: ExecutionArgs) => Promise<ExecutionResult> | ExecutionResult;

/**
 * Executes each event of a subscription with a context of its own, to which the subscription lends its caller and its
 * signal. What is the same for several subscriptions is executed once, unless the answer is to tell what it cost.
 */
export function useEventContext(options: EventContextOptions): Plugin {
  const { sharedEvents, opened } = options;
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
        const { schema, document, operationName, variableValues } = args;
        const { caller, abort, release } = subscription;
        const running: RunningSubscription = {
          operation: { schema, document, operationName, variableValues },
          caller,
          abort,
          release,
          closed: opened(subscription),
          shared: caller.trace ? undefined : sharedEvents?.join(args),
        };
        return new EventResults<unknown, ExecutionResult>(source, resultsOf(running, execute, options));
      });
    },
  };
}

/** What is kept for as long as a subscription runs; the context that it began with is not. */
interface RunningSubscription extends Pick<OperationContext, 'caller' | 'abort' | 'release'> {
  operation: ExecutionArgs;
  closed: () => void;
  shared: SharedSubscription | undefined;
}

function resultsOf(
  { operation, caller, abort, release, closed, shared }: RunningSubscription,
  execute: Execute,
  { createContext, log, delivered }: EventContextOptions,
): EventResultsOptions<unknown, ExecutionResult> {
  const { signal } = abort;
  const { sink } = caller;
  const sharedResult = (event: unknown) => {
    const result = shared?.operation.resultOf(event);
    if (result) delivered();
    return result;
  };
  const executed = async (event: unknown) => {
    const contextValue = createOperationContext(caller, signal, createContext);
    const result = await execute({ ...operation, rootValue: event, contextValue });
    noteEventId(result, event);
    return result;
  };
  return {
    signal,
    deliver:
      sink &&
      shared &&
      ((event, taken) => {
        const result = sharedResult(event);
        return result && sink.write(result, taken);
      }),
    run: (event) => (sink ? undefined : sharedResult(event)?.result) ?? executed(event),
    failed: (error) => ({ data: null, errors: codedErrors([error], { requestId: caller.requestId, log }) }),
    ended: () => {
      shared?.release();
      release();
      abort.abort();
      closed();
    },
  };
}
