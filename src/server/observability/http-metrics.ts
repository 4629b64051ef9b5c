import type { ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { type Paths, pathOf } from '../paths.ts';
import { isStream } from '../streams/framing.ts';
import { Durations } from './tallies.ts';

const BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10, 30];
const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** What the labels are made of. */
export interface HttpFacts {
  method: string;
  path: string;
  /** `none`: there was no answer. */
  status: string;
  mediaType: string;
}

/** How long HTTP requests take, from their headers to the end of the answer. */
export class HttpMetrics {
  readonly #seconds: Durations;
  readonly #routes: ReadonlyMap<string, string>;

  constructor(registry: Registry, paths: Paths) {
    this.#seconds = new Durations({
      name: 'coder_graphql_http_request_duration_seconds',
      help: 'Duration of HTTP requests to the end of the answer (stream: of an event stream) by method, route and status (none: the client left before there was one).',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS,
      registry,
    });
    const { graphql, schema, health, readiness, metrics, home } = paths;
    const routes = { graphql: [graphql], schema: [...schema.keys()], health, readiness, metrics, home };
    this.#routes = new Map(
      Object.entries(routes).flatMap(([route, each]) => each.map((path) => [path, route] as [string, string])),
    );
  }

  /** The response is over. */
  closed(response: ServerResponse, durationMs: number): void {
    const { method = '' } = response.req;
    const status = response.headersSent ? String(response.statusCode) : 'none';
    const mediaType = String(response.getHeader('content-type'));
    this.observe({ method, path: pathOf(response.req), status, mediaType }, durationMs);
  }

  /** A request of any kind is over. */
  observe({ method, path, status, mediaType }: HttpFacts, durationMs: number): void {
    const route = this.#routes.get(path) ?? 'other';
    const streams = route === 'graphql' && isStream(mediaType);
    const series = this.#seconds.with(METHODS.has(method) ? method : 'other', streams ? 'stream' : route, status);
    series.observe(durationMs / 1000);
  }
}
