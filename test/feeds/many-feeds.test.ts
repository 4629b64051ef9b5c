import { describe, expect, it } from 'vitest';
import { collect, runningBuild, startWorld, until } from './support.ts';

describe('many feeds', () => {
  it('should bring 500 feeds back without a storm of dials', async () => {
    const world = await startWorld({ dials: 16, quietBeforeStatusCheckMs: 5_000, quietBeforeStatusCheckMaxMs: 15_000 });
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
