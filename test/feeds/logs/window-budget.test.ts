import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/embedded/testing/manual-clock.ts';
import { type Position, Window } from '../../../src/feeds/logs/window.ts';
import { WindowBudget } from '../../../src/feeds/logs/window-budget.ts';
import { testSeed, today } from '../../seed.ts';

interface Line {
  id: number;
  output: string;
}

const limits = { windowLines: 100, windowBytes: 100_000, batchLines: 10 };
/** With what it costs besides: 1000 bytes as a batch. */
const line = (id: number): Line => ({ id, output: 'x'.repeat(500) });

function start(maxBytes: number, count: number) {
  const clock = new ManualClock();
  const budget = new WindowBudget(maxBytes, clock);
  return { clock, budget, windows: Array.from({ length: count }, () => new Window<Line>(undefined, limits, budget)) };
}

const position = (last?: number): Position => ({ last, batch: 0 });

describe('window budget', () => {
  it('should shrink the windows first that were not read', () => {
    const { budget, windows } = start(6_000, 3);
    const [first, second, third] = windows as [Window<Line>, Window<Line>, Window<Line>];
    for (const window of windows) for (const id of [1, 2]) window.append([line(id)]);
    expect(budget.bytes).toBe(6_000);
    first.next(position());
    third.next(position());
    third.append([line(3)]);
    expect(windows.map(({ start }) => start)).toEqual([undefined, 1, undefined]);
    third.append([line(4)]);
    expect(windows.map(({ start }) => start)).toEqual([undefined, 2, undefined]);
    expect(second.covers(1)).toBe(false);
    expect(second.covers(2)).toBe(true);
    expect(second.next(position(2))).toBeUndefined();
    // All that are left were read, the first one longer ago.
    third.append([line(5)]);
    expect(windows.map(({ start }) => start)).toEqual([1, 2, undefined]);
    expect(budget.bytes).toBe(6_000);
  });

  it('should let a window keep what it has just got, whatever the budget', () => {
    const { windows } = start(500, 2);
    for (const window of windows) {
      window.append([line(1)]);
      expect(window.next(position())?.value).toMatchObject({ lastId: 1 });
    }
    expect(windows.map(({ start }) => start)).toEqual([1, undefined]);
  });

  it('should say for a while that it is short once it was used up', () => {
    const { clock, budget, windows } = start(2_000, 2);
    for (const window of windows) window.append([line(1)]);
    expect(budget.short).toBe(false);
    windows[0]?.append([line(2)]);
    expect(budget.short).toBe(true);
    clock.advance(59_999);
    expect(budget.short).toBe(true);
    clock.advance(1);
    expect(budget.short).toBe(false);
  });

  it('should count nothing for windows that are released', () => {
    const { budget, windows } = start(10_000, 2);
    for (const window of windows) window.append([line(1)]);
    windows[0]?.release();
    windows[0]?.release();
    expect(budget.bytes).toBe(1_000);
  });

  it('should bound all windows together, and lose no line of what they cover', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 4 }), fc.boolean()), { maxLength: 80 }),
        (steps) => {
          const { budget, windows } = start(8_000, 5);
          const written = windows.map(() => 0);
          const readers = windows.map(() => position());
          for (const [index, count, reads] of steps) {
            const window = windows[index] as Window<Line>;
            const reader = readers[index] as Position;
            const from = written[index] as number;
            const added = Array.from({ length: count }, (_, offset) => line(from + 1 + offset));
            window.append(added);
            written[index] = from + count;
            expect(budget.bytes).toBe(windows.reduce((sum, { bytes }) => sum + bytes, 0));
            expect(budget.bytes).toBeLessThanOrEqual(Math.max(8_000, window.bytes));
            expect(window.covers(from === 0 ? undefined : from)).toBe(true);
            if (!reads) continue;
            // Refilled from Coder.
            if (!window.covers(reader.last)) reader.last = window.start;
            const expected = (reader.last as number | undefined) ?? 0;
            const event = window.next(reader)?.value;
            if (event?.kind === 'batch') expect(event.logs[0]?.id).toBe(expected + 1);
            else expect(expected).toBe(written[index]);
          }
        },
      ),
      { numRuns: 2_000, seed: testSeed(today) },
    );
  });
});
