import { expect, it } from 'vitest';
import { CoderClock } from '../../../src/coder/deployment/coder-clock.ts';

it('goes by the date of the last answer', () => {
  let elapsed = 5_000;
  const clock = new CoderClock(() => elapsed);
  clock.answered('Mon, 22 Jun 2026 09:00:00 GMT');
  expect(clock.now()).toBe(Date.UTC(2026, 5, 22, 9));
  elapsed += 90_000;
  expect(clock.now()).toBe(Date.UTC(2026, 5, 22, 9, 1, 30));
  clock.answered('Mon, 22 Jun 2026 09:00:10 GMT');
  expect(clock.now()).toBe(Date.UTC(2026, 5, 22, 9, 0, 10));
  clock.answered(undefined);
  expect(clock.now()).toBe(Date.UTC(2026, 5, 22, 9, 0, 10));
});

it('goes by the own clock while no answer has said', () => {
  const clock = new CoderClock();
  const before = Date.now();
  expect(clock.now()).toBeGreaterThanOrEqual(before);
  clock.answered('yesterday');
  expect(clock.now()).toBeLessThanOrEqual(Date.now());
  expect(clock.now()).toBeGreaterThanOrEqual(before);
});
