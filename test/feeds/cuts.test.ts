import { describe, expect, it } from 'vitest';
import { seeded, testSeed } from '../seed.ts';
import { collect, restLog, runningBuild, startWorld, until } from './support.ts';

describe('cuts of plain reads', () => {
  it('should lose nothing where no answer is longer than some lines', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.appendLogs(build, 500);
    coder.control.succeed(build);
    const log = await restLog(world, build);
    const fault = coder.faults.add({
      path: new RegExp(`${build.id}/logs`),
      when: ({ upgrade }) => !upgrade,
      cutAfterBytes: 8_000,
    });
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await reader.finished;
    expect([reader.error, reader.ends]).toEqual([undefined, 1]);
    expect(reader.lines).toEqual(log);
    expect(fault.hits).toBeGreaterThan(5);
  });
});

describe('cuts of the upstream socket', () => {
  it('should lose nothing to 200 random cuts during 20,000 lines', async () => {
    const random = seeded(testSeed());
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
    await reader.finished;
    expect([reader.error, reader.ends]).toEqual([undefined, 1]);
    expect(reader.lines).toEqual(await restLog(world, build));
    await late.finished;
    expect(late.lines).toEqual(reader.lines);
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
      await reader.finished;
      expect([reader.error, reader.ends]).toEqual([undefined, 1]);
      expect(reader.lines).toEqual(await restLog(world, build));
      fault.remove();
    };
    const offsets = Array.from({ length: 300 }, (_, index) => (index < 30 ? index * 10 : 300 + (index - 30) * 2));
    for (let from = 0; from < offsets.length; from += 50) {
      await Promise.all(offsets.slice(from, from + 50).map(cutAt));
    }
  }, 60_000);
});
