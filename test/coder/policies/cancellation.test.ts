import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { abortedWith, Cancellation } from '../../../src/coder/policies/cancellation.ts';

it('should tell only its last listener, and only of the first abort', () => {
  const call = new Cancellation();
  const told: unknown[] = [];
  call.listen({ abort: () => told.push('replaced') });
  call.listen({ abort: (reason) => told.push(reason) });
  call.throwIfAborted();
  call.abort('first');
  call.abort('second');
  expect(told).toEqual(['first']);
  expect([call.aborted, call.reason]).toEqual([true, 'first']);
  expect(() => call.throwIfAborted()).toThrow('first');
});

it('should listen to a signal once, for all that are aborted with it and have not left', () => {
  const abort = new AbortController();
  const [one, two, done] = [new Cancellation(), new Cancellation(), new Cancellation()];
  for (const call of [one, two, done]) abortedWith(abort.signal).add(call);
  abortedWith(abort.signal).delete(done);
  expect(getEventListeners(abort.signal, 'abort')).toHaveLength(1);
  const gone = new Error('gone');
  abort.abort(gone);
  expect([one, two, done].map(({ reason }) => reason)).toEqual([gone, gone, undefined]);
});
