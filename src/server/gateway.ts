import { createServer, type RequestListener, type Server } from 'node:http';
import { builtPage } from './built-page.ts';
import { chooseDocumentSource } from './documents/choose-source.ts';
import { Documents } from './documents/document-cache.ts';
import { FastPath } from './fast-path/fast-path.ts';
import { originsOf } from './http/allowed-origins.ts';
import { Compression } from './http/compression.ts';
import { type FetchClient, FetchHandler } from './http/fetch-handler.ts';
import { HostedRequests } from './http/hosted-requests.ts';
import { HttpConnections } from './http/http-connections.ts';
import { LateConnections } from './http/late-connections.ts';
import { closed, listening, urlOf } from './http/listening.ts';
import { OpenAnswers } from './http/open-answers.ts';
import { refuseTarget, replayWithoutUpgrade } from './http/raw-requests.ts';
import { RefusedOrigins } from './http/refused-origins.ts';
import { Accounts } from './limits/account.ts';
import { Admission } from './limits/admission.ts';
import { Connections } from './limits/connections.ts';
import { reserveDescriptors } from './limits/descriptors.ts';
import { Load } from './limits/load.ts';
import { refuseShuttingDown, shuttingDownResponse } from './limits/overloaded.ts';
import { UnsentBytes } from './limits/unsent-bytes.ts';
import { HttpMetrics } from './observability/http-metrics.ts';
import { Metrics } from './observability/metrics.ts';
import { createMetricsServer } from './observability/metrics-server.ts';
import { OperationLog } from './observability/operation-log.ts';
import { OperationReports } from './observability/operation-reports.ts';
import { Readiness } from './observability/readiness.ts';
import { type PageConfig, plainPageConfig } from './pages/page-config.ts';
import { type Paths, pathOf, pathsUnder } from './paths.ts';
import { createPipeline, type Pipeline, type PipelineOptions, pipelinePlugins } from './pipeline.ts';
import { isAllowedHost } from './plugins/request/use-allowed-hosts.ts';
import { createSocketProtocol } from './websocket/operations.ts';
import { WebSockets } from './websocket/sockets.ts';

export interface GatewayOptions
  extends Pick<PipelineOptions, 'settings' | 'schema' | 'createContext' | 'tokens' | 'log' | 'tracer'>,
    Pick<PipelineOptions, 'shareEvents' | 'planFrom' | 'cache' | 'sharedBuckets'> {
  /** A sign of life of the upstream, for `/readyz`. */
  probe: () => Promise<unknown>;
  /** What `/readyz` says of an upstream that answers; undefined: nothing. */
  warning?: () => string | undefined;
  /** What `/readyz` says of Redis; absent: there is none. */
  redisState?: (() => 'ok' | 'degraded') | undefined;
  metrics?: Metrics;
  /** What the GraphiQL page is told of the deployment. */
  page?: PageConfig | undefined;
  /** Where the built GraphiQL page is. @default beside the program */
  pageFolder?: URL | undefined;
  /**
   * Milliseconds between the pings of a WebSocket, and between the heartbeats of a subscription over HTTP.
   * @default 12_000
   */
  keepAliveMs?: number;
  /** Milliseconds that a new WebSocket has to say who it is. @default 5_000 */
  connectionInitMs?: number;
  /** Milliseconds after which an HTTP client is cut that reads nothing of its answer. @default 60_000 */
  stalledClientMs?: number;
  /** Operations under way at most. @default 2_000 */
  maxUnderWay?: number;
  /** Whether ordinary operations are answered past yoga's requests and responses. @default true */
  fastPath?: boolean;
}

/** A gateway that serves, or will. */
export interface Gateway {
  server: Server;
  /** The pipeline behind HTTP; tests call its `fetch` without any socket. */
  pipeline: Pipeline;
  metrics: Metrics;
  /** Answers requests that came to another server, which is used in place of `listen`. */
  readonly hosted: HostedRequests;
  /** The same for web-standard requests. */
  fetch(request: Request, client?: FetchClient): Promise<Response>;
  /** Resolves when requests are answered; rejects when the port is taken. */
  listen(): Promise<void>;
  readonly paths: Paths;
  /** `http://host:port` as it listens. */
  readonly url: string;
  /** Where `/metrics` is; undefined before `listen`. */
  readonly metricsUrl: string;
  /** Stops without failing a request: `/readyz` says so first, streams are told to resume elsewhere, the rest finishes. */
  close(options?: CloseOptions): Promise<void>;
}

export interface CloseOptions {
  /** Milliseconds for which it goes on as before, only that `/readyz` says what is coming. @default 0 */
  delayMs?: number;
  /** Milliseconds after that for what is under way. @default 10_000 */
  graceMs?: number;
}

