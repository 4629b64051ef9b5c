import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import type { ToldLines } from '../../src/feeds/cluster.ts';
import { ClusterKey } from '../../src/redis/cluster-key.ts';
import { RedisConnection } from '../../src/redis/connection.ts';
import { SharedTargets } from '../../src/redis/shared-targets.ts';
import { until } from '../feeds/support.ts';
import { describeWithRedis, startRedis } from './server.ts';
import { settingsOf } from './support.ts';

const STREAM_BYTES = 64 * 1024;

/** Two replicas' parts of one target: one leads, the other listens. */
async function startPair() {
  const redis = await startRedis();
  const settings = settingsOf({ url: 'http://coder.example.com' }, redis.url);
  const key = new ClusterKey(settings);
  const log = pino({ level: 'silent' });
  const start = async () => {
    if (!settings.redisUrl) throw new Error('no address of Redis');
    const connection = new RedisConnection({ address: settings.redisUrl, probeKey: `${key.prefix}probe`, log });
    onTestFinished(() => connection.close());
    await until('Redis is in use', () => connection.available);
    return new SharedTargets({ connection, key, streamBytes: STREAM_BYTES, onLag: () => {} });
  };
  const told: ToldLines[] = [];
  const [leaders, listeners] = [await start(), await start()];
  const nothing = { lines: () => {}, hint: () => {}, changed: () => {}, leading: () => {} };
  const leader = leaders.target('build 1', nothing);
  const listener = listeners.target('build 1', { ...nothing, lines: (lines) => told.push(lines) });
  expect(await leader.enter()).toBe('lead');
  expect(await listener.enter()).toBe('listen');
  return { redis, leader, listener, told };
}

const line = (id: number | bigint) => ({ id, output: 'x'.repeat(1_000) });

describeWithRedis('the stream of a log', () => {
  it('should be bounded by bytes, end by itself, and say what is not in it any more', async () => {
    const { redis, leader, listener, told } = await startPair();
    leader.publish(undefined, []);
    for (let id = 1; id <= 400; id++) leader.publish(id === 1 ? undefined : id - 1, [line(id)]);
    await until('all is told', () => told.length === 401);
    const [stream = ''] = await redis.client.keys('*:lines:*');
    const entries = await redis.client.xlen(stream);
    expect(entries * 1_000).toBeGreaterThan(STREAM_BYTES / 2);
    expect(entries * 1_000).toBeLessThan(STREAM_BYTES * 1.25);
    expect(await redis.client.pttl(stream)).toBeGreaterThan(0);
    const late = await listener.since(395);
    expect(late?.map(({ after, last }) => [after, last])).toEqual(
      [395, 396, 397, 398, 399, 400].map((id) => [id - 1, id]),
    );
    const gap = await listener.since(undefined);
    expect(gap?.[0]?.after).toBe(400 - entries);
  });

  it('should know ids beyond 2^53', async () => {
    const { leader, listener, told } = await startPair();
    const ids = [9007199254740993n, 9007199254740995n, 9223372036854775807n];
    leader.publish(9007199254740991, ids.map(line));
    await until('they are told', () => told.length === 1);
    expect(told[0]).toMatchObject({ after: 9007199254740991, last: ids[2] });
    expect(told[0]?.json).toContain('"id":9007199254740993,');
    expect(await listener.since(ids[1])).toHaveLength(1);
  });

  it('should not be known when it was never written', async () => {
    const { listener, leader, told } = await startPair();
    expect(await listener.since(undefined)).toBeUndefined();
    leader.publish(5, []);
    await until('the beginning is told', () => told.length === 1);
    expect(await listener.since(7)).toEqual([]);
    expect(await listener.since(undefined)).toMatchObject([{ after: 5, last: 5 }]);
  });
});
