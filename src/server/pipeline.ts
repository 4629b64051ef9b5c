import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { AnswerCache } from '../coder/cache/answer-cache.ts';
import type { Tracer } from '../coder/tracer.ts';
import type { Settings } from '../config.ts';
import type { PlanFrom } from '../plan/executor/plan-executor.ts';
import { type Documents, noCache } from './documents/document-cache.ts';
import type { DocumentSource } from './documents/document-source.ts';
import type { Compression } from './http/compression.ts';
import type { RefusedOrigins } from './http/refused-origins.ts';
import { BodyReader } from './http/request-body.ts';
import { identityOfHeaders } from './identity.ts';
import type { Accounts, KnownTokens } from './limits/account.ts';
import type { Admission } from './limits/admission.ts';
import type { Connections } from './limits/connections.ts';
import type { SharedBuckets } from './limits/shared-spending.ts';
import type { UnsentBytes } from './limits/unsent-bytes.ts';
import type { Metrics } from './observability/metrics.ts';
import type { OperationReports } from './observability/operation-reports.ts';
import type { Readiness } from './observability/readiness.ts';
import type { CreateContext, Plugin } from './operation-context.ts';
import type { PageConfig } from './pages/page-config.ts';
import type { Paths } from './paths.ts';
import { operationPlugins } from './plugins/operation-plugins.ts';
import type { RequestPlugin } from './plugins/request-plugin.ts';
import { requestPlugins } from './plugins/request-plugins.ts';
import { resultPlugins } from './plugins/result-plugins.ts';

export interface PipelineOptions {
  settings: Settings;
  paths: Paths;
  schema: GraphQLSchema;
  createContext: CreateContext;
  tokens: KnownTokens;
  accounts: Accounts;
  admission: Admission;
  readiness: Readiness;
  refusedOrigins: RefusedOrigins;
  connections: Connections;
  unsentBytes: UnsentBytes;
  documents: Documents;
  source: DocumentSource;
  /** Absent: answers go out as they are. */
  compression?: Compression | undefined;
  metrics: Metrics;
  reports: OperationReports;
  /** Gets a span for each operation. @default none is made */
  tracer?: Tracer | undefined;
  log: Logger;
  /** What the GraphiQL page is told of the deployment. */
  page: PageConfig;
  /** Where the built GraphiQL page is. */
  pageFolder: URL;
  /** Whether an event that is the same for several subscriptions is executed once for all of them. @default true */
  shareEvents?: boolean | undefined;
  /** Milliseconds between the heartbeats of a stream over HTTP. */
  heartbeatMs: number;
  /** From which of its executions on a document runs by a plan; the answers are the same. @default 2 */
  planFrom?: PlanFrom | undefined;
  /** Where what is kept of answers is; absent: nothing is. */
  cache?: AnswerCache | undefined;
  /** Rates that other replicas count as well; absent: this process counts alone. */
  sharedBuckets?: SharedBuckets | undefined;
}

export type Pipeline = ReturnType<typeof createPipeline>;

/** Bytes of the largest upload: a provisioner state travels as base64, beside a document and other variables. */
function maxUploadBytes({ maxResponseMb }: Settings): number {
  return Math.ceil((maxResponseMb * 4) / 3 + 1) * 1024 * 1024;
}

/**
 * All plugins by name, in the order in which their hooks run, those after an execution too. The results' come before
 * the operations': a plugin that refuses an operation stops the hooks behind it, and a refusal is an answer as well,
 * which is to be coded and counted.
 */
export function pipelinePlugins(options: PipelineOptions): Readonly<Record<string, Plugin | RequestPlugin>> {
  const { settings, tokens, accounts } = options;
  const tokenOf = ({ headers }: Request) => identityOfHeaders(headers, settings.sessionToken).token;
  const bodies = new BodyReader({
    maxBytes: settings.maxRequestKb * 1024,
    maxUploadBytes: maxUploadBytes(settings),
    account: (request) => accounts.of(tokenOf(request), undefined),
    confirm: (request) => tokens.confirm(tokenOf(request)),
  });
  options.metrics.show([
    ['request_body_bytes', 'Bytes of request bodies that are read or under way.', () => bodies.bytes],
  ]);
  return {
    ...requestPlugins({ ...options, bodies }),
    ...resultPlugins(options),
    ...operationPlugins({ ...options, validDocuments: options.documents.valid }),
  };
}

/** From a request to its answer: all that HTTP, SSE and WebSocket have in common, one plugin for each concern. */
export function createPipeline(
  { schema, paths, documents }: PipelineOptions,
  plugins: ReturnType<typeof pipelinePlugins>,
) {
  return createYoga({
    schema,
    plugins: Object.values(plugins),
    graphqlEndpoint: paths.graphql,
    // Each of these has its plugin, stricter than yoga's own.
    graphiql: false,
    landingPage: false,
    cors: false,
    maskedErrors: false,
    multipart: false,
    logging: false,
    maxRequestBodySize: false,
    parserAndValidationCache: { documentCache: documents.parsed, errorCache: noCache },
  });
}
