import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../src/embedded/testing/faults.ts';
import { startGateway, type TestOptions, type Wire } from '../support.ts';

const ROUTE = '/workspaceagents/{workspaceagent}/watch-metadata-ws';
const SOCKET = `GET ${ROUTE}`;
const AGENT = 'GET /workspaceagents/{workspaceagent}';

/** An agent of the seed that is connected, and a read of its metadata. */
async function start(options: TestOptions = {}) {
  const gateway = await startGateway(options);
  const [agent] = gateway.embedded.control.agents(gateway.embedded.build('atlas-dev'));
  if (!agent) throw new Error('atlas-dev has no agent');
  gateway.embedded.clearRequests();
  const read = (selection = '{ key value }', user = 'mira') =>
    gateway.query(
      `{ agent(id: "${agent.id}") { name metadata ${selection} } }`,
      {},
      { user, headers: { 'x-upstream-trace': '1' } },
    );
  const fail = (fault: FaultRule) => gateway.embedded.faults.add({ route: ROUTE, ...fault });
  return { ...gateway, agent, read, fail };
}

/** One item with all there may be. */
const full = {
  description: { display_name: 'Full', key: 'full', script: 'echo full', interval: 2.5, timeout: 5 },
  result: { collected_at: '2026-06-22T07:41:04.1Z', age: 3.25, value: 'a value', error: 'an error' },
};

