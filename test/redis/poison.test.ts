import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ClusterKey } from '../../src/redis/cluster-key.ts';
import { linesMessage } from '../../src/redis/messages.ts';
import { until } from '../feeds/support.ts';
import { describeWithRedis } from './server.ts';
import { type SharedWorld, settingsOf, startSharedWorld } from './support.ts';

async function keyOf({ redis }: SharedWorld, part: string): Promise<string> {
  for (;;) {
    const [key, ...more] = await redis.client.keys(`*${part}*`);
    expect(more).toEqual([]);
    if (key !== undefined) return key;
    await sleep(2);
  }
}

/** Tells a message, as nobody but a replica could sign it. */
async function tell(world: SharedWorld, text: string): Promise<void> {
  const place = await keyOf(world, ':lines:');
  const key = new ClusterKey(settingsOf(world.coder, world.redis.url));
  await world.redis.client.publish(place, key.signed(place, text));
}

const last = ({ feeds }: SharedWorld) => Number(feeds[0]?.lines.at(-1)?.id);
const line = (id: number) => ({
  id,
  created_at: '2026-01-01T00:00:00Z',
  log_source: 'provisioner',
  log_level: 'info',
  stage: 'made up',
  output: 'made up',
});

/** What the replica that leads would tell next. */
const nextLine = (world: SharedWorld) => linesMessage(last(world), [line(last(world) + 1)], Date.now());

const poisons: Record<string, (world: SharedWorld) => Promise<unknown>> = {
  'a line with a signature that is none': async (world) =>
    world.redis.client.publish(await keyOf(world, ':lines:'), `${'x'.repeat(22)}${nextLine(world)}`),
  'a line of another place': async (world) => {
    const place = await keyOf(world, ':lines:');
    const key = new ClusterKey(settingsOf(world.coder, world.redis.url));
    await world.redis.client.publish(place, key.signed(`${place}x`, nextLine(world)));
  },
  'signed nonsense': (world) => tell(world, 'lines 1 2 3 nothing'),
  'signed lines that are no JSON': (world) => tell(world, `lines ${last(world)} ${last(world) + 1} 1 [{]`),
  'signed lines of another shape': (world) => tell(world, `lines ${last(world)} ${last(world) + 1} 1 [{"id":5}]`),
  'ids out of order': (world) =>
    tell(world, linesMessage(last(world), [line(last(world) + 2), line(last(world) + 1)], Date.now())),
  'lines behind some that do not exist': (world) =>
    tell(world, linesMessage(last(world) + 500, [line(last(world) + 501)], Date.now())),
  'an end that is none': (world) => tell(world, 'hint finished'),
  'a list in place of the stream': async (world) => {
    const place = await keyOf(world, ':lines:');
    await world.redis.client.multi().del(place).lpush(place, 'foreign').exec();
  },
  'a text in place of the stream': async (world) =>
    world.redis.client.set(await keyOf(world, ':lines:'), 'foreign', 'PX', 2_000),
  'an entry with other fields': async (world) => {
    const place = await keyOf(world, ':lines:');
    await world.redis.client.multi().del(place).xadd(place, '*', 'other', 'foreign', 'e', 'x').exec();
  },
  'a message of many megabytes': async (world) =>
    world.redis.client.publish(await keyOf(world, ':lines:'), 'x'.repeat(20 * 2 ** 20)),
  'a foreign entry with the highest id': async (world) =>
    world.redis.client.xadd(await keyOf(world, ':lines:'), '9223372036854775807-1', 'e', 'foreign'),
  'a lease that does not end': async (world) => world.redis.client.set(await keyOf(world, ':lease:'), '1:somebody'),
  'a lease of another replica, with a number far ahead': async (world) =>
    world.redis.client.set(await keyOf(world, ':lease:'), `${'9'.repeat(30)}:another`, 'PX', 1_000),
  'a lease of another form': async (world) =>
    world.redis.client.set(await keyOf(world, ':lease:'), 'foreign', 'PX', 2_000),
  'a set in place of the lease': async (world) => {
    const place = await keyOf(world, ':lease:');
    await world.redis.client.multi().del(place).sadd(place, 'foreign').exec();
  },
  'no key at all': (world) => world.redis.client.flushall(),
  'no script': (world) => world.redis.client.script('FLUSH'),
};

describeWithRedis('what no replica can have written', () => {
  it.each(Object.keys(poisons))('should cost no line: %s', async (name) => {
    const world = await startSharedWorld();
    await poisons[name]?.(world);
    await world.lines(100);
    await world.lines(100);
    await world.finish();
  });
});

describeWithRedis('what replicas write', () => {
  it('should all expire, so that Redis forgets a deployment that is no more', async () => {
    const world = await startSharedWorld();
    await world.lines(10);
    const { client } = world.redis;
    const lasting = (await client.keys('*')).map(async (key) => ((await client.pttl(key)) === -1 ? key : undefined));
    expect((await Promise.all(lasting)).filter(Boolean)).toEqual([]);
    await world.finish();
  });
});

describeWithRedis('a replica whose lease has gone to another one', () => {
  it('should write nothing as its holder, and listen', async () => {
    const world = await startSharedWorld();
    const { coder, redis } = world;
    const lease = await keyOf(world, ':lease:');
    const stream = await keyOf(world, ':lines:');
    const before = await redis.client.xlen(stream);
    // As another replica would hold it that then falls silent.
    await redis.client.set(lease, '1000000:another', 'PX', 2_500);
    coder.control.appendLogs(world.build, 5);
    await until('nobody follows', () => coder.sockets().total === 0);
    await sleep(100);
    expect(await redis.client.xlen(stream)).toBe(before);
    await until('one follows', () => coder.sockets().total === 1);
    await until('the lines', () => world.feeds.every(({ lines }) => lines.length === 25));
    await world.finish();
  });
});
