import { expect, test } from 'vitest';
import { nextLimit } from '../../../src/server/limits/load.ts';

test.each([
  [
    'falls below what was under way while the loop is late',
    { limit: 2_000, peak: 500, shed: false, lateMs: 200, waitMs: 0 },
    400,
  ],
  ['falls while operations wait to begin', { limit: 2_000, peak: 500, shed: false, lateMs: 20, waitMs: 2_000 }, 400],
  ['falls from itself once it binds', { limit: 400, peak: 400, shed: true, lateMs: 200, waitMs: 0 }, 320],
  [
    'does not fall so far that the process would idle',
    { limit: 110, peak: 3, shed: true, lateMs: 5_000, waitMs: 0 },
    100,
  ],
  [
    'rises little by little while others are turned away',
    { limit: 400, peak: 400, shed: true, lateMs: 20, waitMs: 0 },
    441,
  ],
  ['rises at once when nobody is', { limit: 400, peak: 20, shed: false, lateMs: 20, waitMs: 0 }, 800],
  ['does not rise beyond the most', { limit: 1_900, peak: 1_900, shed: true, lateMs: 0, waitMs: 0 }, 2_000],
])('the limit %s', (_, sample, expected) => {
  expect(nextLimit(sample)).toBe(expected);
});