describe('every value arrives', () => {
  it.each([
    ['key', 'full'],
    ['displayName', 'Full'],
    ['value', 'a value'],
    ['error', 'an error'],
    ['collectedAt', '2026-06-22T07:41:04.1Z'],
    ['ageSeconds', 3.25],
    ['intervalSeconds', 2.5],
  ])('%s', async (field, value) => {
    const { read, fail } = await start();
    fail({ mutate: () => ({ type: 'data', data: [full] }), socket: {} });
    const { data, errors } = await read(`{ ${field} }`);
    expect(errors).toBeUndefined();
    expect(data.agent.metadata).toEqual([{ [field]: value }]);
  });

  it('unset is null', async () => {
    const { read, fail } = await start();
    const result = { ...full.result, collected_at: '0001-01-01T00:53:28+00:53', error: '' };
    fail({ mutate: () => ({ type: 'data', data: [{ ...full, result }] }), socket: {} });
    const { data } = await read('{ error collectedAt }');
    expect(data.agent.metadata).toEqual([{ error: null, collectedAt: null }]);
  });

  it('of an agent that has not connected, nothing is measured yet', async () => {
    const { query, embedded } = await start();
    const agent = embedded.control.agents(embedded.build('atlas-dev'))[0];
    if (!agent) throw new Error('no agent');
    for (const item of agent.metadata) Object.assign(item, { value: '', error: '', collectedAt: null });
    const { data, errors } = await query(
      `{ agent(id: "${agent.id}") { metadata { key value error collectedAt ageSeconds } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.agent.metadata[0]).toEqual({
      key: 'cpu',
      value: '',
      error: null,
      collectedAt: null,
      ageSeconds: 9_223_372_036,
    });
  });

  it('of an agent that measures nothing, none', async () => {
    const { read, fail } = await start();
    fail({ mutate: () => ({ type: 'data', data: null }), socket: {} });
    expect((await read()).data.agent.metadata).toEqual([]);
  });

  it('a wrong one costs its item, with an error at the list', async () => {
    const { read, fail } = await start();
    const wrong = { ...full, result: { ...full.result, value: 7 } };
    fail({ mutate: () => ({ type: 'data', data: [wrong, full] }), socket: {} });
    const { data, errors } = await read();
    expect(data.agent.metadata).toEqual([{ key: 'full', value: 'a value' }]);
    expect(errors).toMatchObject([
      {
        path: ['agent', 'metadata'],
        extensions: { code: 'UPSTREAM_BAD_RESPONSE', upstream: { status: 101, requestId: expect.any(String) } },
      },
    ]);
    const unselected = await read('{ key }');
    expect(unselected.errors).toBeUndefined();
    expect(unselected.data.agent.metadata).toHaveLength(2);
  });
});

describe('the call', () => {
  it('is one socket, which is closed after its first event, and is told of', async () => {
    const { read, calls, embedded } = await start();
    const { data, errors, extensions } = await read('{ key }');
    expect(errors).toBeUndefined();
    expect(data.agent.metadata).toEqual([{ key: 'cpu' }, { key: 'memory' }, { key: 'disk' }]);
    expect(calls()).toEqual([AGENT, SOCKET]);
    expect(extensions?.upstream.requests[1]).toMatchObject({ route: ROUTE, status: 101, source: 'network' });
    await expect.poll(() => embedded.sockets().total).toBe(0);
  });

  it('waits for data behind pings', async () => {
    const { read, fail } = await start();
    fail({ socket: { inject: { frame: { text: '{"type":"ping","data":null}\n' } } } });
    expect((await read()).data.agent.metadata).toHaveLength(3);
  });

  it('is one for equal reads of one identity at the same time, and not of two', async () => {
    const { query, agent, calls, embedded } = await start();
    embedded.faults.add({ route: ROUTE, latency: 30 });
    const read = (user: string) =>
      query(
        `{ a: agent(id: "${agent.id}") { metadata { key } } b: agent(id: "${agent.id}") { metadata { value } } }`,
        {},
        { user },
      );
    const answers = await Promise.all([read('mira'), read('mira'), read('tara')]);
    for (const { data, errors } of answers) {
      expect(errors).toBeUndefined();
      expect([data.a.metadata.length, data.b.metadata.length]).toEqual([3, 3]);
    }
    expect(calls().filter((call) => call === SOCKET)).toHaveLength(2);
  });

  it('counts to the budget of the operation', async () => {
    const { read, calls } = await start({ settings: { maxUpstreamCalls: 1 } });
    const { data, errors } = await read();
    expect(data.agent).toEqual({ name: 'main', metadata: null });
    expect(errors).toMatchObject([{ path: ['agent', 'metadata'], extensions: { code: 'UPSTREAM_CALL_LIMIT' } }]);
    expect(calls()).toEqual([AGENT]);
  });

  it('counts its bytes to the budget of the operation', async () => {
    const { read, fail } = await start({ settings: { maxOperationMb: 1, maxResponseMb: 4 } });
    const long = { ...full, result: { ...full.result, value: 'x'.repeat(2 ** 20) } };
    fail({ mutate: () => ({ type: 'data', data: [long] }), socket: {} });
    const { data, errors } = await read();
    expect(data.agent.metadata).toBeNull();
    expect(errors?.[0]?.extensions.code).toBe('UPSTREAM_CALL_LIMIT');
  });

  it('of very many agents are no more at the same time than requests may be', async () => {
    const { query, embedded } = await start({ settings: { upstreamConcurrency: 2 } });
    embedded.control.createRunningWorkspaces(8, { prefix: 'many' });
    let most = 0;
    embedded.faults.add({
      route: ROUTE,
      socket: {},
      mutate: () => {
        most = Math.max(most, embedded.sockets().total);
      },
    });
    const { data, errors } = await query(
      '{ workspaces(query: "name:many") { nodes { latestBuild { agents { metadata { key } } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.workspaces.nodes.flatMap(({ latestBuild }: Wire) => latestBuild.agents)).toHaveLength(8);
    expect(most).toBeGreaterThan(0);
    // One that was closed is counted for a moment more.
    expect(most).toBeLessThanOrEqual(4);
  });
});

describe('a failure costs the field', () => {
  it.each<[string, FaultRule, string]>([
    ['401', { respond: refusal(401) }, 'UNAUTHENTICATED'],
    ['403', { respond: refusal(403) }, 'FORBIDDEN'],
    ['404 of a proxy', { respond: { status: 404, body: '<html>secret</html>' } }, 'UPSTREAM_UNAVAILABLE'],
    ['429', { respond: refusal(429) }, 'RATE_LIMITED'],
    ['500', { respond: refusal(500) }, 'UPSTREAM_UNAVAILABLE'],
    ['502', { respond: { status: 502 } }, 'UPSTREAM_UNAVAILABLE'],
    ['200', { respond: { status: 200, body: '[]', contentType: 'application/json' } }, 'UPSTREAM_UNAVAILABLE'],
    ['a redirect', { redirect: 'https://login.example.com/' }, 'UPSTREAM_UNAVAILABLE'],
    ['cut in the handshake', { cutAfterBytes: 20 }, 'UPSTREAM_UNAVAILABLE'],
    ['cut before the event', { socket: { cutAfterBytes: 0 } }, 'UPSTREAM_UNAVAILABLE'],
    ['cut in the event', { socket: { cutAfterBytes: 90 } }, 'UPSTREAM_UNAVAILABLE'],
    [
      'closed before the event',
      { socket: { close: { code: 1000, reason: 'Connection closed' } } },
      'UPSTREAM_UNAVAILABLE',
    ],
    ['not JSON', { socket: { inject: { frame: 'malformed-json' } } }, 'UPSTREAM_BAD_RESPONSE'],
    ['binary', { socket: { inject: { frame: 'binary' } } }, 'UPSTREAM_BAD_RESPONSE'],
    ['not UTF-8', { socket: { inject: { frame: 'invalid-utf8' } } }, 'UPSTREAM_BAD_RESPONSE'],
    ['no event', { socket: { inject: { frame: { text: '[]' } } } }, 'UPSTREAM_BAD_RESPONSE'],
    ['null', { socket: { inject: { frame: { text: 'null' } } } }, 'UPSTREAM_BAD_RESPONSE'],
    ['no list', { socket: {}, mutate: () => ({ type: 'data', data: 'secret' }) }, 'UPSTREAM_BAD_RESPONSE'],
    [
      'an error',
      { socket: {}, mutate: () => ({ type: 'error', data: { message: 'secret' } }) },
      'UPSTREAM_UNAVAILABLE',
    ],
  ])('%s', async (_, fault, code) => {
    const { read, fail, embedded } = await start();
    fail(fault);
    const { data, errors } = await read();
    expect(data.agent).toEqual({ name: 'main', metadata: null });
    expect(errors).toMatchObject([{ path: ['agent', 'metadata'], extensions: { code } }]);
    expect(JSON.stringify(errors)).not.toMatch(/secret|127\.0\.0\.1/);
    await expect.poll(() => embedded.sockets().total).toBe(0);
  });

  it('in Coder’s own words', async () => {
    const { read, fail } = await start();
    fail({ respond: refusal(403) });
    const { errors } = await read();
    expect(errors).toMatchObject([{ message: 'Coder says no.', extensions: { upstream: { status: 403 } } }]);
  });

  it('of a moment is tried again', async () => {
    const { read, fail, calls } = await start();
    fail({ times: 2, socket: { cutAfterBytes: 30 } });
    const { data, errors, extensions } = await read();
    expect(errors).toBeUndefined();
    expect(data.agent.metadata).toHaveLength(3);
    expect(calls()).toEqual([AGENT, SOCKET, SOCKET, SOCKET]);
    expect(extensions?.upstream.calls).toBe(4);
  });

  it('is none while the next try gets through, at whatever byte the socket was cut', async () => {
    const { read, fail } = await start();
    // Of the only frame; the fault leaves the handshake alone.
    for (const bytes of [0, 1, 2, 3, 4, 5, 50, 300, 500]) {
      fail({ times: 1, socket: { cutAfterBytes: bytes } });
      const { data, errors } = await read('{ key }');
      expect(errors).toBeUndefined();
      expect(data.agent.metadata).toEqual([{ key: 'cpu' }, { key: 'memory' }, { key: 'disk' }]);
    }
  });

  it.each<[string, FaultRule]>([
    ['that hangs in its handshake', { hang: true }],
    ['that never says anything', { socket: { silent: true } }],
    ['that only answers pings', { socket: { stallAfterMessages: 0 } }],
  ])('of a socket %s comes at the deadline', async (_, fault) => {
    const { read, fail, embedded } = await start({ settings: { upstreamTimeoutMs: 600 } });
    fail(fault);
    const { data, errors } = await read();
    expect(data.agent.metadata).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_TIMEOUT' } }]);
    await expect.poll(() => embedded.sockets().total).toBe(0);
  });

  it('of an agent that is gone by then is none: its metadata is null', async () => {
    const { read, fail } = await start();
    fail({ respond: refusal(404) });
    const { data, errors } = await read();
    expect(errors).toBeUndefined();
    expect(data.agent).toEqual({ name: 'main', metadata: null });
  });

  it('of a Coder that is too old says which version is needed', async () => {
    const { read, calls } = await start({ embedded: { version: 'v2.21.3' } });
    const { data, errors } = await read();
    expect(data.agent).toEqual({ name: 'main', metadata: null });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('v2.22'), extensions: { code: 'UPSTREAM_TOO_OLD' } },
    ]);
    expect(calls()).toEqual([AGENT]);
  });
});

function refusal(status: number): NonNullable<FaultRule['respond']> {
  return { status, body: JSON.stringify({ message: 'Coder says no.' }) };
}
