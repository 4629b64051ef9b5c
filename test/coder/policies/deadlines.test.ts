import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Cancellation } from '../../../src/coder/policies/cancellation.ts';
import { Deadlines } from '../../../src/coder/policies/deadlines.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A clock that goes as the timers of a test do, in whole milliseconds: fractions would leave one for what is left of them. */
const clock = {
  now: () => Date.now(),
  after: (milliseconds: number, callback: () => void) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Work that goes on until it is aborted, and then fails for a reason of its own. */
const untilAborted = (call: Cancellation) =>
  new Promise<never>((_, reject) => call.listen({ abort: () => reject(new Error('broken by the abort')) }));

it('should end work after the time, and be the reason', async () => {
  const failed = expect(new Deadlines(1_000, clock).run(new Cancellation(), untilAborted)).rejects.toMatchObject({
    code: 'UPSTREAM_TIMEOUT',
    message: 'Coder did not answer within 1000 ms.',
  });
  await vi.advanceTimersByTimeAsync(1_000);
  await failed;
});

it('should give each call its whole time, whatever began or ended before it', async () => {
  const deadlines = new Deadlines(1_000, clock);
  const ended: string[] = [];
  const begin = (name: string) => {
    deadlines.run(new Cancellation(), untilAborted).catch(() => ended.push(name));
  };
  begin('first');
  await deadlines.run(new Cancellation(), async () => {});
  await vi.advanceTimersByTimeAsync(400);
  begin('second');
  await vi.advanceTimersByTimeAsync(599);
  expect(ended).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(ended).toEqual(['first']);
  await vi.advanceTimersByTimeAsync(399);
  expect(ended).toEqual(['first']);
  await vi.advanceTimersByTimeAsync(1);
  expect(ended).toEqual(['first', 'second']);
  // Nothing waits any more, and the next call has a timer again.
  expect(vi.getTimerCount()).toBe(0);
  begin('third');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ended).toEqual(['first', 'second', 'third']);
});

it('should make one timer for many calls', async () => {
  const deadlines = new Deadlines(1_000, clock);
  const calls = Array.from({ length: 100 }, () => deadlines.run(new Cancellation(), untilAborted));
  const ended = Promise.allSettled(calls);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect((await ended).every(({ status }) => status === 'rejected')).toBe(true);
});

it('should pass on why the caller ended the work', async () => {
  const call = new Cancellation();
  const result = new Deadlines(60_000, clock).run(call, untilAborted);
  const gone = new Error('the caller has gone');
  call.abort(gone);
  await expect(result).rejects.toBe(gone);
});

it('should pass on an error of work that nobody ended', async () => {
  const work = () => Promise.reject(new Error('its own'));
  await expect(new Deadlines(60_000, clock).run(new Cancellation(), work)).rejects.toThrow('its own');
});
