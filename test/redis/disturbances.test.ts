import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { startTestCoder } from '../../src/embedded/testing/test-coder.ts';
import { collect, restLog, until } from '../feeds/support.ts';
import { describeWithRedis, PASSWORD, startRedis } from './server.ts';
import { alone, inUse, type SharedWorld, startReplica, startSharedWorld } from './support.ts';

/** Ends the connections of all replicas, and of Sentinels and the like. */
async function killClients({ redis }: SharedWorld): Promise<void> {
  for (const type of ['normal', 'pubsub']) await redis.client.call('CLIENT', 'KILL', 'TYPE', type, 'SKIPME', 'yes');
}

const disturbances: Record<string, (world: SharedWorld) => Promise<unknown>> = {
  'connections are killed, again and again': async (world) => {
    for (let count = 0; count < 10; count++) {
      await killClients(world);
      await sleep(50);
    }
  },
  'all commands are held back': ({ redis }) => redis.client.call('CLIENT', 'PAUSE', '1500', 'ALL'),
  'writes are held back': ({ redis }) => redis.client.call('CLIENT', 'PAUSE', '1500', 'WRITE'),
  'all is deleted, again and again': async ({ redis }) => {
    for (let count = 0; count < 10; count++) {
      await redis.client.flushall();
      await sleep(50);
    }
  },
  'the password is another one for a while': async (world) => {
    const { redis, replicas } = world;
    await redis.client.config('SET', 'requirepass', 'another');
    await killClients(world);
    await until('all go on alone', () => alone(replicas));
    await redis.client.config('SET', 'requirepass', PASSWORD);
  },
};

describeWithRedis('a log that several replicas follow', () => {
  it.each(Object.keys(disturbances))('should lose no line while %s, and have one socket again', async (name) => {
    const world = await startSharedWorld();
    const { coder, replicas, lines, finish } = world;
    await disturbances[name]?.(world);
    await lines(100);
    await until('one socket', () => inUse(replicas) && coder.sockets().total === 1);
    await lines(100);
    await finish();
  });

  it('should lose no line when their user may do less than before', async () => {
    const coder = await startTestCoder({ rateLimit: -1 });
    onTestFinished(() => coder.close());
    const redis = await startRedis();
    await redis.client.acl('SETUSER', 'gateway', 'on', `>${PASSWORD}`, '~*', '&*', '+@all');
    const url = `redis://gateway:${encodeURIComponent(PASSWORD)}@127.0.0.1:${redis.port}`;
    const replicas = [startReplica(coder, url), startReplica(coder, url)];
    await until('Redis is in use', () => inUse(replicas));
    const build = coder.control.createBuild(coder.control.createWorkspace({ name: 'shared' }), {}, { hold: 'running' });
    const { token } = coder.user('mira');
    const readers = replicas.map(({ feeds }) => collect(feeds.buildLogs({ buildId: build.id }, { token })));
    for (const [index, rule] of ['+ping', '-xadd', '-publish', '-evalsha'].entries()) {
      await redis.client.acl('SETUSER', 'gateway', rule);
      coder.control.appendLogs(build, 50);
      await until('the lines', () => readers.every(({ lines }) => lines.length === 50 * (index + 1)));
    }
    await until('all go on alone', () => alone(replicas));
    coder.control.succeed(build);
    await Promise.all(readers.map(({ finished }) => finished));
    const whole = await restLog({ coder, token }, build);
    for (const { lines } of readers) expect(lines).toEqual(whole);
  });

  it('should be shared as soon as a Redis that was away at the start is there', async () => {
    const coder = await startTestCoder({ rateLimit: -1 });
    onTestFinished(() => coder.close());
    const redis = await startRedis();
    await redis.stop();
    const replicas = [startReplica(coder, redis.url), startReplica(coder, redis.url)];
    const build = coder.control.createBuild(coder.control.createWorkspace({ name: 'shared' }), {}, { hold: 'running' });
    const { token } = coder.user('mira');
    const readers = replicas.map(({ feeds }) => collect(feeds.buildLogs({ buildId: build.id }, { token })));
    coder.control.appendLogs(build, 50);
    await until('the lines', () => readers.every(({ lines }) => lines.length === 50));
    await redis.start();
    await until('one socket', () => inUse(replicas) && coder.sockets().total === 1);
    coder.control.appendLogs(build, 50);
    await until('the lines', () => readers.every(({ lines }) => lines.length === 100));
    coder.control.succeed(build);
    await Promise.all(readers.map(({ finished }) => finished));
  });
});
