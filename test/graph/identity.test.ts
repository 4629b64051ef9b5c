import { describe, expect, it } from 'vitest';
import { startGateway } from '../support.ts';

const traced = { 'x-upstream-trace': '1' };

describe('concurrent requests', () => {
  it('of two identities never share an answer', async () => {
    const { query, embedded } = await startGateway();
    // Slow enough that all of them are under way together.
    embedded.faults.add({ latency: 30 });
    const document = '{ viewer { username } workspaces(first: 100) { totalCount nodes { name } } }';
    const users = ['mira', 'omar', 'tara', 'omar', 'mira', 'tara'];
    const answers = await Promise.all(users.map((user) => query(document, {}, { user })));
    answers.forEach(({ data, errors }, index) => {
      expect(errors).toBeUndefined();
      expect(data.viewer.username).toBe(users[index]);
    });
    const [mira, omar, , again] = answers;
    expect(omar?.data.workspaces).toEqual(again?.data.workspaces);
    expect(omar?.data.workspaces.totalCount).toBeLessThan(mira?.data.workspaces.totalCount);
    const seen = embedded.requests.filter(({ route }) => route === '/api/v2/users/{user}').map(({ user }) => user);
    expect(seen.toSorted()).toEqual(['mira', 'omar', 'tara']);
  });

  it('of two tokens of one user are apart too', async () => {
    const { query, embedded, calls } = await startGateway();
    embedded.faults.add({ latency: 30 });
    const token = embedded.control.addToken('mira');
    await Promise.all([
      query('{ viewer { username } }'),
      query('{ viewer { username } }', {}, { user: null, headers: { 'coder-session-token': token } }),
    ]);
    expect(calls()).toHaveLength(2);
  });

  it('of one identity share equal reads, and each says in its trace what it cost', async () => {
    const { query, embedded, calls } = await startGateway();
    embedded.faults.add({ latency: 30 });
    const document = `{ build(id: "${embedded.build('falcon').id}") { buildNumber parameters { name } } }`;
    const [one, two] = await Promise.all([
      query(document, {}, { headers: traced }),
      query(document, {}, { headers: traced }),
    ]);
    expect(one.data).toEqual(two.data);
    const costs = [one, two].map(({ extensions }) => extensions?.upstream).map((cost) => [cost?.calls, cost?.shared]);
    expect(costs.toSorted()).toEqual([
      [0, 2],
      [2, 0],
    ]);
    expect(calls()).toHaveLength(2);
  });

  it('share nothing once the answer is there', async () => {
    const { query, embedded, calls } = await startGateway();
    const document = `{ build(id: "${embedded.build('falcon').id}") { buildNumber } }`;
    await query(document);
    await query(document);
    expect(calls()).toHaveLength(2);
  });
});

describe('the trace', () => {
  it('has the routes, never the ids or the token', async () => {
    const { query, embedded } = await startGateway();
    const build = embedded.build('falcon');
    const { extensions } = await query(`{ build(id: "${build.id}") { parameters { name } } }`, {}, { headers: traced });
    expect(extensions?.upstream).toEqual({
      calls: 2,
      shared: 0,
      cached: 0,
      durationMs: expect.any(Number),
      requests: ['/workspacebuilds/{workspacebuild}', '/workspacebuilds/{workspacebuild}/parameters'].map((route) => ({
        method: 'GET',
        route,
        status: 200,
        startMs: expect.any(Number),
        durationMs: expect.any(Number),
        source: 'network',
      })),
    });
    expect(JSON.stringify(extensions)).not.toContain(build.id);
    expect(JSON.stringify(extensions)).not.toContain(embedded.user('mira').token);
  });

  it('has each try of a call', async () => {
    const { query, embedded } = await startGateway();
    embedded.faults.add({ route: '/users/{user}', times: 1, respond: { status: 503 } });
    const { extensions } = await query('{ viewer { username } }', {}, { headers: traced });
    expect(extensions?.upstream.requests).toMatchObject([{ status: 503 }, { status: 200 }]);
  });

  it('is not there unless asked for', async () => {
    const { query } = await startGateway();
    expect((await query('{ viewer { username } }')).extensions).toBeUndefined();
  });
});

it('a token goes upstream as Coder-Session-Token, whichever way it came', async () => {
  const { query, embedded } = await startGateway();
  const { token } = embedded.user('omar');
  for (const headers of [
    { 'coder-session-token': token },
    { authorization: `Bearer ${token}` },
    { authorization: `bearer ${token}` },
  ]) {
    const { data } = await query('{ viewer { username } }', {}, { user: null, headers });
    expect(data.viewer.username).toBe('omar');
  }
  for (const { headers } of embedded.requests) {
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('origin');
  }
});

it('cookies are neither read nor forwarded', async () => {
  const { query, embedded } = await startGateway();
  const { errors } = await query(
    '{ viewer { username } }',
    {},
    {
      user: null,
      headers: { cookie: `coder_session_token=${embedded.user('mira').token}` },
    },
  );
  expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
});
