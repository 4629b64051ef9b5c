import type { Logger } from 'pino';
import type { Settings } from '../../config.ts';
import type { Connections } from '../connections.ts';
import type { CreateContext, Plugin } from '../operation-context.ts';
import { useComplexityLimit } from './operation/use-complexity-limit.ts';
import { useDeadline } from './operation/use-deadline.ts';
import { useDocumentLimits } from './operation/use-document-limits.ts';
import { useEventContext } from './operation/use-event-context.ts';
import { useGraphQLJsExecutor } from './operation/use-graphql-js-executor.ts';
import { useOperationContext } from './operation/use-operation-context.ts';
import { useStreamLimit } from './operation/use-stream-limit.ts';
import { useSubscriptionRoot } from './operation/use-subscription-root.ts';
import { useSubscriptionStreams } from './operation/use-subscription-streams.ts';
import { useSubscriptionVariables } from './operation/use-subscription-variables.ts';

export interface OperationPluginOptions {
  settings: Settings;
  createContext: CreateContext;
  connections: Connections;
  log: Logger;
  /** Milliseconds between the heartbeats of a subscription over HTTP. */
  heartbeatMs: number;
}

/** What decides whether and how an operation runs, on all transports. */
export function operationPlugins({ settings, createContext, connections, log, heartbeatMs }: OperationPluginOptions) {
  return {
    documentLimits: useDocumentLimits(settings),
    subscriptionRoot: useSubscriptionRoot(),
    operationContext: useOperationContext({
      createContext,
      fallbackToken: settings.sessionToken,
      trace: settings.trace,
    }),
    graphqlJsExecutor: useGraphQLJsExecutor(),
    eventContext: useEventContext({
      createContext,
      log,
      opened: ({ caller }) => connections.openSubscription(caller.transport),
    }),
    deadline: useDeadline(settings.requestTimeoutMs),
    subscriptionStreams: useSubscriptionStreams({ heartbeatMs }),
    subscriptionVariables: useSubscriptionVariables(),
    streamLimit: useStreamLimit(connections),
    complexityLimit: useComplexityLimit(settings.maxComplexity),
  } satisfies Record<string, Plugin>;
}
