import { expect, test } from 'vitest';
import { TokenBuckets } from '../../../src/server/limits/token-buckets.ts';

function buckets(perMinute: number, maxBuckets = 10) {
  const clock = { now: 0 };
  return { clock, buckets: new TokenBuckets({ perMinute, maxBuckets, now: () => clock.now }) };
}

test('a bucket holds a minute of tokens, and they flow back evenly', () => {
  const { clock, buckets: each } = buckets(60);
  for (let index = 0; index < 60; index++) expect(each.take('a', 1)).toBeUndefined();
  expect(each.take('a', 1)).toBe(1);
  expect(each.take('b', 1)).toBeUndefined();
  clock.now = 500;
  expect(each.take('a', 1)).toBe(1);
  clock.now = 1_000;
  expect(each.take('a', 1)).toBeUndefined();
  expect(each.take('a', 30)).toBe(30);
  expect(each.level('a')).toEqual({ remaining: 0, fullInSeconds: 60 });
  clock.now = 100_000;
  expect(each.level('a')).toEqual({ remaining: 60, fullInSeconds: 0 });
});

test('what costs more than a bucket holds is granted to a full one, and made up for', () => {
  const { clock, buckets: each } = buckets(60);
  expect(each.take('a', 100)).toBeUndefined();
  expect(each.take('a', 1)).toBe(41);
  clock.now = 41_000;
  expect(each.take('a', 1)).toBeUndefined();
});

test('the bucket that was used least lately is forgotten', () => {
  const { buckets: each } = buckets(1, 2);
  for (const key of ['a', 'b', 'c']) expect(each.take(key, 1)).toBeUndefined();
  expect(each.take('c', 1)).toBe(60);
  expect(each.take('a', 1)).toBeUndefined();
});
