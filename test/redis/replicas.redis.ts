import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { startTestCoder } from '../../src/embedded/testing/test-coder.ts';
import { type Program, startProgram, useProgram } from '../e2e/program.ts';
import { restLog, runningBuild, until } from '../e2e/support.ts';
import { digestOf, roam } from './readers.ts';
import { describeWithRedis, startRedis } from './server.ts';

const READERS = Number(process.env.REDIS_READERS ?? 60);
const LINES = Number(process.env.REDIS_LINES ?? 4_000);
/** Lines are written in steps of this time. */
const STEP_MS = 50;
/** How long a frozen replica is frozen. */
const FROZEN_MS = 10_000;
const COURSE_MS = 40_000;

describeWithRedis('three replicas and one Redis', () => {
  useProgram();

  it('should give each reader the whole log, while replicas and Redis come and go', async () => {
    const coder = await startTestCoder({ rateLimit: -1 });
    onTestFinished(() => coder.close());
    const redis = await startRedis();
    const env = { REDIS_URL: redis.url, GATEWAY_MAX_IDENTITY_CONNECTIONS: '1000' };
    const start = () => startProgram(coder.url, env);
    const replicas: Program[] = await Promise.all([start(), start(), start()]);
    const build = runningBuild(coder);
    const over = new AbortController();
    setMaxListeners(0, over.signal);
    onTestFinished(() => over.abort());

    let frozen: Program | undefined;
    let turn = 0;
    const url = () => {
      const awake = replicas.filter((replica) => replica !== frozen);
      return (awake[turn++ % awake.length] as Program).url;
    };
    const tokens = [1, 2, 3, 4].map((index) => coder.control.addToken(index % 2 ? 'mira' : 'tara'));
    const readers = Array.from({ length: READERS }, (_, index) =>
      roam({
        buildId: build.id,
        token: tokens[index % tokens.length] as string,
        url,
        transport: index % 2 ? 'websocket' : 'sse',
        signal: over.signal,
      }),
    );

    const writing = (async () => {
      const steps = COURSE_MS / STEP_MS;
      let written = 0;
      for (let step = 1; step <= steps; step++) {
        const target = Math.round((LINES * step) / steps);
        if (target > written) coder.control.appendLogs(build, target - written);
        written = target;
        await sleep(STEP_MS);
      }
    })();

    const followers = () => coder.sockets()['build-logs'] ?? 0;
    let handingOver = true;
    let mostFollowers = 0;
    const counting = setInterval(() => {
      if (!handingOver) mostFollowers = Math.max(mostFollowers, followers());
    }, 5);
    onTestFinished(() => clearInterval(counting));
    const oneFollows = async (what: string) => {
      await until(`one follower ${what}`, () => followers() === 1, 20_000);
      handingOver = false;
      await sleep(500);
      expect(mostFollowers, what).toBe(1);
    };
    /** The replica that has the socket: the only one with a socket to Coder. */
    const leader = async (): Promise<Program> => {
      for (const replica of replicas) {
        const text = await (await fetch(new URL('/metrics', replica.url))).text();
        if (/^coder_graphql_redis_targets\{role="lead"\} 1$/m.test(text)) return replica;
      }
      throw new Error('nobody leads');
    };
    const replace = async (replica: Program) => {
      await replica.stop('SIGKILL');
      replicas.splice(replicas.indexOf(replica), 1);
      await until('another one follows', () => followers() === 1, 10_000);
      replicas.push(await start());
    };

    await oneFollows('at first');
    handingOver = true;
    await replace(await leader());
    await oneFollows('after a replica was killed');

    frozen = await leader();
    handingOver = true;
    frozen.process.kill('SIGSTOP');
    await until('another one follows as well', () => followers() === 2, 10_000);
    await sleep(FROZEN_MS);
    frozen.process.kill('SIGCONT');
    frozen = undefined;
    await oneFollows('after a replica was frozen');

    handingOver = true;
    await redis.restart(500);
    await oneFollows('after Redis started again');

    handingOver = true;
    redis.freeze();
    await until('each with readers follows for itself', () => followers() > 1, 5_000);
    redis.thaw();
    await oneFollows('after Redis was frozen');

    await writing;
    expect(mostFollowers).toBe(1);
    coder.control.succeed(build, { warnings: [{ output: 'the last one' }] });
    const digests = await Promise.all(readers.map(({ finished }) => finished));
    const whole = await restLog(coder, build);
    expect(whole).toHaveLength(LINES + 1);
    expect(readers.map(({ count }) => count)).toEqual(readers.map(() => whole.length));
    expect(new Set(digests)).toEqual(new Set([digestOf(whole)]));
  });
});
