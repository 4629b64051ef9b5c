import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/embedded/testing/manual-clock.ts';
import { defaultTimings } from '../../../src/feeds/timings.ts';
import { ListPace } from '../../../src/feeds/watch/list-pace.ts';

/** A list whose reads take no time, with the seconds at which it was read. */
function start({ lists = 1, random = 1 } = {}) {
  const clock = new ManualClock(0);
  const world = { clock, underWay: false, reads: [] as number[], lists };
  const pace = new ListPace({
    timings: { ...defaultTimings, clock, random: () => random },
    lists: () => world.lists,
    read: () => {
      world.reads.push(clock.now() / 1_000);
      pace.wasRead(world.underWay);
    },
  });
  pace.wasRead(false);
  return { ...world, world, pace };
}

describe('the pace of a list', () => {
  it('should slow down from 5 to 30 seconds while all is quiet', () => {
    const { clock, reads } = start();
    clock.advance(130_000);
    expect(reads).toEqual([5, 15, 35, 65, 95, 125]);
  });

  it('should be 5 seconds while something is under way, and slow down after that', () => {
    const { clock, reads, world } = start();
    world.underWay = true;
    clock.advance(20_000);
    world.underWay = false;
    clock.advance(40_000);
    expect(reads).toEqual([5, 10, 15, 20, 25, 30, 40, 60]);
  });

  it('should read at once when something has changed, and then soon again', () => {
    const { clock, reads, pace } = start();
    clock.advance(66_000);
    reads.length = 0;
    clock.advance(4_000);
    pace.readSoon();
    clock.advance(0);
    clock.advance(20_000);
    expect(reads).toEqual([70, 75, 85]);
  });

  it('should read once a second however often something changes', () => {
    const { clock, reads, pace } = start();
    for (let change = 0; change < 300; change++) {
      pace.readSoon();
      clock.advance(10);
    }
    expect(reads).toEqual([1, 2, 3]);
  });

  it('should not forget a change that came while the list was being read', () => {
    const { clock, reads, pace } = start();
    clock.advance(5_000);
    pace.readSoon();
    pace.wasRead(false);
    clock.advance(1_000);
    expect(reads).toEqual([5, 6]);
  });

  it('should leave most of what Coder allows an identity in a minute to its queries, however many its lists', () => {
    const { clock, reads, pace } = start({ lists: 100 });
    for (let change = 0; change < 600; change++) {
      pace.readSoon();
      clock.advance(1_000);
    }
    expect(reads.length).toBe(12);
  });

  it('should not read lists that began together at the same moment for ever', () => {
    const { clock, reads } = start({ random: 0 });
    clock.advance(40_000);
    expect(reads).toEqual([4.5, 13.5, 31.5]);
  });

  it('should end with the list', () => {
    const { clock, reads, pace } = start();
    pace.stop();
    clock.advance(100_000);
    expect([reads, clock.pending]).toEqual([[], 0]);
  });
});
