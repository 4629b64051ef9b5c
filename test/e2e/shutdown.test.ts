import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { type FollowOptions, followBuildLog, serverSentEvents } from '../../src/client/index.ts';
import { webSocket } from '../../src/client/websocket.ts';
import { startTestCoder } from '../../src/embedded/testing/test-coder.ts';
import { type Program, startProgram, useProgram } from './program.ts';
import { restLog, runningBuild, until } from './support.ts';

useProgram();

/** Passes each connection on to the first program that is ready, as a load balancer does that asks now and then. */
async function balancer(programs: Program[]): Promise<string> {
  let target = programs[0];
  let over = false;
  const sockets = new Set<Socket>();
  const look = async () => {
    while (!over) {
      for (const program of programs) {
        const ready = await fetch(new URL('/readyz', program.url)).catch(() => undefined);
        await ready?.text();
        if (ready?.status !== 200) continue;
        target = program;
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const server = createServer((client) => {
    const upstream = connect(target?.port ?? 0, '127.0.0.1');
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const looking = look();
  onTestFinished(async () => {
    over = true;
    for (const socket of sockets) socket.destroy();
    server.close();
    await looking;
  });
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/graphql`;
}

test('SIGTERM under load breaks no query, and no feed that resumes on another replica loses a line', async () => {
  const coder = await startTestCoder({ rateLimit: -1 });
  onTestFinished(() => coder.close());
  const env = { GATEWAY_DRAIN_DELAY_MS: '600', GATEWAY_RATE_OPERATIONS: '0' };
  const [first, second] = await Promise.all([startProgram(coder.url, env), startProgram(coder.url, env)]);
  const url = await balancer([first, second]);
  const { token } = coder.user('mira');
  const build = runningBuild(coder);

  let stop = false;
  const answers = { whole: 0 };
  const problems: string[] = [];
  const body = JSON.stringify({ query: '{ workspaces(first: 5) { nodes { name latestBuild { status } } } }' });
  const headers = { 'content-type': 'application/json', 'coder-session-token': token };
  const load = Array.from({ length: 8 }, async () => {
    while (!stop) {
      try {
        const response = await fetch(url, { method: 'POST', headers, body });
        const { data } = (await response.json()) as { data?: { workspaces: { nodes: unknown[] } } };
        if (data?.workspaces.nodes.length === 5) answers.whole++;
        else problems.push(`status ${response.status}`);
      } catch (error) {
        problems.push(String((error as Error).cause ?? error));
      }
    }
  });

  const sse = (): Partial<FollowOptions> => ({ transport: serverSentEvents() });
  const ws = (): Partial<FollowOptions> => ({ transport: webSocket({ webSocketImpl: WebSocket }) });
  const feeds = [sse, sse, ws, ws].map((transport) => {
    const feed = { lines: [] as unknown[], ended: false, resumed: 0, finished: Promise.resolve() };
    const read = async () => {
      const onState = (state: string) => {
        if (state === 'resuming') feed.resumed++;
      };
      for await (const event of followBuildLog({
        url,
        token,
        buildId: build.id,
        retryDelayMs: 20,
        onState,
        ...transport(),
      })) {
        if (event.__typename === 'BuildLogBatch') feed.lines.push(...event.logs);
        else feed.ended = true;
      }
    };
    feed.finished = read();
    return feed;
  });
  const append = (count: number) => coder.control.appendLogs(build, count);
  append(100);
  await until('the first lines everywhere', () => feeds.every(({ lines }) => lines.length >= 100));
  await until('some answers', () => answers.whole >= 50);
  const writing = setInterval(() => append(5), 5);

  expect(await first.stop('SIGTERM')).toBe(0);
  const before = answers.whole;
  await until('answers of the other', () => answers.whole >= before + 50);
  await until('the feeds on the other', () => feeds.every(({ resumed }) => resumed > 0));
  clearInterval(writing);
  append(20);
  coder.control.succeed(build);
  stop = true;
  await Promise.all([...load, ...feeds.map(({ finished }) => finished)]);

  expect(problems).toEqual([]);
  const log = await restLog(coder, build);
  for (const { lines, ended } of feeds) {
    expect(ended).toBe(true);
    expect(lines).toEqual(log);
  }
  expect(await second.stop('SIGTERM')).toBe(0);
});

test('a second signal ends the program at once', async () => {
  const coder = await startTestCoder();
  onTestFinished(() => coder.close());
  const program = await startProgram(coder.url, { GATEWAY_DRAIN_DELAY_MS: '60000' });
  program.process.kill('SIGTERM');
  await expect.poll(async () => (await fetch(new URL('/readyz', program.url))).status).toBe(503);
  // Ctrl-C under npm arrives twice at once, which is one.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect(await program.stop('SIGTERM')).toBe(1);
});

test('signals that come when all is closed do not change how the program has ended', async () => {
  const coder = await startTestCoder();
  onTestFinished(() => coder.close());
  const program = await startProgram(coder.url, { LOG_LEVEL: 'info' });
  const ended = program.stop('SIGTERM');
  await until('the end', () => program.output().includes('"stopped"'));
  const again = setInterval(() => program.process.kill('SIGTERM'), 1);
  onTestFinished(() => clearInterval(again));
  expect(await ended).toBe(0);
});
