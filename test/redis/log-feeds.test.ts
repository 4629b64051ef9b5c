import { expect, it } from 'vitest';
import { until } from '../feeds/support.ts';
import { describeWithRedis } from './server.ts';
import { alone, inUse, startSharedWorld } from './support.ts';

describeWithRedis('a log that several replicas follow', () => {
  it('should have one socket to Coder, and be whole for the readers of each', async () => {
    const { coder, lines, finish } = await startSharedWorld();
    await lines(1_000);
    expect(coder.sockets().total).toBe(1);
    await lines(1);
    await finish();
    expect(coder.sockets().total).toBe(0);
  });

  it('should be followed by another replica when the one that did goes', async () => {
    const { coder, replicas, feeds, lines, finish } = await startSharedWorld();
    const leader = replicas.findIndex(({ feeds }) => feeds.stats().upstreamSockets === 1);
    await replicas[leader]?.close();
    replicas.splice(leader, 1);
    feeds.splice(leader, 1);
    await lines();
    await until('a socket', () => coder.sockets().total === 1);
    await finish();
  });

  it.each(['stall', 'cut'] as const)('should be followed by each for itself while Redis is gone (%s)', async (kind) => {
    const { coder, proxy, replicas, lines, finish } = await startSharedWorld();
    proxy[kind]();
    await until('all go on alone', () => alone(replicas));
    await until('a socket each', () => coder.sockets().total === 3);
    await lines(500);
    proxy.heal();
    await until('Redis is in use', () => inUse(replicas));
    await until('one socket', () => coder.sockets().total === 1);
    await lines(500);
    expect(coder.sockets().total).toBe(1);
    await finish();
  });

  it('should go on while Redis is full', async () => {
    const { coder, redis, replicas, lines, finish } = await startSharedWorld();
    await redis.client.config('SET', 'maxmemory', '1');
    await until('all go on alone', () => alone(replicas));
    await lines(500);
    await until('a socket each', () => coder.sockets().total === 3);
    await redis.client.config('SET', 'maxmemory', '0');
    await until('one socket', () => inUse(replicas) && coder.sockets().total === 1);
    await lines(500);
    await finish();
  });

  it('should go on while Redis takes no writes', async () => {
    const { coder, redis, replicas, lines, finish } = await startSharedWorld();
    await redis.client.replicaof('127.0.0.1', 1);
    await until('all go on alone', () => alone(replicas));
    await lines(500);
    await until('a socket each', () => coder.sockets().total === 3);
    await redis.client.replicaof('NO', 'ONE');
    await until('one socket', () => inUse(replicas) && coder.sockets().total === 1);
    await lines(500);
    await finish();
  });

  it('should go on when Redis starts again, empty', async () => {
    const { coder, redis, replicas, lines, finish } = await startSharedWorld();
    await redis.stop();
    await until('all go on alone', () => alone(replicas));
    await lines(100);
    await redis.start();
    await until('one socket', () => inUse(replicas) && coder.sockets().total === 1);
    await lines(500);
    await finish();
  });
});
