import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Settings } from '../../config.ts';
import type { DocumentSource } from '../documents/document-source.ts';
import type { Compression } from '../http/compression.ts';
import type { RefusedOrigins } from '../http/refused-origins.ts';
import type { BodyReader } from '../http/request-body.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { OperationReports } from '../observability/operation-reports.ts';
import type { Readiness } from '../observability/readiness.ts';
import { AppFiles } from '../pages/app-files.ts';
import { GraphiQLFiles } from '../pages/graphiql-files.ts';
import type { PageConfig } from '../pages/page-config.ts';
import type { Paths } from '../paths.ts';
import { useAcceptedTypes } from './request/use-accepted-types.ts';
import { useAccessLog } from './request/use-access-log.ts';
import { useAllowedHosts } from './request/use-allowed-hosts.ts';
import { useAllowedOrigins } from './request/use-allowed-origins.ts';
import { useApp } from './request/use-app.ts';
import { useCompression } from './request/use-compression.ts';
import { useEntityTags } from './request/use-entity-tags.ts';
import { useGraphiQL } from './request/use-graphiql.ts';
import { useHeadRequests } from './request/use-head-requests.ts';
import { useHealth } from './request/use-health.ts';
import { useJsonBodies } from './request/use-json-bodies.ts';
import { useMetricsRoute } from './request/use-metrics-route.ts';
import { useNoGraphiQL } from './request/use-no-graphiql.ts';
import { useRequestId } from './request/use-request-id.ts';
import { useResponseHeaders } from './request/use-response-headers.ts';
import { useSchemaFiles } from './request/use-schema-files.ts';
import { useUnhandledRoute } from './request/use-unhandled-route.ts';
import { useUpgradeRequired } from './request/use-upgrade-required.ts';
import type { RequestPlugin } from './request-plugin.ts';

export interface RequestPluginOptions {
  settings: Settings;
  paths: Paths;
  schema: GraphQLSchema;
  bodies: BodyReader;
  /** Absent: answers go out as they are. */
  compression?: Compression | undefined;
  source: DocumentSource;
  readiness: Readiness;
  refusedOrigins: RefusedOrigins;
  metrics: Metrics;
  reports: OperationReports;
  log: Logger;
  /** What the pages are told. */
  page: PageConfig;
  /** Where the built GraphiQL page is. */
  pageFolder: URL;
}

/** What concerns an HTTP request and its response, whatever they carry; WebSockets pass none of these. */
export function requestPlugins(options: RequestPluginOptions) {
  const { settings, paths, schema, bodies, source, readiness, metrics } = options;
  const { reports, refusedOrigins, log, page, pageFolder } = options;
  return {
    entityTags: useEntityTags(),
    headRequests: useHeadRequests(),
    requestId: useRequestId(),
    responseHeaders: useResponseHeaders(),
    accessLog: useAccessLog({ log, paths, reports }),
    allowedHosts: useAllowedHosts({ ...settings, fallbackToken: settings.sessionToken }),
    health: useHealth(readiness, paths),
    ...(settings.metricsPort === undefined && { metricsRoute: useMetricsRoute(metrics, paths) }),
    ...(settings.introspection && { schemaFiles: useSchemaFiles(schema, paths) }),
    allowedOrigins: useAllowedOrigins({ allowed: settings.allowedOrigins, endpoint: paths.graphql, refusedOrigins }),
    upgradeRequired: useUpgradeRequired(paths.graphql),
    graphiql: settings.graphiql
      ? useGraphiQL({ paths, files: new GraphiQLFiles(pageFolder), config: page })
      : useNoGraphiQL(paths.graphql),
    ...(settings.appDir !== undefined && {
      app: useApp({ paths, files: new AppFiles(settings.appDir), config: page }),
    }),
    unhandledRoute: useUnhandledRoute(paths.graphql),
    acceptedTypes: useAcceptedTypes(),
    jsonBodies: useJsonBodies(bodies, source),
    ...(options.compression && { compression: useCompression(options.compression) }),
  } satisfies Record<string, RequestPlugin>;
}
