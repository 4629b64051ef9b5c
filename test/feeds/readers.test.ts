import { describe, expect, it } from 'vitest';
import { collect, logReads, noFeeds, restLog, runningBuild, startWorld, until } from './support.ts';

const logs = '/workspacebuilds/{workspacebuild}/logs';
describe('readers of one log', () => {
  it('should share one socket, and the very batches', async () => {
    const world = await startWorld();
    const { coder, feeds } = world;
    const build = runningBuild(world);
    const tokens = Array.from({ length: 50 }, (_, index) => coder.control.addToken(index % 2 ? 'mira' : 'tara'));
    const readers = tokens.map((token) => collect(feeds.buildLogs({ buildId: build.id }, { token })));
    await until('the socket', () => coder.sockets().total === 1);
    await until('all readers', () => logReads(world) >= 50);
    for (let step = 1; step <= 5; step++) {
      coder.control.appendLogs(build, 10);
      await until('the lines', () => readers.every(({ lines }) => lines.length === 10 * step));
    }
    expect(coder.sockets().total).toBe(1);
    expect(feeds.stats()).toMatchObject({ logFeeds: 1, logReaders: 50, upstreamSockets: 1 });
    for (const reader of readers) expect(reader.batches.at(-1)).toBe(readers[0]?.batches.at(-1));
    coder.control.succeed(build);
    await Promise.all(readers.map(({ finished }) => finished));
    for (const reader of readers) expect(reader.lines).toEqual(await restLog(world, build));
    expect(feeds.stats()).toEqual(noFeeds);
  });

  it('should go on when the first of them leaves', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const first = feeds.buildLogs({ buildId: build.id }, { token });
    const pending = first.next();
    await until('the socket', () => coder.sockets().total === 1);
    const second = collect(feeds.buildLogs({ buildId: build.id }, { token: coder.control.addToken('tara') }));
    await until('both', () => feeds.stats().logReaders === 2 && logReads(world) >= 2);
    coder.control.appendLogs(build, 3);
    await pending;
    await first.return?.();
    coder.control.appendLogs(build, 3);
    await until('the lines', () => second.lines.length === 6);
    await until('the socket of the second', () => coder.sockets().total === 1);
    const upgrades = coder.requests.filter(({ upgrade }) => upgrade).map(({ user }) => user);
    expect(upgrades).toEqual(['mira', 'tara']);
    coder.control.succeed(build);
    await second.finished;
    expect(second.lines).toEqual(await restLog(world, build));
    expect(second.ends).toBe(1);
  });

  it('should end only the one whose token is revoked, also when the socket is his', async () => {
    const world = await startWorld({ accessCheckIntervalMs: 100 });
    const { coder, feeds } = world;
    const build = runningBuild(world);
    const [mine, other] = [coder.control.addToken('mira'), coder.control.addToken('tara')];
    const lost = collect(feeds.buildLogs({ buildId: build.id }, { token: mine }));
    await until('the socket', () => coder.sockets().total === 1);
    const kept = collect(feeds.buildLogs({ buildId: build.id }, { token: other }));
    coder.control.appendLogs(build, 3);
    await until('the lines', () => lost.lines.length === 3 && kept.lines.length === 3);
    coder.control.revokeToken(mine);
    await lost.finished;
    const lastId = String(build.job.logs.at(-1)?.id);
    expect(lost.error).toMatchObject({ extensions: { code: 'UNAUTHENTICATED', lastId } });
    expect(lost.ends).toBe(0);
    coder.control.appendLogs(build, 3);
    coder.control.succeed(build);
    await kept.finished;
    expect(kept.error).toBeUndefined();
    expect(kept.lines).toEqual(await restLog(world, build));
  });

  it('should end with NOT_FOUND when the right to the build is lost, found out at the reconnect', async () => {
    const world = await startWorld({ accessCheckJitterMs: 10 });
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const kept = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets().total === 1);
    const lost = collect(feeds.buildLogs({ buildId: build.id }, { token: coder.user('tara').token }));
    coder.control.appendLogs(build, 1);
    await until('both', () => kept.lines.length === 1 && lost.lines.length === 1);
    coder.faults.add({ route: logs, user: 'tara', respond: { status: 404, body: '{"message":"Resource not found"}' } });
    coder.cutAllSockets();
    await lost.finished;
    expect(lost.error).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    coder.control.succeed(build);
    await kept.finished;
    expect(kept.ends).toBe(1);
  });

  it('should not end a reader because a check of its right got no answer', async () => {
    const world = await startWorld({ accessCheckIntervalMs: 50 });
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets().total === 1);
    const fault = coder.faults.add({ route: logs, when: ({ upgrade }) => !upgrade, respond: { status: 500 } });
    await until('checks', () => fault.hits > 3);
    coder.faults.clear();
    coder.control.appendLogs(build, 1);
    coder.control.succeed(build);
    await reader.finished;
    expect(reader.error).toBeUndefined();
    expect(reader.lines).toHaveLength(1);
  });

  it('should find with the check what a live socket has missed', async () => {
    const world = await startWorld({ accessCheckIntervalMs: 60 });
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets().total === 1);
    coder.control.appendLogs(build, 3, { announce: false });
    await until('the lines', () => reader.lines.length === 3);
    expect(coder.sockets().total).toBe(1);
  });

  it.each([
    ['no token', undefined, 'UNAUTHENTICATED'],
    ['a token with a line break', 'a\nb', 'UNAUTHENTICATED'],
    ['a token that is unknown', 'aaaaaaaaaa-bbbbbbbbbbbbbbbbbbbbbb', 'UNAUTHENTICATED'],
  ])('should refuse %s', async (_, token, code) => {
    const world = await startWorld();
    const build = runningBuild(world);
    const reader = collect(world.feeds.buildLogs({ buildId: build.id }, { token }));
    await reader.finished;
    expect(reader.error).toMatchObject({ extensions: { code } });
    expect(reader.ends).toBe(0);
    expect(world.feeds.stats()).toEqual(noFeeds);
  });

  it('should say NOT_FOUND for a build that does not exist or is hidden', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const missing = { buildId: '11111111-2222-4333-8444-555555555555' };
    for (const [target, reader] of [
      [missing, token],
      [{ buildId: build.id }, coder.user('omar').token],
    ] as const) {
      const iterator = feeds.buildLogs(target, { token: reader });
      await expect(iterator.next()).rejects.toMatchObject({ extensions: { code: 'NOT_FOUND' } });
      expect(await iterator.next()).toEqual({ done: true, value: undefined });
    }
  });

  it('should tell a new reader soon that Coder does not answer', async () => {
    const world = await startWorld();
    const build = runningBuild(world);
    world.coder.faults.add({ route: logs, respond: { status: 503 } });
    const iterator = world.feeds.buildLogs({ buildId: build.id }, { token: world.token });
    await expect(iterator.next()).rejects.toMatchObject({ extensions: { code: 'UPSTREAM_UNAVAILABLE' } });
  });

  it.each([
    ['a small window', { windowLines: 50 }],
    ['no room in all windows', { allWindowsBytes: 1 }],
  ])('should cost nothing to read slowly, and lose nothing, with %s', async (_, limits) => {
    const world = await startWorld({ ...limits, batchLines: 20, idleStreamMs: 5 });
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const fast = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    const slow = feeds.buildLogs({ buildId: build.id }, { token: coder.control.addToken('tara') });
    const lines: unknown[] = [];
    const first = slow.next();
    await until('the socket', () => coder.sockets().total === 1 && logReads(world) >= 2);
    coder.control.appendLogs(build, 1);
    const event = (await first).value;
    if (event?.kind === 'batch') lines.push(...event.logs);
    for (let step = 0; step < 20; step++) {
      coder.control.appendLogs(build, 25);
      await until('the fast one', () => fast.lines.length === 1 + 25 * (step + 1));
    }
    coder.control.succeed(build);
    await fast.finished;
    let ends = 0;
    for await (const next of slow) {
      if (next.kind === 'end') ends++;
      else lines.push(...next.logs);
      await new Promise((resolve) => setTimeout(resolve, lines.length % 3 === 0 ? 10 : 0));
    }
    expect(ends).toBe(1);
    expect(lines).toEqual(await restLog(world, build));
    expect(feeds.stats()).toEqual(noFeeds);
  });

  it('should serve late readers from the window, with one cheap read for the right to it', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const first = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets().total === 1);
    coder.control.appendLogs(build, 250);
    await until('the lines', () => first.lines.length === 250);
    coder.clearRequests();
    const late = collect(feeds.buildLogs({ buildId: build.id }, { token: coder.control.addToken('tara') }));
    await until('the lines of the late one', () => late.lines.length === 250);
    expect(coder.requests.map(({ query }) => query.get('after'))).toEqual([String(build.job.logs.at(-1)?.id)]);
    expect(late.lines).toEqual(first.lines);
  });
});

