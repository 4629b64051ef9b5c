/** `npm run bench:replicas`: what a log costs that comes to a replica by way of Redis, beside one that it follows itself. */
import { setTimeout as wait } from 'node:timers/promises';
import { pinLoad } from './process/cores.ts';
import { cpuSeconds } from './process/proc.ts';
import { inTurn, type Readers, startReaders } from './process/readers.ts';
import { startRedis } from './process/redis.ts';
import { type Server, startServer } from './process/server.ts';
import { startUpstream, type Upstream } from './process/upstream.ts';
import { median, quantile } from './report/statistics.ts';
import { gateway, gatewayMain } from './servers/catalogue.ts';

const READERS = Number(process.env.BENCH_READERS ?? 300);
const BUILDS = 5;
const LINES_PER_SECOND = Number(process.env.BENCH_LINES ?? 40);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 6);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

/** One replica that delivers to all readers but those of the other one. */
interface Sample {
  /** CPU microseconds of the delivering replica for each line that a reader got. */
  perLine: number;
  /** Milliseconds from a line's birth to its arrival. */
  p50: number;
}

const socketUrl = ({ url }: Server) => url.replace('http', 'ws');

async function measure(server: Server, upstream: Upstream, readers: Readers): Promise<Sample> {
  await upstream.writeLines(LINES_PER_SECOND);
  await wait(2_000);
  await readers.count();
  const before = cpuSeconds(server.pid);
  await wait(SECONDS * 1_000);
  const { lines, latencies, wrong, lost } = await readers.report();
  const cpu = cpuSeconds(server.pid) - before;
  if (wrong + lost > 0) throw new Error(`${wrong} lines out of order or missing, ${lost} readers lost`);
  await upstream.quiet();
  return { perLine: (cpu / lines) * 1e6, p50: quantile(latencies, 0.5) };
}

async function untilFollowed(upstream: Upstream): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await upstream.state()).followers === BUILDS) return;
    await wait(100);
  }
  throw new Error('Not each build is followed once');
}

/** All readers at one process, which shares nothing. */
async function alone(upstream: Upstream): Promise<Sample> {
  await upstream.createFeeds(BUILDS);
  const server = await startServer(gateway('alone', 'one process', gatewayMain), upstream.url);
  const readers = startReaders();
  try {
    await readers.connect({ url: socketUrl(server), builds: BUILDS, placed: inTurn(READERS, BUILDS) });
    await untilFollowed(upstream);
    return await measure(server, upstream, readers);
  } finally {
    await readers.stop();
    await server.stop();
  }
}

let measurements = 0;

/** All readers at one of two replicas, and one reader of each build at the other: it leads, or it listens. */
async function shared(upstream: Upstream, redisUrl: string, role: 'lead' | 'listen'): Promise<Sample> {
  const replica = gateway('replica', 'a replica', gatewayMain, {
    REDIS_URL: redisUrl,
    // What was told in an earlier round is of other logs with the same ids.
    GATEWAY_REDIS_SECRET: `secret of the bench ${++measurements}`,
  });
  await upstream.createFeeds(BUILDS);
  const many = await startServer(replica, upstream.url);
  const few = await startServer(replica, upstream.url);
  const [crowd, others] = [startReaders(), startReaders()];
  const connectMany = () => crowd.connect({ url: socketUrl(many), builds: BUILDS, placed: inTurn(READERS, BUILDS) });
  const connectFew = () => others.connect({ url: socketUrl(few), builds: BUILDS, placed: inTurn(BUILDS, BUILDS) });
  try {
    await wait(500);
    await (role === 'lead' ? connectMany() : connectFew());
    await untilFollowed(upstream);
    await (role === 'lead' ? connectFew() : connectMany());
    await wait(1_000);
    await untilFollowed(upstream);
    return await measure(many, upstream, crowd);
  } finally {
    for (const each of [crowd, others]) await each.stop();
    for (const each of [many, few]) await each.stop();
  }
}

async function run(): Promise<void> {
  pinLoad();
  const redis = await startRedis();
  const upstream = await startUpstream();
  const redisUrl = `redis://127.0.0.1:${redis.port}`;
  const ways = {
    'one process': () => alone(upstream),
    'through Redis': () => shared(upstream, redisUrl, 'listen'),
    'the replica that leads': () => shared(upstream, redisUrl, 'lead'),
  };
  const samples = new Map(Object.keys(ways).map((way) => [way, [] as Sample[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [way, sample] of Object.entries(ways)) samples.get(way)?.push(await sample());
  }
  const base = samples.get('one process') as Sample[];
  console.log(`${READERS} readers of ${BUILDS} builds, ${LINES_PER_SECOND} lines a second each; ${ROUNDS} rounds\n`);
  console.log('| way | CPU µs per line | beside one process | median ms | more |\n| --- | --- | --- | --- | --- |');
  for (const [way, list] of samples) {
    const ratio = median(list.map(({ perLine }, round) => perLine / (base[round] as Sample).perLine));
    const more = median(list.map(({ p50 }, round) => p50 - (base[round] as Sample).p50));
    const [cpu, p50] = [median(list.map(({ perLine }) => perLine)), median(list.map(({ p50 }) => p50))];
    console.log(`| ${way} | ${cpu.toFixed(1)} | ${ratio.toFixed(2)} × | ${p50.toFixed(1)} | ${more.toFixed(1)} |`);
  }
  await upstream.stop();
  await redis.stop();
}

await run();
