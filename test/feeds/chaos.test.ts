import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BuildLog, SoundLine } from '../../src/coder/model.ts';
import type { LogId } from '../../src/coder/rest/scalars.ts';
import { seeded, testSeed } from '../seed.ts';
import { restLog, runningBuild, startWorld, until } from './support.ts';

const logs = '/workspacebuilds/{workspacebuild}/logs';

describe('many readers in a chaos of failures', () => {
  it.each([1, 2, 3])(
    'should each get the whole log once, whoever leaves, lags or comes back (%i)',
    async (round) => {
      const random = seeded(testSeed() + round);
      const world = await startWorld({
        windowLines: 120,
        batchLines: 25,
        idleStreamMs: 5,
        accessCheckIntervalMs: 150,
        flushMs: 2,
        batchIntervalMs: 5,
      });
      const { coder, feeds } = world;
      const build = runningBuild(world);
      const tokens = Array.from({ length: 8 }, (_, index) => coder.control.addToken(index % 2 ? 'mira' : 'tara'));
      let finished = false;
      // A closed feed completes at once: without this, readers of a test that failed would come back for ever.
      let over = false;
      onTestFinished(() => {
        over = true;
      });

      /** Reads with pauses, leaves now and then, and comes back with its last id. */
      async function read(): Promise<SoundLine<BuildLog>[]> {
        const lines: SoundLine<BuildLog>[] = [];
        const patience = 1 + random(12);
        while (!over) {
          const after: LogId | undefined = lines.at(-1)?.id;
          const iterator = feeds.buildLogs({ buildId: build.id, after }, { token: tokens[random(8)] });
          let batches = finished ? Number.POSITIVE_INFINITY : 1 + random(30);
          try {
            for await (const event of iterator) {
              if (event.kind === 'end') return lines;
              lines.push(...event.logs);
              if (--batches <= 0) break;
              if (random(4) === 0) await sleep(random(patience));
            }
          } catch (error) {
            // Its failure says where to go on.
            const { lastId } = (error as { extensions: { lastId?: string } }).extensions;
            expect(lastId).toBe(lines.length > 0 ? String(lines.at(-1)?.id) : undefined);
          }
        }
        return lines;
      }

      const readers = Array.from({ length: 25 }, read);
      for (let step = 0; step < 250; step++) {
        coder.control.appendLogs(build, random(40), { announce: random(5) > 0 });
        if (random(6) === 0) coder.cutAllSockets();
        if (random(20) === 0) coder.faults.add({ route: logs, times: 1 + random(3), respond: { status: 503 } });
        if (random(20) === 0) coder.faults.add({ route: logs, times: 1, cutAfterBytes: random(3_000) });
        if (random(20) === 0)
          coder.faults.add({ route: logs, socket: { close: { code: 1000, afterMessages: random(5) } }, times: 1 });
        await sleep(random(8));
      }
      coder.control.succeed(build, { warnings: [{ output: 'the last one' }] });
      finished = true;
      // What is left of the faults would meet the test's own read.
      coder.faults.clear();
      const whole = await restLog(world, build);
      for (const lines of await Promise.all(readers)) {
        expect(lines.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
        expect(lines).toEqual(whole);
      }
      expect(feeds.stats()).toMatchObject({ logFeeds: 0, logReaders: 0, upstreamSockets: 0, dials: 0 });
      await until('no socket at Coder', () => coder.sockets().total === 0);
    },
    60_000,
  );
});
