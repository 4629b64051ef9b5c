import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WebSocket } from 'ws';
import { startTestCoder } from '../../src/embedded/testing/test-coder.ts';
import { startProgram, useProgram } from './program.ts';
import { followBySse } from './sse.ts';
import { connect, follow, restLog, runningBuild, startWorld, until, untilAllIsQuiet } from './support.ts';

describe('several readers of one build', () => {
  it('should go on when the first leaves', async () => {
    const world = await startWorld();
    const { embedded, url } = world;
    const build = runningBuild(embedded);
    const first = follow(connect(url, embedded.user('mira').token), build);
    await until('the socket', () => embedded.sockets()['build-logs'] === 1);
    const others = [
      follow(connect(url, embedded.user('tara').token), build),
      followBySse(url, embedded.control.addToken('mira'), build),
    ];
    embedded.control.appendLogs(build, 3);
    await until('the lines', () => [first, ...others].every(({ lines }) => lines.length === 3));
    first.stop();
    await until('one reader less', () => world.feeds.stats().logReaders === 2);
    embedded.control.appendLogs(build, 3);
    await until('further lines', () => others.every(({ lines }) => lines.length === 6));
    expect(first.lines).toHaveLength(3);
    await until('one socket', () => embedded.sockets()['build-logs'] === 1);
    embedded.control.succeed(build);
    await Promise.all(others.map(({ finished }) => finished));
    const truth = await restLog(embedded, build);
    for (const { lines } of others) expect(lines).toEqual(truth);
    await untilAllIsQuiet(world);
  });

  it('should go on when the token of the first is revoked, and tell that one', async () => {
    const world = await startWorld({ feeds: { accessCheckIntervalMs: 150 } });
    const { embedded, url } = world;
    const build = runningBuild(embedded);
    const token = embedded.control.addToken('mira');
    const first = follow(connect(url, token), build);
    await until('the socket', () => embedded.sockets()['build-logs'] === 1);
    const other = followBySse(url, embedded.user('tara').token, build);
    embedded.control.appendLogs(build, 3);
    await until('the lines', () => first.lines.length === 3 && other.lines.length === 3);
    embedded.control.revokeToken(token);
    await first.finished;
    expect(first.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', lastId: first.lastId } }]);
    expect(first.completed).toBe(true);
    embedded.control.appendLogs(build, 3);
    embedded.control.succeed(build);
    await other.finished;
    expect(other.errors).toBeUndefined();
    expect(other.lines).toEqual(await restLog(embedded, build));
  });

  it.each([{ abrupt: true }, { abrupt: false }])('should go on when Coder restarts: %j', async ({ abrupt }) => {
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    const feeds = [
      follow(connect(url, embedded.user('mira').token), build),
      followBySse(url, embedded.user('tara').token, build),
    ];
    embedded.control.appendLogs(build, 3);
    await until('the lines', () => feeds.every(({ lines }) => lines.length === 3));
    await embedded.restart({ abrupt, whileDown: () => embedded.control.appendLogs(build, 3) });
    await until('what was missed', () => feeds.every(({ lines }) => lines.length === 6));
    await until('the socket', () => embedded.sockets()['build-logs'] === 1);
    embedded.control.appendLogs(build, 3);
    embedded.control.succeed(build);
    await Promise.all(feeds.map(({ finished }) => finished));
    const truth = await restLog(embedded, build);
    for (const { errors, lines } of feeds) {
      expect(errors).toBeUndefined();
      expect(lines).toEqual(truth);
    }
  });
});

describe('the gateway is told to stop', () => {
  useProgram();

  it('should send its clients elsewhere, where they resume without loss, and exit with 0', async () => {
    const embedded = await startTestCoder({ rateLimit: -1 });
    onTestFinished(() => embedded.close());
    const [leaving, staying] = await Promise.all([startProgram(embedded.url), startProgram(embedded.url)]);
    const build = runningBuild(embedded);
    const token = embedded.user('mira').token;
    let connection: WebSocket | undefined;
    const opened = (socket: WebSocket) => {
      connection = socket;
    };
    const socket = follow(connect(leaving.url, token, { opened }), build);
    const events = followBySse(leaving.url, token, build);
    embedded.control.appendLogs(build, 5);
    await until('the lines', () => [socket, events].every(({ lines }) => lines.length === 5));
    const closed = once(connection as WebSocket, 'close');
    expect(await leaving.stop('SIGTERM')).toBe(0);
    expect((await closed)[0]).toBe(1001);
    await Promise.all([socket.finished, events.finished]);
    expect(socket).toMatchObject({ closed: { code: 1001 }, completed: false, errors: undefined });
    expect(events.completed).toBe(false);
    expect(events.errors).toBeUndefined();
    expect(events.closed).toBeDefined();
    expect(leaving.output()).not.toMatch(/"level":(50|60)|unexpected/);

    embedded.control.appendLogs(build, 5);
    const resumed = [
      follow(connect(staying.url, token), build, socket.lastId),
      followBySse(staying.url, token, build, events.lastId),
    ];
    await until('what was missed', () => resumed.every(({ lines }) => lines.length === 5));
    embedded.control.appendLogs(build, 5);
    embedded.control.succeed(build);
    await Promise.all(resumed.map(({ finished }) => finished));
    const truth = await restLog(embedded, build);
    expect([...socket.lines, ...(resumed[0]?.lines ?? [])]).toEqual(truth);
    expect([...events.lines, ...(resumed[1]?.lines ?? [])]).toEqual(truth);
    expect(await staying.stop('SIGTERM')).toBe(0);
  });
});
