import { pino } from 'pino';
import { createApp } from '../../../src/cli/app.ts';
import { readSettings } from '../../../src/config.ts';
import { RedisCluster } from '../../../src/redis/cluster.ts';

/** What a metric is called, what it is, and by what it is split. */
export interface RegisteredMetric {
  name: string;
  help: string;
  type: string;
  labels: readonly string[];
}

/** All metrics of the program, those of the process too, and those that there are with a Redis. */
export async function registeredMetrics(): Promise<RegisteredMetric[]> {
  const log = pino({ level: 'silent' });
  const env = { PORT: '0', CODER_URL: 'http://127.0.0.1:1', REDIS_URL: 'redis://:password@127.0.0.1:1' };
  const { settings, problems } = readSettings({ env });
  if (!settings) throw new Error(problems.join('\n'));
  const { coderUrl, redisUrl } = settings;
  if (!coderUrl || !redisUrl) throw new Error('no addresses');
  const cluster = new RedisCluster({ settings: { ...settings, redisUrl }, log });
  const { gateway, close } = createApp({ settings, coderUrl, log, processMetrics: true, cluster });
  const { registry } = gateway.metrics;
  const described = await registry.getMetricsAsJSON();
  const metrics = described.map(({ name, help, type }) => {
    const { labelNames = [] } = registry.getSingleMetric(name) as unknown as { labelNames?: readonly string[] };
    return { name, help, type: String(type), labels: labelNames };
  });
  await close({ graceMs: 0 });
  return metrics;
}
