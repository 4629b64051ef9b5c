import type { Logger } from 'pino';
import type { Settings } from '../../config.ts';
import type { Metrics } from '../metrics.ts';
import type { Plugin } from '../operation-context.ts';
import type { Readiness } from '../readiness.ts';
import type { BodyReader } from '../request-body.ts';
import { useAccessLog } from './use-access-log.ts';
import { useAllowedHosts } from './use-allowed-hosts.ts';
import { useAllowedOrigins } from './use-allowed-origins.ts';
import { useGraphiQL } from './use-graphiql.ts';
import { useHealth } from './use-health.ts';
import { useJsonBodies } from './use-json-bodies.ts';
import { useMetricsRoute } from './use-metrics-route.ts';
import { useNoGraphiQL } from './use-no-graphiql.ts';
import { useRequestId } from './use-request-id.ts';
import { useResponseHeaders } from './use-response-headers.ts';
import { useUnhandledRoute } from './use-unhandled-route.ts';

export interface RequestPluginOptions {
  settings: Settings;
  endpoint: string;
  bodies: BodyReader;
  readiness: Readiness;
  metrics: Metrics;
  log: Logger;
}

/** What concerns an HTTP request and its response, whatever they carry; WebSockets pass none of these. */
export function requestPlugins(options: RequestPluginOptions) {
  const { settings, endpoint, bodies, readiness, metrics, log } = options;
  return {
    requestId: useRequestId(),
    responseHeaders: useResponseHeaders(),
    accessLog: useAccessLog(log),
    allowedHosts: useAllowedHosts({ ...settings, fallbackToken: settings.sessionToken }),
    health: useHealth(readiness),
    ...(settings.metricsPort === undefined && { metricsRoute: useMetricsRoute(metrics) }),
    allowedOrigins: useAllowedOrigins(settings.allowedOrigins, endpoint),
    graphiql: settings.graphiql ? useGraphiQL(endpoint) : useNoGraphiQL(endpoint),
    unhandledRoute: useUnhandledRoute(endpoint),
    jsonBodies: useJsonBodies(bodies),
  } satisfies Record<string, Plugin>;
}
