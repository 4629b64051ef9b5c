import { describe, expect, it } from 'vitest';
import type { InjectedFrame } from '../../src/embedded/testing/faults.ts';
import {
  type Collected,
  collect,
  restLog,
  runningBuild,
  startFeeds,
  startWorld,
  until,
  type World,
} from './support.ts';

const logs = '/workspacebuilds/{workspacebuild}/logs';

/** Everything that the upstream can do to a socket, then the truth. */
async function expectWhole(world: World, build: ReturnType<typeof runningBuild>, reader: Collected<unknown>) {
  await reader.finished;
  expect(reader.error).toBeUndefined();
  expect(reader.ends).toBe(1);
  expect(reader.lines).toEqual(await restLog(world, build));
}

describe('loss of the upstream', () => {
  it.each([1000, 1001, 1008, 1011, 1012, 4000])('should take a close with %i for no end', async (code) => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.faults.add({ route: logs, socket: { close: { code, afterMessages: 2 } }, times: 6 });
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    for (let step = 0; step < 10; step++) {
      coder.control.appendLogs(build, 3);
      await until('the lines', () => reader.lines.length === 3 * (step + 1));
    }
    expect(reader.ends).toBe(0);
    coder.control.succeed(build);
    await expectWhole(world, build, reader);
  });

  it.each<InjectedFrame>([
    'malformed-json',
    'binary',
    'huge',
    'invalid-utf8',
    { text: '[]' },
    { text: '{"id":"x"}' },
    { text: 'null' },
    { text: '' },
  ])('should resume after a frame that cannot be read: %j', async (frame) => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.faults.add({ route: logs, socket: { inject: { frame, afterMessages: 2 } }, times: 3 });
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    for (let step = 0; step < 6; step++) {
      coder.control.appendLogs(build, 3);
      await until('the lines', () => reader.lines.length === 3 * (step + 1));
    }
    coder.control.succeed(build);
    await expectWhole(world, build, reader);
  });

  it('should not take in a frame beyond the limit', async () => {
    const world = await startWorld({
      follow: { handshakeMs: 500, pingMs: 1_000, silenceMs: 2_000, maxPayloadBytes: 2 ** 20 },
    });
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.faults.add({ route: logs, socket: { inject: { frame: 'huge' } }, times: 1 });
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    coder.control.appendLogs(build, 3);
    await until('the lines', () => reader.lines.length === 3);
    coder.control.succeed(build);
    await expectWhole(world, build, reader);
  });

  it.each([{ ignoreAfter: true }, { duplicate: true }] as const)(
    'should drop what it has already: %j',
    async (socket) => {
      const world = await startWorld();
      const { coder, feeds, token } = world;
      const build = runningBuild(world);
      coder.control.appendLogs(build, 20);
      coder.faults.add({ route: logs, socket });
      const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
      for (let step = 0; step < 5; step++) {
        await until('the socket', () => coder.sockets().total === 1);
        coder.control.appendLogs(build, 5);
        await until('the lines', () => reader.lines.length === 25 + 5 * step);
        coder.cutAllSockets();
        await until('the cut', () => coder.sockets().total === 0 || feeds.stats().dials > 0);
      }
      coder.control.succeed(build);
      await expectWhole(world, build, reader);
    },
  );

  it.each([400, 401, 403, 404, 426, 429, 500, 503])(
    'should go on by plain reads while upgrades are refused with %i',
    async (status) => {
      const world = await startWorld();
      const { coder, feeds, token } = world;
      const build = runningBuild(world);
      coder.faults.add({ route: logs, socket: { refuse: { status } } });
      const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
      for (let step = 0; step < 4; step++) {
        coder.control.appendLogs(build, 3);
        await until('the lines', () => reader.lines.length === 3 * (step + 1));
      }
      coder.control.succeed(build);
      await expectWhole(world, build, reader);
    },
  );

  it('should notice a dead peer behind a live connection', async () => {
    const world = await startWorld({
      follow: { handshakeMs: 500, pingMs: 20, silenceMs: 60, maxPayloadBytes: 1_000_000 },
    });
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const fault = coder.faults.add({ route: logs, socket: { silent: true }, times: 2 });
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the dead socket', () => fault.hits === 1);
    coder.control.appendLogs(build, 4);
    await until('the lines', () => reader.lines.length === 4);
    coder.control.succeed(build);
    await expectWhole(world, build, reader);
  });

  it('should end a build that was canceled while pending, on a socket that says nothing', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const workspace = coder.control.createWorkspace({ name: 'silent' });
    const build = coder.control.createBuild(workspace, {}, { hold: 'pending' });
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets().total === 1);
    coder.control.cancel(build);
    await expectWhole(world, build, reader);
  });

  it('should deliver the reaper’s lines, which no follower is told of', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets().total === 1);
    coder.control.appendLogs(build, 2);
    coder.control.reap(build);
    await expectWhole(world, build, reader);
    expect(reader.lines).toHaveLength(7);
  });

  it.each([true, false])('should survive a restart of Coder, abrupt: %s', async (abrupt) => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets().total === 1);
    coder.control.appendLogs(build, 3);
    await coder.restart({
      abrupt,
      whileDown: async () => {
        coder.control.appendLogs(build, 3);
        const tries = () => Object.values(feeds.counts.resumes).reduce((sum, count) => sum + count);
        await until('a second try to come back', () => tries() >= 2);
      },
    });
    await until('the socket again', () => coder.sockets().total === 1);
    coder.control.appendLogs(build, 3);
    await until('the lines', () => reader.lines.length === 9);
    coder.control.succeed(build);
    await expectWhole(world, build, reader);
  });

  it('should fail with a code and the last id when Coder stays away, and resume from there', async () => {
    const world = await startWorld({ giveUpMs: 200, giveUpAttempts: 3 });
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.appendLogs(build, 3);
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets().total === 1);
    await coder.restart({ abrupt: true, whileDown: () => reader.finished });
    const lastId = String((await restLog(world, build)).at(-1)?.id);
    expect(reader.ends).toBe(0);
    expect(reader.error).toMatchObject({ extensions: { code: 'UPSTREAM_UNAVAILABLE', lastId } });
    expect(feeds.stats()).toMatchObject({ logFeeds: 0, logReaders: 0, upstreamSockets: 0 });
    coder.control.appendLogs(build, 3);
    // This gateway leaves Coder alone for a moment after so many failures.
    const elsewhere = startFeeds(coder).feeds;
    const resumed = collect(elsewhere.buildLogs({ buildId: build.id, after: Number(lastId) }, { token }));
    coder.control.succeed(build);
    await resumed.finished;
    expect([...reader.lines, ...resumed.lines]).toEqual(await restLog(world, build));
  });

  it('should fail, never end, when the log itself cannot be read', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.appendLogs(build, 3);
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets().total === 1);
    coder.faults.add({ route: logs, when: ({ upgrade }) => !upgrade, respond: { status: 200, body: '[{"id":1}]' } });
    coder.control.succeed(build);
    await reader.finished;
    expect(reader.ends).toBe(0);
    expect(reader.error).toMatchObject({ extensions: { code: 'UPSTREAM_BAD_RESPONSE' } });
    expect(reader.error).toHaveProperty('extensions.lastId');
  });

  it('should not believe a line whose id is far beyond the others', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.appendLogs(build, 5);
    const [line] = await restLog(world, build);
    const text = JSON.stringify({ ...line, id: Number(line?.id) + 50_000_000 });
    coder.faults.add({ route: logs, socket: { inject: { frame: { text }, afterMessages: 1 } }, times: 1 });
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets()['build-logs'] === 1);
    coder.control.appendLogs(build, ['one', 'two']);
    await until('what came behind it', () => reader.lines.length === 7);
    coder.control.succeed(build);
    await reader.finished;
    expect(reader.error).toBeUndefined();
    expect(reader.lines).toEqual(await restLog(world, build));
  });

  it('should fail, and say where to read again, when live lines were not those of the log', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.appendLogs(build, 5);
    const known = await restLog(world, build);
    const last = known.at(-1)?.id;
    // A line that no log has, and that hides those which are written under lower ids.
    const text = JSON.stringify({ ...known[0], id: Number(last) + 500 });
    coder.faults.add({ route: logs, socket: { inject: { frame: { text }, afterMessages: 1 } }, times: 1 });
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets()['build-logs'] === 1);
    coder.control.appendLogs(build, ['one', 'two', 'three']);
    await until('the wrong line', () => reader.lines.length > 5);
    coder.control.succeed(build);
    await reader.finished;
    expect(reader.ends).toBe(0);
    expect(reader.error).toMatchObject({ extensions: { code: 'UPSTREAM_BAD_RESPONSE' } });
    const { lastId } = (reader.error as unknown as { extensions: { lastId: string } }).extensions;
    const again = collect(feeds.buildLogs({ buildId: build.id, after: Number(lastId) }, { token }));
    await again.finished;
    const log = await restLog(world, build);
    expect(again.lines).toEqual(log.filter(({ id }) => Number(id) > Number(lastId)));
    expect(Number(lastId)).toBeLessThanOrEqual(Number(last));
  });
});
