import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Cancellation } from '../../../src/coder/policies/cancellation.ts';
import { ReadRetries } from '../../../src/coder/policies/retries.ts';
import { UpstreamError } from '../../../src/coder/response/failures.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const away = (retryAfter?: number) =>
  new UpstreamError('UPSTREAM_UNAVAILABLE', 'away', { status: 503, transient: true, retryAfter });

it('should not try again before Retry-After', async () => {
  const work = vi.fn(async () => 'answer').mockRejectedValueOnce(away(5));
  const result = new ReadRetries(30_000).run(new Cancellation(), work);
  await vi.advanceTimersByTimeAsync(4_999);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await result).toBe('answer');
  expect(work).toHaveBeenCalledTimes(2);
});

it('should not try again when Retry-After does not fit into the deadline', async () => {
  const work = vi.fn().mockRejectedValue(away(15));
  await expect(new ReadRetries(30_000).run(new Cancellation(), work)).rejects.toMatchObject({ retryAfter: 15 });
  expect(work).toHaveBeenCalledTimes(1);
});

it('should pass on the last error after the third attempt', async () => {
  const work = vi.fn().mockRejectedValueOnce(away()).mockRejectedValueOnce(away()).mockRejectedValue(new Error('last'));
  const failed = expect(new ReadRetries(30_000).run(new Cancellation(), work)).rejects.toThrow('last');
  await vi.advanceTimersByTimeAsync(5_000);
  await failed;
  expect(work).toHaveBeenCalledTimes(3);
});

it('should end with an abort between two attempts, and not try again', async () => {
  const call = new Cancellation();
  const work = vi.fn().mockRejectedValue(away(10));
  const result = new ReadRetries(30_000).run(call, work);
  await vi.advanceTimersByTimeAsync(1);
  const gone = new Error('gone');
  call.abort(gone);
  await expect(result).rejects.toBe(gone);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(work).toHaveBeenCalledTimes(1);
});
