import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startTestCoder } from '../../src/embedded/testing/test-coder.ts';
import { collect, restLog, until } from '../feeds/support.ts';
import { describeWithRedis, PASSWORD, startRedis } from './server.ts';
import { alone, inUse, startReplica } from './support.ts';

describeWithRedis('Redis at a Unix socket', () => {
  it('should be used like one over TCP, and be found again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'redis-socket-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'a redis.sock');
    const redis = await startRedis('--unixsocket', path);
    const coder = await startTestCoder({ rateLimit: -1 });
    onTestFinished(() => coder.close());
    const url = `redis+unix://:${encodeURIComponent(PASSWORD)}@${path.replace(' ', '%20')}?db=2`;
    const replicas = [startReplica(coder, url), startReplica(coder, url)];
    await until('Redis is in use', () => inUse(replicas));
    await redis.client.select(2);
    expect(await redis.client.keys('*:probe')).toHaveLength(1);

    const build = coder.control.createBuild(coder.control.createWorkspace({ name: 'shared' }), {}, { hold: 'running' });
    const token = coder.user('mira').token;
    const readers = replicas.map(({ feeds }) => collect(feeds.buildLogs({ buildId: build.id }, { token })));
    coder.control.appendLogs(build, 100);
    await until('the lines', () => readers.every(({ lines }) => lines.length === 100));
    await until('one socket', () => coder.sockets().total === 1);
    await redis.stop();
    await until('all go on alone', () => alone(replicas));
    await redis.start();
    await until('Redis is in use', () => inUse(replicas) && coder.sockets().total === 1);
    coder.control.succeed(build);
    await Promise.all(readers.map(({ finished }) => finished));
    const whole = await restLog({ coder, token }, build);
    for (const { lines } of readers) expect(lines).toEqual(whole);
  });
});