/** Puts the server together. It serves after `listen`, or at once by `hosted` and `fetch`. */
export function createGateway(options: GatewayOptions): Gateway {
  const { schema, createContext, tokens, probe, log, metrics = new Metrics() } = options;
  const settings = { ...options.settings, allowedOrigins: originsOf(options.settings) };
  const { keepAliveMs = 12_000, connectionInitMs = 5_000, stalledClientMs = 60_000, fastPath = true } = options;
  const connections = new Connections(settings, metrics);
  const accounts = new Accounts({ tokens, fallbackToken: settings.sessionToken });
  const readiness = new Readiness({ probe, warning: options.warning, redisState: options.redisState, log });
  const paths = pathsUnder(settings.basePath);
  const refusedOrigins = new RefusedOrigins(log);
  const load = new Load(options.maxUnderWay);
  const admission = new Admission({
    settings,
    endpoint: paths.graphql,
    metrics,
    load,
  });
  const unsentBytes = new UnsentBytes({ log });
  const documents = new Documents();
  const source = chooseDocumentSource(settings);
  const operationLog = new OperationLog({ log, identify: (token) => tokens.identify(token) });
  const reports = new OperationReports(metrics, operationLog);
  const pipelineOptions = {
    settings,
    paths,
    schema,
    createContext,
    tokens,
    accounts,
    admission,
    readiness,
    refusedOrigins,
    connections,
    unsentBytes,
    metrics,
    reports,
    tracer: options.tracer,
    compression: settings.compression ? new Compression() : undefined,
    documents,
    source,
    log,
    page: options.page ?? plainPageConfig,
    pageFolder: options.pageFolder ?? builtPage,
    shareEvents: options.shareEvents,
    heartbeatMs: keepAliveMs,
    planFrom: options.planFrom,
    cache: options.cache,
    sharedBuckets: options.sharedBuckets,
  };
  const plugins = pipelinePlugins(pipelineOptions);
  const pipeline = createPipeline(pipelineOptions, plugins);
  const ordinary = new FastPath({
    ...pipelineOptions,
    pipeline,
    plugins: Object.values(plugins).filter((plugin) => 'fast' in plugin),
  });
  const protocol = createSocketProtocol({
    settings,
    pipeline,
    source,
    accounts,
    admission,
    connections,
    reports,
    log,
    connectionInitMs,
  });
  const server = createServer({
    // A client gets this long to send its headers, and its whole request.
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    connectionsCheckingInterval: 5_000,
    // Longer than what proxies in front keep: they must be the ones to close an idle connection.
    keepAliveTimeout: 65_000,
  });
  const late = new LateConnections(server);
  const sockets = new WebSockets({
    settings,
    endpoint: paths.graphql,
    refusedOrigins,
    protocol,
    connections,
    unsentBytes,
    log,
    keepAliveMs,
    isDraining: () => late.stopped,
  });
  const hostRules = { ...settings, fallbackToken: settings.sessionToken };
  const http = new HttpMetrics(metrics.registry, paths);
  const open = new OpenAnswers();

  const httpConnections = new HttpConnections();
  httpConnections.cutStalled(server, stalledClientMs);
  unsentBytes.watch(server);
  metrics.show([
    ['http_connections', 'TCP connections of clients, those of WebSockets too.', () => unsentBytes.connections],
    ['unsent_bytes', 'Bytes that wait here for clients to read them.', () => unsentBytes.bytes],
    ['unfinished_message_bytes', 'Bytes of WebSocket messages that are not complete.', () => sockets.unfinishedBytes],
    ['operations_in_flight', 'Operations under way.', () => load.underWay],
    ['operations_in_flight_limit', 'Operations that may be under way at present.', () => load.limit],
    ['draining', '1 while the process is about to end.', () => Number(readiness.draining)],
  ]);
  /** All is closed: another server may go on and hand requests over. */
  let over = false;
  const answerAdmitted = admission.guarded(fastPath ? ordinary.answer : pipeline);
  const answer: RequestListener = (request, response) => {
    open.addResponse(response, (durationMs) => http.closed(response, durationMs));
    response.on('prefinish', () => unsentBytes.wrote(request.socket, request.socket.writableLength));
    const refusal = refuseTarget(request);
    if (refusal !== undefined) {
      response.writeHead(400, { 'content-type': 'text/plain', connection: 'close' });
      response.end(refusal);
      return;
    }
    if (readiness.draining) response.setHeader('connection', 'close');
    if (over || (late.has(request) && !paths.probes.has(pathOf(request)))) {
      return refuseShuttingDown(request, response, settings.allowedOrigins);
    }
    answerAdmitted(request, response);
  };
  server.on('request', httpConnections.inTurn(answer));
  server.on('upgrade', (request, socket, head) => {
    if (request.headers.upgrade?.toLowerCase() === 'websocket') sockets.upgrade(request, socket, head);
    else replayWithoutUpgrade(server, request, socket, head);
  });

  const hosted = new HostedRequests({
    server,
    onConnection: (socket) => {
      late.add(socket);
      unsentBytes.add(socket);
    },
  });
  const fetches = new FetchHandler({
    answer: (request, context) => pipeline.fetch(request, context),
    left: (req) => admission.left(req),
    refuse: ({ url }) =>
      over || (late.stopped && !paths.probes.has(new URL(url).pathname)) ? shuttingDownResponse() : undefined,
    open,
    http,
  });

  const metricsServer =
    settings.metricsPort === undefined
      ? undefined
      : createMetricsServer({ metrics, paths, log, mayAnswer: (host) => isAllowedHost(host, hostRules) });

  return {
    server,
    pipeline,
    metrics,
    paths,
    hosted,
    fetch: fetches.fetch,
    listen: async () => {
      await listening(server, settings.host, settings.port);
      reserveDescriptors(server, settings.upstreamConcurrency, log);
      if (metricsServer) await listening(metricsServer, settings.host, settings.metricsPort ?? 0);
    },
    get url() {
      return urlOf(server, settings.host);
    },
    get metricsUrl() {
      return `${urlOf(metricsServer ?? server, settings.host)}/metrics`;
    },
    close: async ({ graceMs = 10_000, delayMs = 0 } = {}) => {
      readiness.draining = true;
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      late.stop();
      connections.close();
      const socketsClosed = sockets.close(graceMs);
      open.cutStreams();
      await Promise.all([open.closed(graceMs), socketsClosed]);
      over = true;
      const stopped = [server, metricsServer].map((each) => each && closed(each));
      server.closeAllConnections();
      metricsServer?.closeAllConnections();
      await Promise.all(stopped);
      unsentBytes.close();
      admission.close();
      await pipeline.dispose();
    },
  };
}
