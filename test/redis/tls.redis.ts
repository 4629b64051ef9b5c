import { spawnSync } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import { startTestCoder, type TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { type Program, startProgram, useProgram } from '../e2e/program.ts';
import { restLog, runningBuild, until } from '../e2e/support.ts';
import { certificateFile } from '../e2e/tls-front.ts';
import { digestOf, type RoamingReader, roam } from './readers.ts';
import { startSentinel } from './sentinel.ts';
import { describeWithRedis, freePort, PASSWORD, REDIS_SERVER, startRedis } from './server.ts';

const TRUST = { NODE_EXTRA_CA_CERTS: certificateFile('ca') };

/** A server that can do it asks for a certificate, and ends. */
const hasTls = (() => {
  const { stdout, stderr } = spawnSync(REDIS_SERVER, ['--port', '0', '--tls-port', '1'], { encoding: 'utf8' });
  return `${stdout}${stderr}`.includes('tls-cert-file');
})();

const tlsOptions = (port: number) => [
  ...['--tls-port', String(port), '--tls-auth-clients', 'no'],
  ...['--tls-cert-file', certificateFile('server'), '--tls-key-file', certificateFile('server.key')],
  ...['--tls-ca-cert-file', certificateFile('ca')],
];

async function redisState(program: Program): Promise<unknown> {
  const answer = await fetch(new URL('/readyz', program.url));
  return ((await answer.json()) as { redis?: unknown }).redis;
}

async function untilShared(programs: readonly Program[]): Promise<void> {
  let states: unknown[] = [];
  const looking = setInterval(async () => {
    states = await Promise.all(programs.map(redisState));
  }, 50);
  onTestFinished(() => clearInterval(looking));
  await until('Redis is in use', () => states.length > 0 && states.every((state) => state === 'ok'), 20_000);
}

/** A reader of one build at each of the programs, which get all that is written; `followers` sockets to Coder do. */
async function readAtEach(coder: TestCoder, programs: readonly Program[], followers: number): Promise<void> {
  const build = runningBuild(coder);
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const token = coder.user('mira').token;
  const readers: RoamingReader[] = programs.map(({ url }) =>
    roam({ buildId: build.id, token, url: () => url, transport: 'websocket', signal: over.signal }),
  );
  coder.control.appendLogs(build, 50);
  await until('the first lines', () => readers.every(({ count }) => count === 50));
  await until('the sockets to Coder', () => coder.sockets()['build-logs'] === followers);
  coder.control.succeed(build);
  const digests = await Promise.all(readers.map(({ finished }) => finished));
  expect(new Set(digests)).toEqual(new Set([digestOf(await restLog(coder, build))]));
}

describeWithRedis('Redis over TLS', () => {
  useProgram();

  it.skipIf(!hasTls)('should be shared by those who trust its authority, as a user in a database', async () => {
    const coder = await startTestCoder({ rateLimit: -1 });
    onTestFinished(() => coder.close());
    const port = await freePort();
    const redis = await startRedis(...tlsOptions(port));
    await redis.client.acl('SETUSER', 'gateway', 'on', '>p@ss word', '~*', '&*', '+@all');
    const url = `rediss://gateway:p%40ss%20word@localhost:${port}/3`;
    const env = { ...TRUST, REDIS_URL: url, GATEWAY_REDIS_SECRET: '0123456789abcdef' };
    const programs = [await startProgram(coder.url, env), await startProgram(coder.url, env)];
    await untilShared(programs);
    await readAtEach(coder, programs, 1);
    expect(await redis.client.dbsize()).toBe(0);
    await redis.client.select(3);
    expect(await redis.client.dbsize()).toBeGreaterThan(0);
  });

  it.skipIf(!hasTls)('should not be talked to when its certificate is not trusted, which the log says', async () => {
    const coder = await startTestCoder({ rateLimit: -1 });
    onTestFinished(() => coder.close());
    const port = await freePort();
    const redis = await startRedis(...tlsOptions(port));
    const programs = [
      await startProgram(coder.url, { REDIS_URL: redis.urlAt(port).replace('redis:', 'rediss:') }),
      await startProgram(coder.url, { ...TRUST, REDIS_URL: redis.urlAt(redis.port).replace('redis:', 'rediss:') }),
    ];
    await until('the log of the first', () => /SELF_SIGNED_CERT|UNABLE_TO_VERIFY/.test(programs[0]?.output() ?? ''));
    // The other one speaks TLS to a port that does not.
    await until('the log of the second', () => /"msg":"redis cannot be used/.test(programs[1]?.output() ?? ''));
    expect(await Promise.all(programs.map(redisState))).toEqual(['degraded', 'degraded']);
    await readAtEach(coder, programs, 2);
  });

  it.skipIf(!hasTls)('should be found by Sentinels over TLS', async () => {
    const coder = await startTestCoder({ rateLimit: -1 });
    onTestFinished(() => coder.close());
    const port = await freePort();
    const replication = ['--tls-replication', 'yes'];
    await startRedis(...tlsOptions(port), ...replication);
    const sentinelPort = await freePort();
    const options = [...tlsOptions(sentinelPort), ...replication];
    await startSentinel(port, { options });
    const url = `rediss+sentinel://:${encodeURIComponent(PASSWORD)}@localhost:${sentinelPort}/main`;
    const program = await startProgram(coder.url, { ...TRUST, REDIS_URL: url });
    await untilShared([program]);
  });
});
