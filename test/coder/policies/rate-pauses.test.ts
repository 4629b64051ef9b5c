import { expect, it } from 'vitest';
import { RatePauses } from '../../../src/coder/policies/rate-pauses.ts';
import { UpstreamError } from '../../../src/coder/response/failures.ts';

it.each([
  [60, 60],
  [999_999_999, 600],
])('after a 429 with %d s a path is left alone for %d s', (retryAfter, seconds) => {
  let now = 0;
  const pauses = new RatePauses<string>(
    (call) => call,
    () => now,
  );
  pauses.record('a', new UpstreamError('RATE_LIMITED', 'limited', { retryAfter }));
  expect(() => pauses.refuse('b')).not.toThrow();
  now = seconds * 1_000 - 1;
  expect(() => pauses.refuse('a')).toThrow('none is sent for another 1 s');
  now = seconds * 1_000;
  expect(() => pauses.refuse('a')).not.toThrow();
});

it('10,000 pauses are remembered, and for more the one that was met least lately is forgotten', () => {
  const pauses = new RatePauses<string>(
    (call) => call,
    () => 0,
  );
  const limited = new UpstreamError('RATE_LIMITED', 'limited', { retryAfter: 60 });
  for (let index = 0; index <= 10_000; index++) pauses.record(`route ${index}`, limited);
  expect(() => pauses.refuse('route 0')).not.toThrow();
  expect(() => pauses.refuse('route 1')).toThrow('none is sent for another 60 s');
  expect(() => pauses.refuse('route 10000')).toThrow('none is sent for another 60 s');
});
