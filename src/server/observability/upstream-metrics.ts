import type { Registry } from 'prom-client';
import type { UpstreamStats } from '../../coder/client.ts';
import type { TracedRequest } from '../../coder/trace.ts';
import { registerGauges } from './scraped.ts';
import { Counts, Durations } from './tallies.ts';

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What happens between the gateway and Coder. */
export class UpstreamMetrics {
  readonly #registry: Registry;
  readonly #requests: Counts;
  readonly #seconds: Durations;
  readonly #retries: Counts;

  constructor(registry: Registry) {
    this.#registry = registry;
    this.#requests = new Counts({
      name: 'coder_graphql_upstream_requests_total',
      help: 'What was asked of Coder, by route template and status (none: no answer). source: network (sent), shared (joined one under way), cached (kept).',
      labelNames: ['method', 'route', 'status', 'source'],
      registry,
    });
    this.#seconds = new Durations({
      name: 'coder_graphql_upstream_request_duration_seconds',
      help: 'Duration of requests to Coder, by route template and status (none: no answer).',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS,
      registry,
    });
    this.#retries = new Counts({
      name: 'coder_graphql_upstream_retries_total',
      help: 'Reads that were tried once more.',
      labelNames: ['route'],
      registry,
    });
  }

  request({ method, route, status, durationMs, source }: TracedRequest): void {
    const code = status === undefined ? 'none' : String(status);
    this.#requests.with(method, route, code, source).value++;
    if (source === 'network') this.#seconds.with(method, route, code).observe(durationMs / 1000);
  }

  retry(route: string): void {
    this.#retries.with(route).value++;
  }

  /** Shows the state of the client. */
  show(stats: () => UpstreamStats): void {
    registerGauges(this.#registry, [
      ['upstream_requests_in_flight', 'Requests to Coder under way.', () => stats().inFlight],
      ['upstream_requests_queued', 'Requests that wait for a connection to Coder.', () => stats().queued],
      [
        'upstream_breaker_open',
        '1 while nobody calls Coder, since connections to it were lost many times in a row.',
        () => Number(stats().breakerOpen),
      ],
      [
        'upstream_breaker_open_targets',
        'Paths, of one identity each, that are not called because they have failed many times in a row.',
        () => stats().openTargets,
      ],
    ]);
  }
}
