import { pino } from 'pino';
import { createApp } from '../../../src/cli/app.ts';
import { defaultSettings } from '../../../src/config.ts';

/** What a metric is called, what it is, and by what it is split. */
export interface RegisteredMetric {
  name: string;
  help: string;
  type: string;
  labels: readonly string[];
}

/** All metrics of the program, those of the process too. */
export async function registeredMetrics(): Promise<RegisteredMetric[]> {
  const { gateway, close } = createApp({
    settings: defaultSettings({ port: 0 }),
    coderUrl: new URL('http://127.0.0.1:1'),
    log: pino({ level: 'silent' }),
    processMetrics: true,
  });
  const { registry } = gateway.metrics;
  const described = await registry.getMetricsAsJSON();
  const metrics = described.map(({ name, help, type }) => {
    const { labelNames = [] } = registry.getSingleMetric(name) as unknown as { labelNames?: readonly string[] };
    return { name, help, type: String(type), labels: labelNames };
  });
  await close({ graceMs: 0 });
  return metrics;
}
