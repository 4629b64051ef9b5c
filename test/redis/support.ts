import { pino } from 'pino';
import { expect, onTestFinished } from 'vitest';
import { CoderClient } from '../../src/coder/client.ts';
import type { BuildLog, SoundLine } from '../../src/coder/model.ts';
import { readSettings, type Settings } from '../../src/config.ts';
import type { BuildRow } from '../../src/embedded/state/rows.ts';
import { startTestCoder, type TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { Feeds } from '../../src/feeds/feeds.ts';
import type { FeedTimings } from '../../src/feeds/timings.ts';
import { RedisCluster } from '../../src/redis/cluster.ts';
import { type Collected, collect, quick, restLog, until } from '../feeds/support.ts';
import { type FlakyProxy, flakyProxy } from './flaky-proxy.ts';
import { startRedis, type TestRedis } from './server.ts';

/** The settings of one replica. */
export function settingsOf(coder: { url: string }, redisUrl: string): Settings {
  const { settings, problems } = readSettings({ env: { CODER_URL: coder.url, REDIS_URL: redisUrl } });
  if (!settings) throw new Error(problems.join('\n'));
  return settings;
}

export interface Replica {
  client: CoderClient;
  feeds: Feeds;
  cluster: RedisCluster;
  close(): Promise<void>;
}

/** The feeds of one replica, without a server before them. */
export function startReplica(coder: TestCoder, redisUrl: string, timings: Partial<FeedTimings> = {}): Replica {
  const settings = settingsOf(coder, redisUrl);
  if (!settings.redisUrl) throw new Error('no address of Redis');
  const log = pino({ level: 'silent' });
  const cluster = new RedisCluster({ settings: { ...settings, redisUrl: settings.redisUrl }, log });
  const client = new CoderClient({
    url: new URL(coder.url),
    concurrency: 64,
    maxResponseBytes: 16 * 2 ** 20,
    userAgent: 'test',
    timeoutMs: 5_000,
    identitySecret: cluster.identitySecret,
  });
  const feeds = new Feeds(client, { ...quick, ...timings }, { cluster: cluster.feeds });
  let closed: Promise<void> | undefined;
  const close = async () => {
    feeds.close();
    await cluster.close();
    await client.close();
  };
  const once = () => {
    closed ??= close();
    return closed;
  };
  onTestFinished(once);
  return { client, feeds, cluster, close: once };
}

export interface SharedWorld {
  coder: TestCoder;
  redis: TestRedis;
  proxy: FlakyProxy;
  build: BuildRow;
  token: string;
  replicas: Replica[];
  /** What a reader at each replica has got. */
  feeds: Collected<SoundLine<BuildLog>>[];
  /** Writes some lines, and waits until all readers have them. */
  lines(count?: number): Promise<void>;
  /** Ends the build, and compares what each reader has got with the log. */
  finish(): Promise<void>;
}

/** Three replicas that reach Redis by way of a proxy, with a reader of one running build each. */
export async function startSharedWorld(timings: Partial<FeedTimings> = {}): Promise<SharedWorld> {
  const coder = await startTestCoder({ rateLimit: -1 });
  onTestFinished(() => coder.close());
  const redis = await startRedis();
  const proxy = await flakyProxy(redis.port);
  const replicas = [1, 2, 3].map(() => startReplica(coder, redis.urlAt(proxy.port), timings));
  await until('Redis is in use', () => inUse(replicas));
  const workspace = coder.control.createWorkspace({ name: 'shared' });
  const build = coder.control.createBuild(workspace, {}, { hold: 'running' });
  const token = coder.user('mira').token;
  const feeds = replicas.map(({ feeds }) => collect(feeds.buildLogs({ buildId: build.id }, { token })));
  let written = 0;
  const lines = async (count = 20) => {
    coder.control.appendLogs(build, count);
    written += count;
    await until(`${written} lines at every reader`, () => feeds.every(({ lines }) => lines.length === written));
  };
  await lines();
  await until('one socket', () => coder.sockets().total === 1);
  return {
    coder,
    redis,
    proxy,
    build,
    token,
    replicas,
    feeds,
    lines,
    finish: async () => {
      coder.control.succeed(build);
      await Promise.all(feeds.map(({ finished }) => finished));
      const whole = await restLog({ coder, token }, build);
      for (const feed of feeds) {
        expect(feed.error).toBeUndefined();
        expect(feed.ends).toBe(1);
        expect(feed.lines).toEqual(whole);
      }
    },
  };
}

/** Whether all of them share. */
export function inUse(replicas: readonly Replica[]): boolean {
  return replicas.every(({ cluster }) => cluster.state === 'ok');
}

/** Whether none of them does. */
export function alone(replicas: readonly Replica[]): boolean {
  return replicas.every(({ cluster }) => cluster.state === 'degraded');
}
