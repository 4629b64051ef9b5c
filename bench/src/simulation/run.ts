import { setTimeout as wait } from 'node:timers/promises';
import { cpuSeconds, rssMb } from '../process/proc.ts';
import { quantile } from '../report/statistics.ts';
import { feedBuildId } from '../upstream/identifiers.ts';
import { GatewayMetrics } from './gateway-metrics.ts';
import { type Listeners, startListeners } from './listeners.ts';
import { placeReaders } from './placement.ts';
import { type Figures, load } from './plan.ts';
import { startWorld, type World } from './world.ts';

export interface SimulationOptions {
  /** Of the load of one replica. */
  share: number;
  seconds: number;
  progress: (text: string) => void;
}

export interface Simulation {
  /** For a whole replica, and for all of Redis: what was found, divided by the share. */
  figures: Figures;
  /** Logs that another replica leads than before: Redis did not answer in time for a moment. */
  leaseChanges: number;
  /** Milliseconds from a line's birth to its arrival at a reader. */
  latency: { p50: number; p99: number };
}

/** The first user of the replica that stands for all others. */
const OTHER_USERS = 1_000_000;
/** How long what was started or changed is left alone before it is measured. */
const SETTLE_MS = 5_000;

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await isSo()) return;
    await wait(200);
  }
  throw new Error(`It does not come to that: ${what}`);
}

/** One replica with its share of the readers, the rest of the cluster beside it. */
export async function simulate(options: SimulationOptions): Promise<Simulation> {
  const world = await startWorld();
  let listeners: Listeners | undefined;
  try {
    const { pid } = world.measured.server;
    await wait(SETTLE_MS);
    const cpuBefore = cpuSeconds(pid);
    await wait(SETTLE_MS);
    const idle = { mb: rssMb(pid), cores: (cpuSeconds(pid) - cpuBefore) / (SETTLE_MS / 1_000) };
    listeners = await populate(world, options);
    return await measure(world, listeners, { ...options, idle });
  } finally {
    listeners?.stop();
    await world.stop();
  }
}

/** Opens all readers, so that the measured replica leads as many logs as each of the others. */
async function populate({ upstream, redis, measured, others }: World, { share, progress }: SimulationOptions) {
  const builds = Math.round(load.builds * share);
  const placed = placeReaders(builds);
  const [mine = []] = placed;
  const followed = [...new Set(mine)];
  const led = new Set(followed.slice(0, Math.round(builds / load.replicas)));
  progress(`${mine.length} readers of ${followed.length} builds at the measured replica, ${builds} builds in all`);
  await upstream.createFeeds(builds);

  const first = [...led];
  const rest = [...mine];
  for (const build of first) rest.splice(rest.indexOf(build), 1);
  const here = { url: measured.server.url.replace('http', 'ws'), builds, readersPerUser: 1 };
  const there = { url: others.server.url.replace('http', 'ws'), builds, firstUser: OTHER_USERS };
  await measured.readers.connect({ ...here, placed: first });
  await until('the first logs are followed', async () => (await upstream.state()).followers === led.size);
  await others.readers.connect({ ...there, placed: Array.from({ length: builds }, (_, build) => build) });
  await until('each log is followed once', async () => (await upstream.state()).followers === builds);
  await measured.readers.connect({ ...here, placed: rest, firstUser: first.length });
  await until('the measured replica hears the logs that it does not lead', async () => {
    const metrics = await GatewayMetrics.of(measured.server.port);
    return metrics.sum('coder_graphql_redis_targets', 'role="listen"') === followed.length - led.size;
  });

  // One real replica stands for one of those that have readers of a build, whether it leads or listens.
  const channels: string[][] = placed.slice(1).map(() => []);
  const [name = ''] = (await redis.client.pubsub('CHANNELS', '*lines:*')) as string[];
  const prefix = name.slice(0, name.lastIndexOf(':') + 1);
  for (let build = 0; build < builds; build++) {
    const having = channels.filter((_, replica) => placed[replica + 1]?.includes(build));
    for (const list of having.slice(1)) list.push(prefix + feedBuildId(build));
  }
  return startListeners(
    redis.port,
    channels.filter((list) => list.length > 0),
  );
}

async function measure(
  { upstream, redis, measured, others }: World,
  listeners: Listeners,
  { share, seconds, idle, progress }: SimulationOptions & { idle: { mb: number; cores: number } },
): Promise<Simulation> {
  const replicas = [measured, others];
  const memory = async () => Number(/used_memory:(\d+)/.exec(await redis.client.info('memory'))?.[1]);
  const look = async () => {
    const metrics = await GatewayMetrics.of(measured.server.port);
    return {
      metrics,
      cpu: cpuSeconds(measured.server.pid),
      redisCpu: cpuSeconds(redis.pid),
      reads: metrics.sum('coder_graphql_upstream_requests_total', 'source="network"'),
      leases: metrics.sum('coder_graphql_redis_lease_changes_total'),
      heard: metrics.sum('coder_graphql_redis_lag_seconds_count'),
      sent: replicas.reduce((sum, each) => sum + each.redis.sent, 0),
      received: replicas.reduce((sum, each) => sum + each.redis.received, listeners.received),
    };
  };
  const emptyBytes = await memory();
  await upstream.writeLines(load.linesPerSecond);
  const startedAt = performance.now();
  await wait(SETTLE_MS);
  progress(`measuring for ${seconds} s`);
  await measured.readers.count();
  const before = await look();
  const countedAt = performance.now();
  await wait(seconds * 1_000);
  const after = await look();
  const elapsed = (performance.now() - countedAt) / 1_000;
  const received = await measured.readers.report();
  const linesPerLog = (load.linesPerSecond * (performance.now() - startedAt)) / 1_000;
  const redisBytes = (await memory()) - emptyBytes;
  if (received.wrong + received.lost > 0)
    throw new Error(`${received.wrong} lines out of order or missing, ${received.lost} readers lost`);
  const rate = (name: 'cpu' | 'redisCpu' | 'reads' | 'heard' | 'sent' | 'received') =>
    (after[name] - before[name]) / elapsed / share;
  const now = (name: string, ...labels: string[]) => after.metrics.sum(name, ...labels) / share;
  return {
    figures: {
      connections: now('coder_graphql_open_sockets'),
      logs: now('coder_graphql_redis_targets'),
      sockets: now('coder_graphql_upstream_sockets'),
      reads: rate('reads'),
      heard: rate('heard'),
      memoryMb: idle.mb + (rssMb(measured.server.pid) - idle.mb) / share,
      cores: rate('cpu') - idle.cores / share + idle.cores,
      redisInBytes: rate('sent'),
      redisOutBytes: rate('received'),
      redisMemoryMb: (redisBytes / share / 1e6) * (load.linesPerLog / linesPerLog),
      redisCores: rate('redisCpu'),
    },
    leaseChanges: after.leases - before.leases,
    latency: { p50: quantile(received.latencies, 0.5), p99: quantile(received.latencies, 0.99) },
  };
}