describe('readers with the same token', () => {
  it('should cost Coder one read when they come together, and get the very same batches', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.appendLogs(build, 40);
    const readers = Array.from({ length: 200 }, () => collect(feeds.buildLogs({ buildId: build.id }, { token })));
    await until('the backlog', () => readers.every(({ lines }) => lines.length === 40));
    await until('the socket', () => coder.sockets().total === 1);
    // One that begins the feed; one that checks the right to it for all others.
    expect(logReads(world)).toBeLessThanOrEqual(2);
    for (const { batches } of readers) expect(batches[0]).toBe(readers[0]?.batches[0]);
    const after = readers[0]?.lines[20]?.id;
    coder.cutAllSockets();
    const resumed = Array.from({ length: 50 }, () => collect(feeds.buildLogs({ buildId: build.id, after }, { token })));
    await until('the rest', () => resumed.every(({ lines }) => lines.length === 19));
    coder.control.succeed(build);
    await Promise.all([...readers, ...resumed].map(({ finished }) => finished));
    expect([...readers, ...resumed].every(({ ends, error }) => ends === 1 && error === undefined)).toBe(true);
  });

  it('should not stop when the one whose read they share leaves', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.appendLogs(build, 40);
    const fault = coder.faults.add({ route: logs, latency: 100 });
    const first = feeds.buildLogs({ buildId: build.id }, { token });
    const waiting = first.next();
    const second = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the read', () => fault.hits === 1);
    await first.return?.();
    await waiting;
    await until('the backlog', () => second.lines.length === 40);
    expect(second.error).toBeUndefined();
  });
});
