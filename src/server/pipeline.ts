import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Settings } from '../config.ts';
import type { Connections } from './connections.ts';
import type { Metrics } from './metrics.ts';
import type { CreateContext, OperationContext, Plugin } from './operation-context.ts';
import { useAccessLog } from './plugins/use-access-log.ts';
import { useAllowedHosts } from './plugins/use-allowed-hosts.ts';
import { useAllowedOrigins } from './plugins/use-allowed-origins.ts';
import { useComplexityLimit } from './plugins/use-complexity-limit.ts';
import { useDeadline } from './plugins/use-deadline.ts';
import { useDisableIntrospection } from './plugins/use-disable-introspection.ts';
import { useDocumentLimits } from './plugins/use-document-limits.ts';
import { useErrorCodes } from './plugins/use-error-codes.ts';
import { useEventContext } from './plugins/use-event-context.ts';
import { useGraphiQL } from './plugins/use-graphiql.ts';
import { useGraphQLJsExecutor } from './plugins/use-graphql-js-executor.ts';
import { useHealth } from './plugins/use-health.ts';
import { useItemErrors } from './plugins/use-item-errors.ts';
import { useJsonBodies } from './plugins/use-json-bodies.ts';
import { useMetrics } from './plugins/use-metrics.ts';
import { useNoGraphiQL } from './plugins/use-no-graphiql.ts';
import { useOperationContext } from './plugins/use-operation-context.ts';
import { useRequestId } from './plugins/use-request-id.ts';
import { useResponseHeaders } from './plugins/use-response-headers.ts';
import { useStreamLimit } from './plugins/use-stream-limit.ts';
import { useTrace } from './plugins/use-trace.ts';
import { useUnhandledRoute } from './plugins/use-unhandled-route.ts';
import type { Readiness } from './readiness.ts';

export const endpoint = '/graphql';

export interface PipelineOptions {
  settings: Settings;
  schema: GraphQLSchema;
  createContext: CreateContext;
  readiness: Readiness;
  connections: Connections;
  metrics: Metrics;
  log: Logger;
}

export type Pipeline = ReturnType<typeof createPipeline>;

/** Bytes of the largest request: a provisioner state travels as base64, beside a document and other variables. */
export function maxRequestBytes({ maxResponseMb }: Settings): number {
  return Math.ceil((maxResponseMb * 4) / 3 + 1) * 1024 * 1024;
}

/** From a request to its answer: all that HTTP, SSE and WebSocket have in common, one plugin for each concern. */
export function createPipeline(options: PipelineOptions) {
  const { settings, schema, createContext, readiness, connections, metrics, log } = options;
  const count = (subscription: OperationContext, step: 1 | -1) => {
    metrics.openSubscriptions.inc(step);
    // Over HTTP each subscription is a connection of its own; those of a socket share that one's.
    if ('request' in subscription) connections.streams += step;
  };
  const fallbackToken = settings.sessionToken;
  // Hooks run in the order of this list, those after an execution too: what adds errors comes before what codes them.
  const plugins: Plugin[] = [
    useRequestId(),
    useResponseHeaders(),
    useAccessLog(log),
    useAllowedHosts({ ...settings, fallbackToken }),
    useHealth(readiness),
    useAllowedOrigins(settings.allowedOrigins, endpoint),
    settings.graphiql ? useGraphiQL(endpoint) : useNoGraphiQL(endpoint),
    useJsonBodies(maxRequestBytes(settings)),
    useDocumentLimits(settings),
    useOperationContext({ createContext, fallbackToken, trace: settings.trace }),
    useGraphQLJsExecutor(),
    useEventContext({
      createContext,
      execute: (args) => execute(args),
      log,
      opened: (subscription) => count(subscription, 1),
      closed: (subscription) => count(subscription, -1),
    }),
    useDeadline(settings.requestTimeoutMs),
    useItemErrors(),
    ...(settings.introspection ? [] : [useDisableIntrospection()]),
    useErrorCodes(log),
    useTrace(),
    useMetrics(metrics, { serve: settings.metricsPort === undefined }),
    useStreamLimit(connections),
    useUnhandledRoute(endpoint),
    useComplexityLimit(settings.maxComplexity),
  ];
  const yoga = createYoga({
    schema,
    plugins,
    graphqlEndpoint: endpoint,
    // Each of these has its plugin above, stricter than yoga's own.
    graphiql: false,
    landingPage: false,
    cors: false,
    maskedErrors: false,
    multipart: false,
    logging: false,
    maxRequestBodySize: false,
  });
  const { execute } = yoga.getEnveloped({}) as { execute: (args: ExecutionArgs) => Promise<ExecutionResult> };
  return yoga;
}
