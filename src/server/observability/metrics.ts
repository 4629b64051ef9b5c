import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { CacheStats } from '../../coder/cache/answer-cache.ts';
import type { UpstreamStats } from '../../coder/client.ts';
import type { TracedRequest } from '../../coder/trace.ts';
import type { FeedStats } from '../../feeds/feeds.ts';
import type { FeedCounts } from '../../feeds/logs/feed-counts.ts';
import { showFeeds } from './feed-metrics.ts';
import { OperationNames } from './operation-names.ts';
import type { OperationReport } from './operation-report.ts';
import { type GaugeRow, registerCounter, registerGauges, type Series } from './scraped.ts';
import { Counts, Durations } from './tallies.ts';
import { UpstreamMetrics } from './upstream-metrics.ts';

const OPERATION_BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10, 30];

export interface MetricsOptions {
  /** Also measure the process itself; once per process. @default false */
  process?: boolean;
  /** The documents of persisted operations, whose names are labels from the start. */
  operations?: Iterable<string> | undefined;
}

/** Everything that `/metrics` shows. Labels are route templates, types, codes and well-known names: never ids or tokens. */
export class Metrics {
  readonly registry = new Registry();
  readonly #names: OperationNames;
  readonly #operations = new Counts({
    name: 'coder_graphql_operations_total',
    help: 'Operations by type and by the code of their first error (ok: none). An event of a subscription counts as `event`, what was refused before it was read as `none`.',
    labelNames: ['type', 'code'],
    registry: this.registry,
  });
  readonly #operationSeconds = new Durations({
    name: 'coder_graphql_operation_duration_seconds',
    help: 'Duration of operations by type and name (other: a name that is not persisted and does not come often). Of a subscription it is that of its start.',
    labelNames: ['type', 'operation'],
    buckets: OPERATION_BUCKETS,
    registry: this.registry,
  });
  readonly #errors = new Counts({
    name: 'coder_graphql_operation_errors_total',
    help: 'Operations and events with errors, by each code among them.',
    labelNames: ['code'],
    registry: this.registry,
  });
  readonly #delivered = this.#operations.with('event', 'ok');
  readonly #upstream = new UpstreamMetrics(this.registry);
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

  constructor({ process = false, operations }: MetricsOptions = {}) {
    this.#names = new OperationNames(operations);
    if (!process) return;
    collectDefaultMetrics({ register: this.registry });
    // Sums of others, which no counter may be named like.
    for (const kind of ['resources', 'handles', 'requests']) {
      this.registry.removeSingleMetric(`nodejs_active_${kind}_total`);
    }
  }

  /** Shows gauges that are read when somebody looks. */
  show(rows: readonly GaugeRow[]): void {
    registerGauges(this.registry, rows);
  }

  /** Shows what is live, and what the feeds have counted. */
  feeds(stats: () => FeedStats, counts: FeedCounts): void {
    showFeeds(this.registry, stats, counts);
  }

  /** Shows the state of the client of Coder. */
  upstream(stats: () => UpstreamStats): void {
    this.#upstream.show(stats);
  }

  /** Shows the lines that the log has lost. */
  log(lostLines: () => number): void {
    registerCounter(this.registry, {
      name: 'log_lines_lost_total',
      help: 'Lines of the log that were lost, because those before them were not read.',
      read: () => [[{}, lostLines()]],
    });
  }

  /** Shows which version runs. */
  version(version: string): void {
    const gauge = new Gauge({
      name: 'coder_graphql_build_info',
      help: 'Always 1; the label is the version of the gateway.',
      labelNames: ['version'],
      registers: [this.registry],
    });
    gauge.set({ version }, 1);
  }

  /** Shows what is kept of Coder's answers. */
  cache(stats: () => CacheStats): void {
    this.show([
      ['cache_bytes', 'Memory that kept answers of Coder take.', () => stats().bytes],
      ['cache_entries', 'Kept answers of Coder, and texts made of them.', () => stats().entries],
    ]);
    const series = (outcome: string, counts: CacheStats['hits']) =>
      Object.entries(counts).map(([kind, count]): Series => [{ kind, outcome }, count]);
    registerCounter(this.registry, {
      name: 'cache_lookups_total',
      help: 'Answers that were looked for among the kept ones (body, and row of one that differs: the last ones of the URL, to spare the parser).',
      labelNames: ['kind', 'outcome'],
      read: () => {
        const { hits, misses } = stats();
        return [...series('hit', hits), ...series('miss', misses)];
      },
    });
  }

  upstreamRequest(request: TracedRequest): void {
    this.#upstream.request(request);
  }

  upstreamRetry(route: string): void {
    this.#upstream.retry(route);
  }

  /** An event that was executed once for several subscriptions, and went well. */
  eventDelivered(): void {
    this.#delivered.value++;
  }

  operation({ type, name, codes, durationMs }: Pick<OperationReport, 'type' | 'name' | 'codes' | 'durationMs'>): void {
    this.#operations.with(type, codes[0] ?? 'ok').value++;
    for (const code of codes) this.#errors.with(code).value++;
    if (type !== 'none') this.#operationSeconds.with(type, this.#names.labelOf(name)).observe(durationMs / 1000);
  }

  drift({ kind, route, field }: { kind: string; route: string; field: string }): void {
    this.#drift.inc({ kind, route, field });
  }

  unknownEnumValue(name: string): void {
    this.#unknownEnumValues.inc({ enum: name });
  }
}
