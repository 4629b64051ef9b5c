import type { Logger } from 'pino';
import type { Settings } from '../../config.ts';
import type { Connections } from '../connections.ts';
import type { Metrics } from '../metrics.ts';
import type { CreateContext, OperationContext, Plugin } from '../operation-context.ts';
import { useComplexityLimit } from './use-complexity-limit.ts';
import { useDeadline } from './use-deadline.ts';
import { useDocumentLimits } from './use-document-limits.ts';
import { useEventContext } from './use-event-context.ts';
import { useGraphQLJsExecutor } from './use-graphql-js-executor.ts';
import { useOperationContext } from './use-operation-context.ts';
import { useStreamLimit } from './use-stream-limit.ts';
import { useSubscriptionRoot } from './use-subscription-root.ts';

export interface OperationPluginOptions {
  settings: Settings;
  createContext: CreateContext;
  connections: Connections;
  metrics: Metrics;
  log: Logger;
}

/** What decides whether and how an operation runs, on all transports. */
export function operationPlugins({ settings, createContext, connections, metrics, log }: OperationPluginOptions) {
  const count = ({ caller }: OperationContext, step: 1 | -1) => {
    metrics.openSubscriptions.inc(step);
    // Over HTTP each subscription is a connection of its own; those of a socket share that one's.
    if (caller.transport === 'http') connections.streams += step;
  };
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
      opened: (subscription) => count(subscription, 1),
      closed: (subscription) => count(subscription, -1),
    }),
    deadline: useDeadline(settings.requestTimeoutMs),
    streamLimit: useStreamLimit(connections),
    complexityLimit: useComplexityLimit(settings.maxComplexity),
  } satisfies Record<string, Plugin>;
}
