import { expect, test } from 'vitest';
import { nextLimit } from '../../../src/server/limits/load.ts';

test.each([
  ['falls below what was under way while the loop is late', { limit: 2_000, peak: 500, shed: false, lateMs: 200 }, 400],
  ['falls from itself once it binds', { limit: 400, peak: 400, shed: true, lateMs: 200 }, 320],
  ['does not fall so far that the process would idle', { limit: 110, peak: 3, shed: true, lateMs: 5_000 }, 100],
  ['rises little by little while others are turned away', { limit: 400, peak: 400, shed: true, lateMs: 20 }, 441],
  ['rises at once when nobody is', { limit: 400, peak: 20, shed: false, lateMs: 20 }, 800],
  ['does not rise beyond the most', { limit: 1_900, peak: 1_900, shed: true, lateMs: 0 }, 2_000],
])('the limit %s', (_, sample, expected) => {
  expect(nextLimit(sample)).toBe(expected);
});
