import { expect, test } from 'vitest';
import { ConfirmedIdentities } from '../../src/coder/confirmed-identities.ts';

test('10,000 identities are remembered, and for more the one that was confirmed least lately is forgotten', () => {
  const confirmed = new ConfirmedIdentities();
  for (let index = 0; index <= 10_000; index++) confirmed.add(`identity ${index}`);
  expect(confirmed.has('identity 0')).toBe(false);
  expect(confirmed.has('identity 1')).toBe(true);
  expect(confirmed.has('identity 10000')).toBe(true);
});
