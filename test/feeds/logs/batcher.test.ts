import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/embedded/testing/manual-clock.ts';
import { Batcher } from '../../../src/feeds/logs/batcher.ts';
import { StaggeredSchedule } from '../../../src/feeds/staggered-schedule.ts';
import { defaultTimings } from '../../../src/feeds/timings.ts';

function start() {
  const clock = new ManualClock();
  const sizes: number[] = [];
  const batcher = new Batcher<number>(
    { ...defaultTimings, clock, batchLines: 10, flushMs: 4, batchIntervalMs: 40 },
    (batches) => {
      for (const batch of batches) sizes.push(batch.length);
    },
  );
  return { clock, batcher, sizes };
}

describe('batcher', () => {
  it('should hold a line after a quiet time only for its neighbors', () => {
    const { clock, batcher, sizes } = start();
    batcher.add([1]);
    clock.advance(3);
    batcher.add([2, 3]);
    expect(sizes).toEqual([]);
    clock.advance(1);
    expect(sizes).toEqual([3]);
    expect(clock.pending).toBe(0);
  });

  it('should make one batch per pace while lines keep coming', () => {
    const { clock, batcher, sizes } = start();
    for (let ms = 0; ms < 400; ms += 10) {
      batcher.add([ms]);
      clock.advance(10);
    }
    clock.advance(40);
    expect(sizes.length).toBeLessThanOrEqual(12);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(40);
  });

  it('should send at once what fills a batch, in batches of that size', () => {
    const { clock, batcher, sizes } = start();
    batcher.add(Array.from({ length: 25 }, (_, index) => index));
    expect(sizes).toEqual([10, 10, 5]);
    expect(clock.pending).toBe(0);
    batcher.flush();
    expect(sizes).toHaveLength(3);
  });
});

describe('schedule', () => {
  it('should call each task once per period, spread over it, with one timer and none without tasks', () => {
    const clock = new ManualClock();
    let turn = 0;
    const schedule = new StaggeredSchedule({ clock, random: () => ((turn++ * 7) % 25) / 25, periodMs: 25_000 });
    const calls = new Map<number, number[]>();
    const leave = Array.from({ length: 50 }, (_, task) => {
      calls.set(task, []);
      return schedule.add(() => calls.get(task)?.push(clock.now()));
    });
    expect(clock.pending).toBe(1);
    clock.advance(100_000);
    for (const times of calls.values()) {
      expect(times).toHaveLength(4);
      for (const [index, time] of times.entries()) if (index > 0) expect(time - Number(times[index - 1])).toBe(25_000);
    }
    expect(new Set([...calls.values()].map(([first]) => first)).size).toBe(25);
    for (const leaveIt of leave) {
      leaveIt();
      leaveIt();
    }
    expect(clock.pending).toBe(0);
    clock.advance(100_000);
    expect(calls.get(0)).toHaveLength(4);
  });
});
