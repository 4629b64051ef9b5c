import { describe, expect, it } from 'vitest';
import { endpoints } from '../../src/coder/endpoints.ts';
import { clientOf, json, startUpstream, TOKEN } from './upstream.ts';

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
