import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { startTestCoder } from '../../src/embedded/testing/test-coder.ts';
import { collect, restLog, until } from '../feeds/support.ts';
import { describeWithRedis, startRedis, type TestRedis } from './server.ts';
import { inUse, startReplica } from './support.ts';

/** As docs/scaling.md gives it to those who run the gateway. */
const [, rules = ''] =
  /^ACL SETUSER gateway on >password (.*)$/m.exec(
    readFileSync(new URL('../../docs/scaling.md', import.meta.url), 'utf8'),
  ) ?? [];
const allowed = rules
  .split(' ')
  .filter((rule) => rule.startsWith('+'))
  .map((rule) => rule.slice(1));
async function describe({ client }: TestRedis, command: string): Promise<[name?: string, described?: unknown[]]> {
  const answer = client.call('COMMAND', 'DOCS', command);
  return (await answer.catch(() => [])) as [string, unknown[]];
}

describeWithRedis('the commands of the gateway', () => {
  it('should be those that the docs let its user have', async () => {
    const coder = await startTestCoder({ rateLimit: -1 });
    onTestFinished(() => coder.close());
    const redis = await startRedis();
    await redis.client.acl('SETUSER', 'gateway', 'on', '>a password of its user', ...rules.split(' '));
    const url = `redis://gateway:${encodeURIComponent('a password of its user')}@127.0.0.1:${redis.port}/0`;
    const replicas = [startReplica(coder, url), startReplica(coder, url)];
    await until('Redis is in use', () => inUse(replicas));

    const workspace = coder.control.createWorkspace({ name: 'shared' });
    const build = coder.control.createBuild(workspace, {}, { hold: 'running' });
    const token = coder.user('mira').token;
    const read = (after?: number) =>
      replicas.map(({ feeds }) => collect(feeds.buildLogs({ buildId: build.id, after }, { token })));
    const readers = read();
    // More than a stream keeps.
    for (let part = 1; part <= 12; part++) {
      coder.control.appendLogs(
        build,
        Array.from({ length: 20 }, () => 'x'.repeat(10_000)),
      );
      await until(`part ${part}`, () => readers.every(({ lines }) => lines.length === 20 * part));
    }
    const late = read();
    const [one, other] = replicas;
    one?.cluster.answers.keep('timings', build.id, { kept: true });
    await expect.poll(() => other?.cluster.answers.find('timings', build.id)).toEqual({ kept: true });
    expect(await one?.cluster.buckets.take([{ bucket: 'somebody', perMinute: 60, cost: 1 }])).toEqual([59]);
    coder.control.succeed(build);
    await Promise.all([...readers, ...late].map(({ finished }) => finished));
    const whole = await restLog({ coder, token }, build);
    for (const { lines } of [...readers, ...late]) expect(lines).toEqual(whole);
    for (const replica of replicas) await replica.close();

    expect(await redis.client.acl('LOG')).toEqual([]);
  });

  it('should be in Redis since 6.2 at the latest', async () => {
    const redis = await startRedis();
    for (const command of allowed) {
      const [, described] = await describe(redis, command);
      // A Redis before 7.0 describes nothing, and has all of them.
      if (described === undefined) continue;
      const since = String(described[described.indexOf('since') + 1]);
      const [major, minor] = since.split('.').map(Number) as [number, number];
      expect(major * 100 + minor, `${command} is there since ${since}`).toBeLessThanOrEqual(602);
    }
  });
});
