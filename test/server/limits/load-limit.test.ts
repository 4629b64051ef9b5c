import { expect, test } from 'vitest';
import { LoadLimit, type LoadSample } from '../../../src/server/limits/load-limit.ts';

const MAX = 2_000;
const LATE = { peak: 500, lateMs: 200 };
const EVERY_MS = 100;

/** What the limit is after each sample; one comes each 100 ms, of which the process had the processor for `cpu` parts. */
function limits(samples: Partial<LoadSample>[], { cpu = 1 } = {}): number[] {
  const limit = new LoadLimit(MAX);
  return samples.map((sample, index) => {
    const atMs = index * EVERY_MS;
    limit.observe({ peak: 0, shed: false, lateMs: 0, waitMs: 0, atMs, cpuMs: atMs * cpu, ...sample });
    return limit.value;
  });
}

/** So many samples of a kind, one after another. */
function times<T>(count: number, sample: T): T[] {
  return Array.from({ length: count }, () => sample);
}

test('one long turn of the event loop does not lower the limit', () => {
  expect(limits([{}, { ...LATE, lateMs: 3_000, atMs: 3_000, cpuMs: 3_000 }, { atMs: 3_100 }])).toEqual([MAX, MAX, MAX]);
});

test.each([
  ['the event loop is late', LATE],
  ['operations wait to begin', { peak: 500, lateMs: 20, waitMs: 2_000 }],
])('a burst in which %s does not lower the limit for two seconds', (_, late) => {
  expect(new Set(limits(times(20, late)))).toEqual(new Set([MAX]));
  expect(limits(times(22, late)).slice(-3)).toEqual([MAX, 400, 320]);
});

test('a burst may last longer while others use the processor, but not for ever', () => {
  expect(new Set(limits(times(100, LATE), { cpu: 0.1 }))).toEqual(new Set([MAX]));
  expect(limits(times(101, LATE), { cpu: 0.1 }).at(-1)).toBe(400);
});

test('bursts with a sample on time between them do not lower the limit', () => {
  expect(new Set(limits(times(5, [...times(19, LATE), {}]).flat()))).toEqual(new Set([MAX]));
});

test('once there is more than the process can do, the limit follows the load at once', () => {
  const overload = times(22, LATE);
  const served = { peak: 320, shed: true, lateMs: 20 };
  expect(limits([...overload, served, served, { peak: 320, shed: true, lateMs: 200 }]).slice(-4)).toEqual([
    320, 353, 389, 256,
  ]);
});

test('the limit does not fall so far that the process would idle', () => {
  expect(limits(times(60, { peak: 300, shed: true, lateMs: 5_000 })).at(-1)).toBe(100);
});

test('when nobody is turned away any more, the limit is back at once, and bursts are served again', () => {
  const overload = times(40, { peak: 500, shed: true, lateMs: 200 });
  expect(limits([...overload, ...times(5, {})]).slice(-6)).toEqual([100, 200, 400, 800, 1_600, 2_000]);
  expect(limits([...overload, ...times(10, {}), ...times(20, LATE)]).at(-1)).toBe(MAX);
});
