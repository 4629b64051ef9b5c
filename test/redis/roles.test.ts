import { expect, it, onTestFinished } from 'vitest';
import { startTestCoder } from '../../src/embedded/testing/test-coder.ts';
import type { SharedTarget } from '../../src/feeds/cluster.ts';
import { until } from '../feeds/support.ts';
import { describeWithRedis, startRedis } from './server.ts';
import { type Replica, startReplica } from './support.ts';

/** The same target at one replica. */
function targetOf({ cluster }: Replica): SharedTarget {
  const none = () => {};
  return cluster.feeds.target('log', { lines: none, hint: none, changed: none, leading: none });
}

describeWithRedis('a replica that leads after it has listened', () => {
  it('should not hear itself', async () => {
    const coder = await startTestCoder();
    onTestFinished(() => coder.close());
    const redis = await startRedis();
    const replicas = [startReplica(coder, redis.url), startReplica(coder, redis.url)];
    await until('Redis is in use', () => replicas.every(({ cluster }) => cluster.state === 'ok'));
    const [first, second] = replicas.map(targetOf) as [SharedTarget, SharedTarget];
    expect(await first.enter()).toBe('lead');
    expect(await second.enter()).toBe('listen');
    const [channel = ''] = (await redis.client.pubsub('CHANNELS', '*:lines:log')) as string[];
    expect(await redis.client.pubsub('NUMSUB', channel)).toEqual([channel, 1]);
    const leases = await redis.client.keys('*:lease:log');
    await redis.client.del(leases);
    expect(await second.enter()).toBe('lead');
    await expect.poll(() => redis.client.pubsub('NUMSUB', channel)).toEqual([channel, 0]);
  });
});
