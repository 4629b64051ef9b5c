import { describe, expect, it } from 'vitest';
import { collect, logReads, noFeeds, restLog, runningBuild, startWorld, until } from './support.ts';

describe('a build’s log', () => {
  it('should come from the beginning, then live, and end with the last line', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.appendLogs(build, 5);
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the backlog', () => reader.lines.length === 5);
    await until('the socket', () => coder.sockets()['build-logs'] === 1);
    coder.control.appendLogs(build, ['one', 'two']);
    await until('live lines', () => reader.lines.length === 7);
    coder.control.succeed(build, { warnings: [{ output: 'a late warning' }] });
    await reader.finished;
    expect(reader.error).toBeUndefined();
    expect(reader.ends).toBe(1);
    expect(reader.lines).toEqual(await restLog(world, build));
    expect(reader.lines.at(-1)?.output).toBe('a late warning');
    expect(feeds.stats()).toEqual(noFeeds);
    await until('no socket at Coder', () => coder.sockets().total === 0);
  });

  it('should need no socket and few reads for a build that is finished', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.appendLogs(build, 2_000);
    coder.control.succeed(build);
    coder.clearRequests();
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await reader.finished;
    expect(reader.lines).toEqual(await restLog(world, build));
    expect(reader.ends).toBe(1);
    expect(coder.requests.some(({ upgrade }) => upgrade)).toBe(false);
    // The log, the job's status, the rest of the log, and what this test read.
    expect(logReads(world)).toBe(3);
    expect(coder.requests).toHaveLength(4);
  });

  it('should end without a line for a build that wrote none', async () => {
    const world = await startWorld();
    const build = runningBuild(world);
    world.coder.control.fail(build);
    const iterator = world.feeds.buildLogs({ buildId: build.id }, { token: world.token });
    expect(await iterator.next()).toEqual({ done: false, value: { kind: 'end', lastId: undefined } });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('should resume after any id without loss or double', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.appendLogs(build, 30);
    coder.control.succeed(build);
    const all = await restLog(world, build);
    for (const after of [-5, 0, 1, Number(all[0]?.id) - 1, ...all.map(({ id }) => Number(id)), 2 ** 53]) {
      const reader = collect(feeds.buildLogs({ buildId: build.id, after }, { token }));
      await reader.finished;
      expect(reader.lines).toEqual(all.filter(({ id }) => id > after));
      expect(reader.ends).toBe(1);
    }
  });

  it('should not let a reader with an id from nowhere spoil the feed of others', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.appendLogs(build, 3);
    const stray = collect(feeds.buildLogs({ buildId: build.id, after: 2n ** 62n }, { token }));
    await until('the socket', () => coder.sockets()['build-logs'] === 1);
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    coder.control.appendLogs(build, 3);
    await until('all lines', () => reader.lines.length === 6);
    expect(coder.sockets()['build-logs']).toBe(1);
    coder.control.succeed(build);
    await Promise.all([stray.finished, reader.finished]);
    expect(reader.lines).toEqual(await restLog(world, build));
    expect(stray.lines).toEqual([]);
    expect(stray.ends).toBe(1);
  });

  it('should deliver a burst of 10,000 lines in tens of batches', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets()['build-logs'] === 1);
    coder.control.appendLogs(build, 10_000);
    await until('all lines', () => reader.lines.length === 10_000);
    expect(reader.batches.length).toBeLessThan(100);
    expect(reader.lines).toEqual(await restLog(world, build));
  });

  it('should follow a Coder below a path prefix', async () => {
    const world = await startWorld({}, { pathPrefix: '/tools/coder' });
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets()['build-logs'] === 1);
    coder.control.appendLogs(build, 3);
    coder.control.succeed(build);
    await reader.finished;
    expect(reader.lines).toEqual(await restLog(world, build));
  });

  it('should carry ids beyond 2^53 exactly', async () => {
    const world = await startWorld();
    const { feeds, token } = world;
    const build = runningBuild(world);
    const ids = [9_007_199_254_740_993n, 9_007_199_254_740_995n, 9_223_372_036_854_775_806n];
    build.job.logs.push(
      ...ids.map((id) => ({
        id,
        createdAt: Date.now(),
        source: 'provisioner',
        level: 'info',
        stage: 's',
        output: String(id),
      })),
    );
    const reader = collect(feeds.buildLogs({ buildId: build.id, after: ids[0] }, { token }));
    await until('the rest', () => reader.lines.length === 2);
    expect(reader.lines.map(({ id }) => id)).toEqual(ids.slice(1));
  });
});
