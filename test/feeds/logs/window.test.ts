import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Position, Window } from '../../../src/feeds/logs/window.ts';
import { WindowBudget } from '../../../src/feeds/logs/window-budget.ts';
import { testSeed, today } from '../../seed.ts';

interface Line {
  id: number;
  output: string;
}

const unlimited = new WindowBudget(Number.POSITIVE_INFINITY, { now: () => 0 });
const limits = { windowLines: 40, windowBytes: 1_000_000, batchLines: 10 };

function lines(from: number, count: number): Line[] {
  return Array.from({ length: count }, (_, index) => ({ id: (from + index) * 2, output: 'x' }));
}

function read(window: Window<Line>, position: Position): number[] {
  const event = window.next(position)?.value;
  return event?.kind === 'batch' ? event.logs.map(({ id }) => id) : [];
}

describe('window', () => {
  it('should give each reader that it covers the lines after its position, in bounded batches', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 10 }), fc.nat(3)), { maxLength: 60 }),
        fc.nat(40),
        (steps, after) => {
          const window = new Window<Line>(undefined, limits, unlimited);
          const all: number[] = [];
          const reader: Position = { last: after, batch: 0 };
          for (const [count, reads] of steps) {
            const batch = lines(all.length + 1, count);
            window.append(batch);
            all.push(...batch.map(({ id }) => id));
            expect(all.length - all.findIndex((id) => id > (window.start ?? 0))).toBeLessThanOrEqual(
              limits.windowLines,
            );
            for (let turn = 0; turn < reads && window.covers(reader.last); turn++) {
              const before = reader.last as number;
              const got = read(window, reader);
              expect(got.length).toBeLessThanOrEqual(limits.batchLines);
              expect(got).toEqual(all.filter((id) => id > before).slice(0, got.length));
              if (all.some((id) => id > before)) expect(got.length).toBeGreaterThan(0);
              if (got.length > 0) expect(reader.last).toBe(got.at(-1));
            }
          }
        },
      ),
      { numRuns: 3_000, seed: testSeed(today) },
    );
  });

  it('should give the same object to readers that stand at the same place', () => {
    const window = new Window<Line>(undefined, limits, unlimited);
    const positions = Array.from({ length: 3 }, (): Position => ({ last: undefined, batch: 0 }));
    for (let step = 0; step < 5; step++) {
      window.append(lines(step * 3 + 1, 3));
      if (step === 1) continue;
      // After step 2 they are two batches behind, which come as one.
      const events = positions.map((position) => window.next(position));
      expect(events[0]).toBeDefined();
      expect(events[1]).toBe(events[0]);
      expect(events[2]).toBe(events[0]);
      expect(positions.map((position) => window.next(position))).toEqual([undefined, undefined, undefined]);
    }
  });

  it('should keep the newest batch when all readers have all lines', () => {
    const window = new Window<Line>(undefined, limits, unlimited);
    const reader: Position = { last: undefined, batch: 0 };
    for (let step = 0; step < 3; step++) window.append(lines(step * 3 + 1, 3));
    expect(read(window, reader)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18]);
    window.trim();
    expect([11, 12, 14].map((last) => window.covers(last))).toEqual([false, true, true]);
    expect(read(window, { last: 14, batch: 0 })).toEqual([16, 18]);
    expect(read(window, reader)).toEqual([]);
    window.append(lines(10, 2));
    expect(read(window, reader)).toEqual([20, 22]);
  });

  it('should keep within its bytes', () => {
    const window = new Window<Line>(undefined, { ...limits, windowLines: 1_000, windowBytes: 13_000 }, unlimited);
    for (let step = 0; step < 50; step++) window.append([{ id: step + 1, output: 'x'.repeat(800) }]);
    expect(window.covers(40)).toBe(true);
    expect(window.covers(39)).toBe(false);
    expect(window.covers(undefined)).toBe(false);
  });
});
