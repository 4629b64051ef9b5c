import { describe, expect, it } from 'vitest';
import type { InjectedFrame } from '../../src/embedded/server.ts';
import { type Collected, collect, restLog, runningBuild, seeded, startWorld, until, type World } from './support.ts';

const logs = '/workspacebuilds/{workspacebuild}/logs';

/** Everything that the upstream can do to a socket, then the truth. */
async function expectWhole(world: World, build: ReturnType<typeof runningBuild>, reader: Collected<unknown>) {
  await reader.finished;
  expect(reader.error).toBeUndefined();
  expect(reader.ends).toBe(1);
  expect(reader.lines).toEqual(await restLog(world, build));
}

describe('loss of the upstream', () => {
  it('should lose nothing to 200 random cuts during 20,000 lines', async () => {
    const seed = Date.now() % 100_000;
    const random = seeded(seed);
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    const late = collect(feeds.buildLogs({ buildId: build.id }, { token: coder.control.addToken('tara') }));
    let cuts = 0;
    let written = 0;
    while (written < 20_000 || cuts < 200) {
      const lines = written < 20_000 ? 1 + random(160) : 0;
      coder.control.appendLogs(build, lines, { announce: random(10) > 0 });
      written += lines;
      if (random(2) === 0 && coder.sockets().total > 0) {
        coder.cutAllSockets();
        cuts++;
      }
      await new Promise((resolve) => setTimeout(resolve, random(6)));
    }
    coder.control.succeed(build);
    await expectWhole(world, build, reader);
    await late.finished;
    expect(late.lines, `seed ${seed}`).toEqual(reader.lines);
  }, 60_000);

  it('should lose nothing wherever a frame is cut', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    // The answer to the upgrade, then some frames.
    const cutAt = async (bytes: number) => {
      const build = runningBuild(world);
      const path = new RegExp(build.id);
      const fault = coder.faults.add({ path, when: ({ upgrade }) => upgrade, times: 1, cutAfterBytes: bytes });
      const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
      await until('the dial', () => fault.hits === 1);
      coder.control.appendLogs(build, ['first', 'second — mit Umlauten: äöü', 'third']);
      await until('the lines', () => reader.lines.length === 3);
      coder.control.succeed(build);
      await expectWhole(world, build, reader);
      fault.remove();
    };
    for (let from = 0; from < 1_000; from += 100) {
      await Promise.all(Array.from({ length: 50 }, (_, offset) => cutAt(from + 2 * offset)));
    }
  }, 60_000);

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

  it('should end a build that was cancelled while pending, on a socket that says nothing', async () => {
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
        await new Promise((resolve) => setTimeout(resolve, 150));
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
    const resumed = collect(feeds.buildLogs({ buildId: build.id, after: Number(lastId) }, { token }));
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

  it('should bring 500 feeds back without a storm of dials', async () => {
    const world = await startWorld({ dials: 16 });
    const { coder, feeds, token } = world;
    const builds = Array.from({ length: 500 }, () => runningBuild(world));
    const readers = builds.map((build) => collect(feeds.buildLogs({ buildId: build.id }, { token })));
    await until('all sockets', () => coder.sockets()['build-logs'] === 500, 30_000);
    let most = 0;
    coder.faults.add({
      when: ({ upgrade }) => {
        if (upgrade) most = Math.max(most, feeds.stats().dials);
        return false;
      },
    });
    await coder.restart({
      abrupt: true,
      whileDown: async () => {
        await until('no socket', () => coder.sockets().total === 0);
        for (const build of builds) coder.control.appendLogs(build, 3);
      },
    });
    await until('all sockets again', () => coder.sockets()['build-logs'] === 500, 30_000);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(16);
    for (const build of builds) {
      coder.control.appendLogs(build, 2);
      coder.control.succeed(build);
    }
    await Promise.all(readers.map(({ finished }) => finished));
    for (const [index, reader] of readers.entries()) {
      expect(reader.error).toBeUndefined();
      expect(reader.ends).toBe(1);
      expect(reader.lines.map(({ id }) => id)).toEqual(builds[index]?.job.logs.map(({ id }) => id));
    }
    expect(feeds.stats().upstreamSockets).toBe(0);
  }, 90_000);
});
