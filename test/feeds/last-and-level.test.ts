import { expect, it } from 'vitest';
import type { BuildLog, SoundLine } from '../../src/coder/model.ts';
import { buildLog } from '../../src/coder/rest/logs.ts';
import type { LogId } from '../../src/coder/rest/scalars.ts';
import { NewestLines } from '../../src/feeds/logs/newest-lines.ts';
import { feedFilter } from '../../src/resolvers/logs.ts';
import { seeded, testSeed } from '../seed.ts';
import { collect, logReads, restLog, runningBuild, startWorld, until } from './support.ts';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'catastrophe'];
const levels = (count: number, random: (below: number) => number) =>
  Array.from({ length: count }, (_, index) => ({ output: `line ${index}`, level: LEVELS[random(6)] as string }));

const isSevere = (line: SoundLine<BuildLog>) =>
  ['warn', 'error', 'catastrophe'].includes(buildLog.read(line, 'log_level'));

it('finds where the last wanted lines begin', () => {
  const lines = [3, 4, 7, 8, 12, 13].map((id) => ({ id }));
  const startOf = (count: number, keeps = (_: { id: LogId }) => true) => {
    const newest = new NewestLines(count, keeps);
    for (const line of lines) newest.add([line]);
    return newest.start;
  };
  expect([1, 2, 5, 6, 7].map((count) => startOf(count))).toEqual([12, 8, 3, undefined, undefined]);
  const isEven = ({ id }: { id: LogId }) => Number(id) % 2 === 0;
  expect([1, 2, 3, 4].map((count) => startOf(count, isEven))).toEqual([8, 7, 3, undefined]);
});

it('should begin so many lines before the newest, and go on from there', async () => {
  const world = await startWorld();
  const { coder, feeds, token } = world;
  const build = runningBuild(world);
  coder.control.appendLogs(build, 700);
  const feed = collect(feeds.buildLogs({ buildId: build.id, last: 50 }, { token }));
  await until('the lines', () => feed.lines.length === 50);
  // One read finds the place, the other has the lines.
  expect(logReads(world)).toBe(2);
  coder.control.appendLogs(build, 30);
  coder.control.succeed(build);
  await feed.finished;
  const log = await restLog(world, build);
  expect(feed.lines).toEqual(log.slice(650));
  expect(feed.ends).toBe(1);
});

it('should take the last lines from the window of a feed that is there, after it has asked for the right to them', async () => {
  const world = await startWorld();
  const { coder, feeds, token } = world;
  const build = runningBuild(world);
  coder.control.appendLogs(build, 20);
  const first = collect(feeds.buildLogs({ buildId: build.id }, { token }));
  await until('the lines', () => first.lines.length === 20);
  const before = logReads(world);
  const second = collect(feeds.buildLogs({ buildId: build.id, last: 5 }, { token: coder.control.addToken('tara') }));
  await until('the last lines', () => second.lines.length === 5);
  expect(logReads(world)).toBe(before + 1);
  const stranger = collect(feeds.buildLogs({ buildId: build.id, last: 5 }, { token: coder.user('omar').token }));
  await stranger.finished;
  expect(stranger.lines).toEqual([]);
  expect(stranger.error).toMatchObject({ code: 'NOT_FOUND' });
  expect((stranger.error as { extensions: object }).extensions).not.toHaveProperty('lastId');
  coder.control.succeed(build);
  await Promise.all([first.finished, second.finished]);
  expect(second.lines).toEqual((await restLog(world, build)).slice(15));
});

