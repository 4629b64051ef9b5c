import { describe, expect, it } from 'vitest';
import { endpoints } from '../../src/coder/endpoints.ts';
import { ID, me, session, user, write } from './calls.ts';
import { clientOf, deferred, json, startUpstream, TOKEN } from './upstream.ts';

describe('equal reads at the same time', () => {
  /** An upstream that answers when the test says so. */
  async function slow() {
    const gate = deferred();
    const upstream = await startUpstream((_, response) => {
      void gate.promise.then(() => json(response, user));
    });
    return { ...upstream, answer: () => gate.resolve() };
  }

  it('of one identity are one request, which each sees in its trace', async () => {
    const { url, requests, answer } = await slow();
    const client = clientOf(url);
    const [first, second] = [session(client), session(client)];
    const reads = [first, second].map((each) => each.call(endpoints.user, { path: { user: 'me' } }));
    answer();
    const [one, two] = await Promise.all(reads);
    expect(one).toBe(two);
    expect(requests).toHaveLength(1);
    expect(first.trace.toJSON()).toMatchObject({ calls: 1, shared: 0 });
    expect(second.trace.toJSON()).toMatchObject({ calls: 0, shared: 1, requests: [{ status: 200, source: 'shared' }] });
  });

  it('of two identities are two', async () => {
    const { url, requests, answer } = await slow();
    const client = clientOf(url);
    const reads = [me(client), me(client, { token: `${TOKEN}x` })];
    answer();
    const [one, two] = await Promise.all(reads);
    expect(one).not.toBe(two);
    expect(requests.map(({ headers }) => headers['coder-session-token'])).toEqual([TOKEN, `${TOKEN}x`]);
  });

  it('are one again for each time after the answer', async () => {
    const { url, requests, answer } = await slow();
    answer();
    const client = clientOf(url);
    await me(client);
    await me(client);
    expect(requests).toHaveLength(2);
  });

  it('go on when the one who began has left', async () => {
    const { url, requests, answer } = await slow();
    const client = clientOf(url);
    const leaving = new AbortController();
    const [first, second] = [
      me(client, { signal: leaving.signal }),
      me(client, { signal: new AbortController().signal }),
    ];
    leaving.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    answer();
    expect(await second).toMatchObject(user);
    expect(requests).toHaveLength(1);
  });

  it('do not go out for a caller who has left already', async () => {
    const { url, requests } = await startUpstream((_, response) => json(response, user));
    const client = clientOf(url);
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(me(client, { signal: gone })).rejects.toThrow('gone');
    expect(await me(client)).toMatchObject(user);
    expect(requests).toHaveLength(1);
  });

  it('are aborted at Coder when the last one has left', async () => {
    const arrived = deferred();
    const closed = deferred();
    const { url } = await startUpstream((_, response) => {
      response.on('close', closed.resolve);
      arrived.resolve();
    });
    const client = clientOf(url);
    const leaving = [new AbortController(), new AbortController()];
    const reads = leaving.map(({ signal }) => me(client, { signal }));
    await arrived.promise;
    for (const each of leaving) each.abort(new Error('gone'));
    for (const read of reads) await expect(read).rejects.toThrow('gone');
    await closed.promise;
  });

  it('do not make one pay for the budget of the other', async () => {
    let tries = 0;
    const { url } = await startUpstream((_, response) =>
      ++tries === 1 ? json(response, {}, 503) : json(response, user),
    );
    const client = clientOf(url);
    // The first one's only call fails, and it may not try again; the second one may.
    const [poor, rich] = [me(client, { maxCalls: 1 }), me(client)];
    await expect(poor).rejects.toMatchObject({ extensions: { code: 'UPSTREAM_CALL_LIMIT' } });
    expect(await rich).toMatchObject(user);
    expect(tries).toBe(2);
  });

  it('do not make one pay for the bytes of the other', async () => {
    const { url } = await startUpstream((_, response) => json(response, { ...user, theme: 'x'.repeat(5_000) }));
    const client = clientOf(url);
    const [poor, rich] = [me(client, { maxBytes: 1_000 }), me(client)];
    await expect(poor).rejects.toMatchObject({ extensions: { code: 'UPSTREAM_CALL_LIMIT' } });
    expect(await rich).toMatchObject(user);
  });

  it('a read after a write joins none that began before the write ended', async () => {
    const answers: (() => void)[] = [];
    const arrivals = [deferred(), deferred(), deferred(), deferred()];
    const { url } = await startUpstream((_, response) => {
      answers.push(() => json(response, { ...user, id: ID, name: `answer ${answers.length}` }));
      arrivals[answers.length - 1]?.resolve();
    });
    const client = clientOf(url);
    const before = me(client);
    await arrivals[0]?.promise;
    const writing = write(client);
    await arrivals[1]?.promise;
    const during = me(client);
    await arrivals[2]?.promise;
    answers[1]?.();
    answers[1] = () => {};
    // The answer to the write is no build; whether anybody finds out does not matter here.
    await writing.catch(() => {});
    const after = me(client);
    await arrivals[3]?.promise;
    for (const answer of answers) answer();
    await Promise.all([before, during, after]);
    expect(answers).toHaveLength(4);
  });
});
