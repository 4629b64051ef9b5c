import { expect, test } from 'vitest';
import { collect, runningBuild, startWorld, until } from './support.ts';

test('what feeds have done is counted: lines once, batches, and why a log had to be taken up again', async () => {
  const world = await startWorld();
  const { coder, feeds, token } = world;
  const build = runningBuild(world);
  coder.control.appendLogs(build, 10);
  const [one, other] = [0, 1].map(() => collect(feeds.buildLogs({ buildId: build.id }, { token })));
  await until('the first lines', () => one?.lines.length === 10 && other?.lines.length === 10);
  await until('the socket', () => coder.sockets().total === 1);
  coder.control.appendLogs(build, 5);
  await until('lines of the socket', () => one?.lines.length === 15 && other?.lines.length === 15);
  expect(feeds.counts).toMatchObject({ lines: 15, duplicateLines: 0 });
  expect(feeds.counts.batches).toBeGreaterThan(0);
  expect(feeds.counts.batches).toBeLessThanOrEqual(15);
  expect(Object.values(feeds.counts.resumes)).toEqual([0, 0, 0, 0, 0]);
  coder.faults.add({ route: '/workspacebuilds/{workspacebuild}/logs', socket: { ignoreAfter: true } });
  coder.cutAllSockets();
  await until('a second socket', () => feeds.counts.resumes.lost === 1 && coder.sockets().total === 1);
  await until('the lines before once more', () => feeds.counts.duplicateLines === 15);
  coder.control.appendLogs(build, 5);
  coder.control.succeed(build);
  await Promise.all([one?.finished, other?.finished]);
  expect(feeds.counts.lines).toBe(one?.lines.length);
});

test('a reader that does not take what is here shows by the age of the oldest such line', async () => {
  const world = await startWorld();
  const { coder, feeds, token } = world;
  const build = runningBuild(world);
  coder.control.appendLogs(build, 1);
  const slow = feeds.buildLogs({ buildId: build.id }, { token });
  await slow.next();
  const quick = collect(feeds.buildLogs({ buildId: build.id }, { token }));
  await until('the line', () => quick.lines.length === 1);
  await until('the socket', () => coder.sockets().total === 1);
  coder.control.appendLogs(build, 1);
  await until('its next', () => quick.lines.length === 2);
  await until('some age', () => feeds.stats().oldestUnsentLineAgeSeconds > 0);
  expect(feeds.stats()).toMatchObject({ logReaders: 2, logReadersBehind: 0 });
  expect(feeds.stats().feedWindowBytes).toBeGreaterThan(0);
  await slow.next();
  expect(feeds.stats().oldestUnsentLineAgeSeconds).toBe(0);
  await slow.return?.();
});
