import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { WebSocket } from 'ws';
import { startTestCoder, type TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { type Program, startProgram, useProgram } from '../e2e/program.ts';
import { connect, feedQuery, restLog, runningBuild, subscribe, until } from '../e2e/support.ts';

useProgram();

/** Each line many times: what would be kept for a reader that does not read would be seen in the memory. */
const OUTPUTS = Array.from({ length: 28 }, (_, index) => `output${index}: output`).join(' ');

interface Course {
  embedded: TestCoder;
  program: Program;
  bursts: number;
  /** Lines of each. */
  burst: number;
  /** How long the sleeper reads nothing, at least. */
  sleepMs: number;
}

/**
 * 1000 clients on one build of so many lines, and one that sleeps meanwhile. Resolves to the MiB that the program
 * cannot do without by then: the least of the later half, since between two collections it may be anything.
 */
async function run({ embedded, program, bursts, burst, sleepMs }: Course): Promise<number> {
  const build = runningBuild(embedded);
  const token = embedded.user('mira').token;
  let connection: WebSocket | undefined;
  const opened = (socket: WebSocket) => {
    connection = socket;
  };
  const sleeper = connect(program.url, token, { opened });
  const asleep = Array.from({ length: 25 }, () => subscribe(sleeper, feedQuery(`id ${OUTPUTS}`), { id: build.id }));
  const clients = Array.from({ length: 20 }, () => connect(program.url, token));
  const awake = clients.flatMap((client) =>
    Array.from({ length: 50 }, () => subscribe(client, feedQuery('id'), { id: build.id })),
  );
  embedded.control.appendLogs(build, 1);
  await until('all have begun', () => [...awake, ...asleep].every((feed) => feed.lines.length === 1), 60_000);
  await until('the socket', () => embedded.sockets().total === 1);

  const memory: number[] = [];
  connection?.pause();
  const wake = Date.now() + sleepMs;
  for (let left = bursts - 1; left >= 0; left--) {
    embedded.control.appendLogs(
      build,
      Array.from({ length: burst }, () => 'x'.repeat(340)),
    );
    // Whoever reads has the lines at once, however little the sleeper reads.
    const written = build.job.logs.length;
    await until('the lines', () => awake.every((feed) => feed.lines.length === written), 30_000);
    memory.push(await program.memory());
    await sleep(Math.max(0, (wake - Date.now()) / Math.max(1, left)));
  }
  expect(Date.now()).toBeGreaterThanOrEqual(wake - 1);
  expect(asleep.every((feed) => feed.lines.length === 1)).toBe(true);
  expect(embedded.requests.filter(({ upgrade, path }) => upgrade && path.includes(build.id))).toHaveLength(1);
  connection?.resume();
  embedded.control.succeed(build);
  await Promise.all([...awake, ...asleep].map(({ finished }) => finished));

  const truth = await restLog(embedded, build);
  const ids = truth.map(({ id }) => id).join();
  for (const { lines, end, errors } of [...awake, ...asleep]) {
    expect(errors).toBeUndefined();
    expect(lines.map(({ id }) => id).join()).toBe(ids);
    expect(end.build.job.status).toBe('SUCCEEDED');
  }
  for (const { lines } of asleep) {
    expect(lines.every((line, index) => line.output27 === truth[index]?.output)).toBe(true);
  }
  await Promise.all([sleeper, ...clients].map((client) => client.dispose()));
  return Math.min(...memory.slice(bursts / 2));
}

it('should serve 1000 readers of one build from one socket while one of them reads nothing for 30 s', async () => {
  const embedded = await startTestCoder({ rateLimit: -1 });
  onTestFinished(() => embedded.close());
  // A heap that may grow does so before it is collected: a small one shows what is kept.
  const program = await startProgram(embedded.url, {
    NODE_OPTIONS: '--max-old-space-size=256 --max-semi-space-size=8',
  });
  const short = await run({ embedded, program, bursts: 10, burst: 20, sleepMs: 0 });
  const long = await run({ embedded, program, bursts: 20, burst: 100, sleepMs: 30_000 });
  expect(long).toBeLessThan(1.7 * short);
}, 180_000);
