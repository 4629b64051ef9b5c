import type { Logger } from 'pino';
import type { Settings } from '../config.ts';
import type { Tracing } from '../server/observability/otlp-tracing.ts';
import { ownVersion } from './version.ts';

/** Spans for the collector that the settings name. OpenTelemetry is loaded only where it is asked for. */
export async function createTracer({ otlpEndpoint }: Settings, log: Logger): Promise<Tracing | undefined> {
  if (otlpEndpoint === undefined) return undefined;
  const { createTracing } = await import('../server/observability/otlp-tracing.ts');
  return createTracing({ endpoint: otlpEndpoint, version: ownVersion(), log });
}
