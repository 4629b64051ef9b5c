import { getHeapStatistics } from 'node:v8';
import type { Logger } from 'pino';
import { AnswerCache } from '../coder/cache/answer-cache.ts';
import type { SharedAnswers } from '../coder/cache/shared-answers.ts';
import type { CoderClient } from '../coder/client.ts';
import { ConfirmedTokens } from '../coder/confirmed-tokens.ts';
import { ageWarning } from '../coder/deployment/features.ts';
import type { Tracer } from '../coder/tracer.ts';
import type { Settings } from '../config.ts';
import { Feeds } from '../feeds/feeds.ts';
import type { FeedTimings } from '../feeds/timings.ts';
import type { PlanFrom } from '../plan/executor/plan-executor.ts';
import type { RedisCluster } from '../redis/cluster.ts';
import { createRequestContext } from '../resolvers/context.ts';
import { createSchema } from '../schema/schema.ts';
import { type CloseOptions, createGateway, type Gateway } from '../server/gateway.ts';
import { Metrics } from '../server/observability/metrics.ts';
import type { PageConfig } from '../server/pages/page-config.ts';
import { createCoder } from './coder.ts';
import { driftLog } from './drift-log.ts';
import { outageLog } from './outage-log.ts';
import { upstreamLog } from './upstream-log.ts';
import { ownVersion } from './version.ts';

export interface AppOptions {
  settings: Settings;
  /** The Coder to stand in front of. */
  coderUrl: URL;
  log: Logger;
  /** What the GraphiQL page is told of the deployment. */
  page?: PageConfig | undefined;
  /** Where the GraphiQL page was built, in place of where a build leaves it. */
  pageFolder?: URL | undefined;
  /** Also measure the process itself; once per process. @default false */
  processMetrics?: boolean;
  /** Lines that the log has lost. @default none */
  lostLogLines?: (() => number) | undefined;
  /** Intervals of the feeds that differ from the usual ones. */
  feedTimings?: Partial<FeedTimings> | undefined;
  /** Gets a span for each operation, call of Coder and followed log. @default none is made */
  tracer?: Tracer | undefined;
  /** Where answers are kept, in place of what the settings say. */
  cache?: AnswerCache | undefined;
  /** Whether an event that is the same for several subscriptions is executed once for all of them. @default true */
  shareEvents?: boolean | undefined;
  /** From which of its executions on a document runs by a plan; tests compare the answers. @default 2 */
  planFrom?: PlanFrom | undefined;
  /** What is shared with other replicas; absent: nothing is. It is closed with the app. */
  cluster?: RedisCluster | undefined;
}

/** The gateway with all that it works with, in front of one Coder. */
export interface App {
  gateway: Gateway;
  coder: CoderClient;
  feeds: Feeds;
  /** Closes everything, from the clients' side to Coder's. */
  close(options?: CloseOptions): Promise<void>;
}

/** Puts the layers together: the one place that does, for the program and for the tests. It does not listen yet. */
export function createApp({ settings, coderUrl, log, processMetrics = false, feedTimings, ...parts }: AppOptions): App {
  const { cluster } = parts;
  const cache = parts.cache ?? cacheOf(settings, cluster?.answers);
  const operations = settings.persistedOperations?.values();
  const metrics = new Metrics({ process: processMetrics, operations });
  metrics.version(ownVersion());
  metrics.log(parts.lostLogLines ?? (() => 0));
  const tell = upstreamLog(log);
  const coder = createCoder(coderUrl, settings, {
    cache,
    identitySecret: cluster?.identitySecret,
    onRequest: (request, ids) => {
      metrics.upstreamRequest(request);
      tell?.request(request, ids);
    },
    traced: parts.tracer !== undefined,
    onRetry: ({ route }) => metrics.upstreamRetry(route),
    onSocket: tell?.socket,
    onUnanswered: outageLog(log),
    onDrift: driftLog(log, (drift) => metrics.drift(drift)),
    onCertificateReload: (problem) => {
      if (problem === undefined) log.info('client certificate read again');
      else log.error({ problem }, 'the client certificate cannot be read again; the one before stays in use');
    },
  });
  const feeds = new Feeds(coder, feedTimings, {
    maxPerIdentity: settings.maxIdentityFeeds,
    cluster: cluster?.feeds,
    tracer: parts.tracer,
  });
  cluster?.measure(metrics.registry);
  metrics.feeds(() => feeds.stats(), feeds.counts);
  metrics.upstream(() => coder.stats);
  if (cache) metrics.cache(() => cache.stats());
  const maxBytes = settings.maxOperationMb * 2 ** 20;
  // The text of an answer may be twice in memory while it is made, and have two bytes for each character.
  const maxAnswerBytes = Math.min(maxBytes, getHeapStatistics().heap_size_limit / 8);
  const budget = { maxCalls: settings.maxUpstreamCalls, maxBytes, maxAnswerBytes };
  const gateway = createGateway({
    settings,
    schema: createSchema({ onUnknownEnumValue: (name) => metrics.unknownEnumValue(name) }),
    createContext: (options) => createRequestContext({ coder, feeds, ...options, ...budget }),
    tokens: new ConfirmedTokens(coder),
    probe: () => coder.buildInfo(),
    warning: () => coder.version.recent.map(ageWarning).find((warning) => warning !== undefined),
    redisState: cluster && (() => cluster.state),
    sharedBuckets: cluster?.buckets,
    log,
    metrics,
    tracer: parts.tracer,
    page: parts.page,
    pageFolder: parts.pageFolder,
    shareEvents: parts.shareEvents,
    planFrom: parts.planFrom,
    cache,
  });
  return {
    gateway,
    coder,
    feeds,
    close: async (options) => {
      await gateway.close(options);
      feeds.close();
      await cluster?.close();
      await coder.close();
    },
  };
}

function cacheOf({ cacheMb }: Settings, shared: SharedAnswers | undefined): AnswerCache | undefined {
  return cacheMb > 0 ? new AnswerCache({ maxBytes: cacheMb * 1024 * 1024, shared }) : undefined;
}
