import { createServer, type Server } from 'node:http';
import type { Logger } from 'pino';
import { refuseTarget } from '../http/raw-requests.ts';
import { type Paths, pathOf } from '../paths.ts';
import { hostRefusal } from '../plugins/request/use-allowed-hosts.ts';
import type { Metrics } from './metrics.ts';

export interface MetricsServerOptions {
  metrics: Metrics;
  paths: Paths;
  log: Logger;
  /** Whether a request with this Host is answered. */
  mayAnswer: (host: string | undefined) => boolean;
}

/** Serves `/metrics` on a port of its own, and nothing else. */
export function createMetricsServer({ metrics: { registry }, paths, log, mayAnswer }: MetricsServerOptions): Server {
  return createServer((request, response) => {
    const refusal = refuseTarget(request);
    const { headers, method } = request;
    if (refusal !== undefined) response.writeHead(400, { connection: 'close' }).end(refusal);
    else if (!mayAnswer(headers.host)) response.writeHead(403).end(hostRefusal(headers.host));
    else if (!paths.metrics.includes(pathOf(request))) response.writeHead(404).end();
    else if (method !== 'GET' && method !== 'HEAD') response.writeHead(405, { allow: 'GET, HEAD' }).end();
    else {
      registry.metrics().then(
        (text) => response.setHeader('content-type', registry.contentType).end(text),
        (error: unknown) => {
          log.error({ err: error }, 'unexpected error');
          response.writeHead(500).end();
        },
      );
    }
  });
}
