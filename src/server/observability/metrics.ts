import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CacheStats } from '../../coder/cache/answer-cache.ts';
import type { FeedStats } from '../../feeds/feeds.ts';
import type { OperationReport } from './operation-report.ts';

const feedFigures: Record<keyof FeedStats, string> = {
  logFeeds: 'Logs that are followed at Coder.',
  logReaders: 'Subscribers of logs.',
  snapshots: 'Builds and workspaces that are watched, once for each identity.',
  snapshotReaders: 'Subscribers of builds and workspaces.',
  upstreamSockets: 'WebSockets to Coder that are open or being opened.',
  dials: 'Handshakes with Coder under way.',
};

/** One upstream request, as the REST client tells of it. */
export interface UpstreamRequest {
  method: string;
  route: string;
  status: number | undefined;
  durationMs: number;
  source: string;
}

/** Everything that `/metrics` shows. Labels are route templates, types and codes: never ids, names or tokens. */
export class Metrics {
  readonly registry = new Registry();
  readonly #upstreamRequests = new Counter({
    name: 'coder_graphql_upstream_requests_total',
    help: 'Requests to Coder, by route template and status (none: no answer).',
    labelNames: ['method', 'route', 'status', 'source'],
    registers: [this.registry],
  });
  readonly #upstreamSeconds = new Histogram({
    name: 'coder_graphql_upstream_request_duration_seconds',
    help: 'Duration of requests to Coder.',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  readonly #operations = new Counter({
    name: 'coder_graphql_operations_total',
    help: 'Operations by type and by the code of their first error (ok: none). An event of a subscription counts as `event`.',
    labelNames: ['type', 'code'],
    registers: [this.registry],
    collect: () => this.#countDelivered(),
  });
  /** Events since the last look: there are too many of them to look up a counter for each. */
  #deliveredEvents = 0;
  readonly #unknownEnumValues = new Counter({
    name: 'coder_graphql_unknown_enum_values_total',
    help: 'Values of Coder that this version does not know, by enum; they are delivered as UNKNOWN.',
    labelNames: ['enum'],
    registers: [this.registry],
  });
  readonly #drift = new Counter({
    name: 'coder_graphql_drift_total',
    help: 'Answers of Coder that are not as this version knows them, of those that were looked at: missing and mistyped values, unknown keys.',
    labelNames: ['kind', 'route', 'field'],
    registers: [this.registry],
  });
  readonly openSockets = new Gauge({
    name: 'coder_graphql_open_sockets',
    help: 'WebSockets that are open.',
    registers: [this.registry],
  });
  readonly openSubscriptions = new Gauge({
    name: 'coder_graphql_open_subscriptions',
    help: 'Subscriptions that are running, on all transports.',
    registers: [this.registry],
  });

  constructor({ process = false }: { process?: boolean } = {}) {
    if (process) collectDefaultMetrics({ register: this.registry });
  }

  /** Shows what is live: each figure of the feeds as a gauge of its own. */
  feeds(stats: () => FeedStats): void {
    for (const [figure, help] of Object.entries(feedFigures)) {
      new Gauge({
        name: `coder_graphql_${figure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
        help,
        registers: [this.registry],
        collect() {
          this.set(stats()[figure as keyof FeedStats]);
        },
      });
    }
  }

  /** Shows what is kept of Coder's answers. */
  cache(stats: () => CacheStats): void {
    const registers = [this.registry];
    new Gauge({
      name: 'coder_graphql_cache_bytes',
      help: 'Memory that kept answers of Coder take.',
      registers,
      collect() {
        this.set(stats().bytes);
      },
    });
    new Counter({
      name: 'coder_graphql_cache_lookups_total',
      help: 'Answers that were looked for among the kept ones (body: the last ones of the URL, to spare the parser).',
      labelNames: ['kind', 'outcome'],
      registers,
      collect() {
        const { hits, misses } = stats();
        this.reset();
        for (const [kind, count] of Object.entries(hits)) this.inc({ kind, outcome: 'hit' }, count);
        for (const [kind, count] of Object.entries(misses)) this.inc({ kind, outcome: 'miss' }, count);
      },
    });
  }

  upstreamRequest({ method, route, status, durationMs, source }: UpstreamRequest): void {
    this.#upstreamRequests.inc({ method, route, status: status === undefined ? 'none' : String(status), source });
    this.#upstreamSeconds.observe({ method, route }, durationMs / 1000);
  }

  /** An event that was executed once for several subscriptions, and went well. */
  eventDelivered(): void {
    this.#deliveredEvents++;
  }

  operation({ type, codes: [code = 'ok'] }: Pick<OperationReport, 'type' | 'codes'>): void {
    this.#operations.inc({ type, code });
  }

  drift({ kind, route, field }: { kind: string; route: string; field: string }): void {
    this.#drift.inc({ kind, route, field });
  }

  unknownEnumValue(name: string): void {
    this.#unknownEnumValues.inc({ enum: name });
  }

  #countDelivered(): void {
    if (this.#deliveredEvents > 0) this.#operations.inc({ type: 'event', code: 'ok' }, this.#deliveredEvents);
    this.#deliveredEvents = 0;
  }
}
