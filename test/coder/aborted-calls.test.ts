import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { endpoints } from '../../src/coder/endpoints.ts';
import { clientOf, deferred, json, startUpstream, TOKEN } from './upstream.ts';

describe('calls that are aborted', () => {
  it('are no failure of Coder: however many clients leave, others are served', async () => {
    let asked = 0;
    const { url } = await startUpstream((_, response) => {
      if (++asked > 16) json(response, { version: 'v2.34.0' });
    });
    const client = clientOf(url);
    const abort = new AbortController();
    const leaving = client.session({ token: TOKEN, signal: abort.signal, maxCalls: 100 });
    const calls = Array.from({ length: 16 }, (_, index) =>
      leaving.call(endpoints.user, { path: { user: `user${index}` } }),
    );
    const ended = Promise.allSettled(calls);
    await expect.poll(() => asked).toBe(16);
    abort.abort();
    expect((await ended).map(({ status }) => status)).toEqual(calls.map(() => 'rejected'));
    await expect(client.buildInfo()).resolves.toMatchObject({ version: 'v2.34.0' });
  });
});

it('should listen to the signal of an operation once, however many calls it makes', async () => {
  const arrived = deferred();
  let asked = 0;
  const { url } = await startUpstream(() => {
    if (++asked === 16) arrived.resolve();
  });
  const abort = new AbortController();
  const operation = clientOf(url).session({ token: TOKEN, signal: abort.signal, maxCalls: 100 });
  const ended = Promise.allSettled(
    Array.from({ length: 16 }, (_, index) => operation.call(endpoints.user, { path: { user: `user${index}` } })),
  );
  await arrived.promise;
  expect(getEventListeners(abort.signal, 'abort')).toHaveLength(1);
  abort.abort();
  await ended;
});
