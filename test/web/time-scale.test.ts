import fc from 'fast-check';
import { expect, it } from 'vitest';
import { panned, placeOf, revealed, ticksOf, zoomed } from '../../examples/web/src/build/timeline/time-scale.ts';

const whole = { start: 1_000, end: 11_000 };

it('places moments to scale', () => {
  expect(placeOf(1_000, whole, 500)).toBe(0);
  expect(placeOf(6_000, whole, 500)).toBe(250);
  expect(placeOf(11_000, whole, 500)).toBe(500);
});

it('zooms around a place that stays where it is', () => {
  expect(zoomed(whole, 0.5, 0.25, whole)).toEqual({ start: 2_250, end: 7_250 });
  expect(zoomed(whole, 0.5, 0, whole)).toEqual({ start: 1_000, end: 6_000 });
});

it('shows nothing outside of the whole, and no less than the timings can tell apart', () => {
  const step = fc.oneof(
    fc.record({
      factor: fc.double({ min: 0.01, max: 20, noNaN: true }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    fc.record({ by: fc.double({ min: -5, max: 5, noNaN: true }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let view = whole;
      for (const each of steps)
        view = 'by' in each ? panned(view, each.by, whole) : zoomed(view, each.factor, each.at, whole);
      expect(view.start).toBeGreaterThanOrEqual(whole.start - 1e-6);
      expect(view.end).toBeLessThanOrEqual(whole.end + 1e-6);
      expect(view.end - view.start).toBeGreaterThan(19.99);
    }),
  );
});

it('moves to a span that is out of view, and not otherwise', () => {
  const view = { start: 1_000, end: 2_000 };
  expect(revealed(view, { start: 1_500, end: 9_000 }, whole)).toBe(view);
  const later = revealed(view, { start: 5_000, end: 5_100 }, whole);
  expect(later.start).toBeLessThanOrEqual(5_000);
  expect(later.end).toBeGreaterThanOrEqual(5_100);
  const earlier = revealed({ start: 9_000, end: 10_000 }, { start: 2_000, end: 2_100 }, whole);
  expect(earlier.start).toBeLessThanOrEqual(2_000);
});

it('has ticks at round times after the beginning, as exact as they are dense', () => {
  const labels = (view: { start: number; end: number }, width: number) =>
    ticksOf(view, 1_000, width, 80).map(({ label }) => label);
  expect(labels(whole, 800)).toEqual(['0 s', '1 s', '2 s', '3 s', '4 s', '5 s', '6 s', '7 s', '8 s', '9 s', '10 s']);
  expect(labels({ start: 1_000, end: 1_400 }, 400)).toEqual(['0 ms', '100 ms', '200 ms', '300 ms', '400 ms']);
  expect(labels({ start: 3_050, end: 3_450 }, 400)).toEqual(['2.1 s', '2.2 s', '2.3 s', '2.4 s']);
  expect(labels({ start: 1_000, end: 301_000 }, 400)).toEqual(['0 s', '1:00', '2:00', '3:00', '4:00', '5:00']);
  expect(labels({ start: 1_000, end: 1_000 + 7_300_000 }, 400)).toEqual([
    '0 s',
    '30:00',
    '1:00:00',
    '1:30:00',
    '2:00:00',
  ]);
});