it('should deliver severe lines only, as the same events to all who want the same, with a lastId that covers the others', async () => {
  const world = await startWorld();
  const { coder, feeds, token } = world;
  const build = runningBuild(world);
  const filter = feedFilter('warn');
  const all = collect(feeds.buildLogs({ buildId: build.id }, { token }));
  const [one, other] = [token, coder.control.addToken('tara')].map((each) =>
    collect(feeds.buildLogs({ buildId: build.id, filter }, { token: each })),
  );
  await until('all readers', () => feeds.stats().logReaders === 3 && logReads(world) >= 3);
  const random = seeded(testSeed(7));
  for (let step = 1; step <= 6; step++) {
    coder.control.appendLogs(build, [...levels(20, random), { output: 'severe', level: 'error' }, { output: 'not' }]);
    await until('the lines', () => all.lines.length === 22 * step && other?.lines.length === one?.lines.length);
  }
  expect(one?.batches.at(-1)).toBe(other?.batches.at(-1));
  expect(one?.batches.at(-1)).not.toBe(all.batches.at(-1));
  coder.control.appendLogs(build, [{ output: 'not' }]);
  coder.control.succeed(build);
  await Promise.all([all.finished, one?.finished, other?.finished]);
  const log = await restLog(world, build);
  expect(all.lines).toEqual(log);
  expect(one?.lines).toEqual(log.filter(isSevere));
  for (const event of one?.batches ?? []) {
    if (event.kind === 'end') continue;
    expect(event.logs.length).toBeGreaterThan(0);
    // Whoever resumes behind it has all severe lines until there.
    expect(event.lastId).toBeGreaterThanOrEqual(event.logs.at(-1)?.id ?? 0);
  }
});

it('should tell in the end event of a log without severe lines how far it came', async () => {
  const world = await startWorld();
  const { coder, feeds, token } = world;
  const build = runningBuild(world);
  coder.control.appendLogs(build, 40);
  coder.control.succeed(build);
  const log = await restLog(world, build);
  for (const last of [undefined, 10]) {
    const events = [];
    for await (const event of feeds.buildLogs({ buildId: build.id, last, filter: feedFilter('error') }, { token }))
      events.push(event);
    expect(events).toEqual([{ kind: 'end', lastId: log.at(-1)?.id }]);
  }
});

it.each([1, 2, 3])(
  'should give each severe line once, whatever breaks and however often it resumes (%d)',
  async (round) => {
    const random = seeded(testSeed() + round);
    const world = await startWorld({
      windowLines: 60,
      batchLines: 20,
      idleStreamMs: 5,
      flushMs: 1,
      batchIntervalMs: 3,
    });
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.appendLogs(build, levels(100, random));
    const whole = async () => (await restLog(world, build)).filter(isSevere);
    const begun = (await whole()).at(-10)?.id as LogId;

    const follow = async (): Promise<SoundLine<BuildLog>[]> => {
      const lines: SoundLine<BuildLog>[] = [];
      let after: LogId | undefined;
      for (;;) {
        const leavesAfter = 1 + random(6);
        let events = 0;
        const feed = feeds.buildLogs({ buildId: build.id, after, last: 10, filter: feedFilter('warn') }, { token });
        for await (const event of feed) {
          if (event.kind === 'end') return lines;
          lines.push(...event.logs);
          after = event.lastId;
          if (++events === leavesAfter) break;
        }
      }
    };
    // The readers begin before further lines are written, so that all begin at the same line.
    const place = collect(feeds.buildLogs({ buildId: build.id, last: 10, filter: feedFilter('warn') }, { token }));
    await until('the place', () => place.lines.length >= 10);
    const readers = Array.from({ length: 6 }, follow);
    for (let step = 0; step < 60; step++) {
      const lines = place.lines.length;
      coder.control.appendLogs(build, [...levels(random(15), random), { output: 'severe', level: 'warn' }], {
        announce: random(4) > 0,
      });
      if (random(6) === 0) coder.cutAllSockets();
      if (step % 10 === 0) await until('news', () => place.lines.length > lines);
    }
    coder.control.succeed(build);
    const expected = await whole();
    await place.finished;
    expect(place.lines).toEqual(expected.filter(({ id }) => id >= begun));
    for (const lines of await Promise.all(readers)) {
      expect(lines).toEqual(expected.slice(-lines.length));
      expect(lines.length).toBeGreaterThanOrEqual(10);
    }
  },
);
