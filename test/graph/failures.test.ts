import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../src/embedded/testing/faults.ts';
import { startGateway, type TestOptions } from '../support.ts';

const secrets = /SELECT|pq:|goroutine|hunter2|node_modules|\.ts:|stack|http:\/\/127|Secret0123|Bearer/;

/** A build whose parameters cannot be read, in a query that wants more. */
async function failing(fault: FaultRule, options: TestOptions = {}) {
  const gateway = await startGateway(options);
  gateway.embedded.faults.add({ route: '/workspacebuilds/{workspacebuild}/parameters', ...fault });
  const answer = await gateway.query(
    `{ build(id: "${gateway.embedded.build('falcon').id}") { buildNumber parameters { name } timings { provisionerTimings { stage } } } viewer { username } }`,
  );
  return { ...gateway, answer };
}

const envelope = JSON.stringify({ message: 'Coder says no.', detail: 'For a reason.' });

describe('a failed call', () => {
  it.each<[string, FaultRule, string, Record<string, unknown>]>([
    ['400', { respond: { status: 400, body: envelope } }, 'BAD_USER_INPUT', { status: 400 }],
    ['401', { respond: { status: 401, body: envelope } }, 'UNAUTHENTICATED', { status: 401 }],
    ['403', { respond: { status: 403, body: envelope } }, 'FORBIDDEN', { status: 403 }],
    ['406', { respond: { status: 406, body: envelope } }, 'UPSTREAM_BAD_RESPONSE', { status: 406 }],
    [
      '428',
      { respond: { status: 428, body: 'plain', contentType: 'text/plain; charset=utf-8' } },
      'UPSTREAM_BAD_RESPONSE',
      { status: 428 },
    ],
    ['429', { respond: { status: 429, body: envelope } }, 'RATE_LIMITED', { status: 429 }],
    ['500', { respond: { status: 500, body: envelope } }, 'UPSTREAM_UNAVAILABLE', { status: 500 }],
    ['502', { respond: { status: 502, body: '<html>nginx</html>' } }, 'UPSTREAM_UNAVAILABLE', { status: 502 }],
    ['503', { respond: { status: 503 } }, 'UPSTREAM_UNAVAILABLE', { status: 503 }],
    ['a redirect', { redirect: 'https://login.example.com/' }, 'UPSTREAM_UNAVAILABLE', { status: 302 }],
    ['not JSON', { respond: { status: 200, body: '<' } }, 'UPSTREAM_BAD_RESPONSE', { status: 200 }],
    [
      'a web page',
      { respond: { status: 200, body: '<html>hunter2</html>', contentType: 'text/html' } },
      'UPSTREAM_BAD_RESPONSE',
      { status: 200 },
    ],
    ['cut off', { truncate: 5 }, 'UPSTREAM_BAD_RESPONSE', { status: 200 }],
  ])('%s costs one field, with a code and what Coder is known to have answered', async (_, fault, code, upstream) => {
    const { answer, embedded } = await failing(fault);
    expect(answer.data).toMatchObject({
      build: { buildNumber: 9, parameters: null, timings: { provisionerTimings: expect.any(Array) } },
      viewer: { username: 'mira' },
    });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]).toMatchObject({
      path: ['build', 'parameters'],
      extensions: { code, upstream: { ...upstream, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) } },
    });
    expect(JSON.stringify(answer)).not.toMatch(secrets);
    expect(JSON.stringify(answer)).not.toContain(embedded.url);
  });

  it.each<[string, FaultRule, string]>([
    ['reset before the answer', { cutAfterBytes: 0 }, 'UPSTREAM_UNAVAILABLE'],
    ['reset in the middle of the body', { oversize: 100_000, cutAfterBytes: 5_000 }, 'UPSTREAM_UNAVAILABLE'],
    ['no answer in time', { hang: true }, 'UPSTREAM_TIMEOUT'],
  ])('%s costs one field, with a code', async (_, fault, code) => {
    const { answer, embedded } = await failing(fault, { settings: { upstreamTimeoutMs: 1_500 } });
    expect(answer.data).toMatchObject({ build: { buildNumber: 9, parameters: null }, viewer: { username: 'mira' } });
    expect(answer.errors).toMatchObject([{ path: ['build', 'parameters'], extensions: { code } }]);
    expect(answer.errors?.[0]?.extensions).not.toHaveProperty('upstream');
    expect(JSON.stringify(answer)).not.toMatch(secrets);
    expect(JSON.stringify(answer)).not.toContain(embedded.url);
  });

  it('below 500 is told in the words of Coder', async () => {
    const { answer } = await failing({ respond: { status: 403, body: envelope } });
    expect(answer.errors?.[0]).toMatchObject({ message: 'Coder says no.', extensions: { detail: 'For a reason.' } });
  });

  it('of 500 and more is told without them', async () => {
    const body = JSON.stringify({ message: 'Internal error fetching.', detail: 'pq: SELECT hunter2 FROM goroutine' });
    const { answer } = await failing({ respond: { status: 500, body } });
    expect(answer.errors?.[0]?.message).toBe('Coder answered with status 500.');
    expect(JSON.stringify(answer)).not.toMatch(/Internal error fetching|hunter2/);
  });

  it('that is no envelope of Coder is not quoted', async () => {
    const { answer } = await failing({
      respond: { status: 403, body: '<html>hunter2</html>', contentType: 'text/html' },
    });
    expect(answer.errors?.[0]).toMatchObject({
      message: expect.stringContaining("the answer with status 403 is not Coder's own"),
      extensions: { code: 'UPSTREAM_UNAVAILABLE' },
    });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  it.each([
    ['7', 7],
    [undefined, 60],
    ['soon', 60],
  ])('429 with Retry-After %s says when to come back', async (header, retryAfter) => {
    const respond = { status: 429, body: envelope, headers: header === undefined ? {} : { 'Retry-After': header } };
    const { answer } = await failing({ respond });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter });
  });

  it.each([404, 410])('%d is null without an error', async (status) => {
    const { answer } = await failing({ respond: { status, body: envelope } });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.build.parameters).toBeNull();
  });

  it('that passes by itself is not seen', async () => {
    const { answer } = await failing({ respond: { status: 503 }, times: 2 });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.build.parameters.length).toBeGreaterThan(0);
  });

  it('of each kind of detail costs that detail', async () => {
    const { embedded, query } = await startGateway();
    const { id } = embedded.build('falcon');
    const fields = {
      parameters: 'parameters { name }',
      timings: 'timings { provisionerTimings { stage } }',
      logs: 'logs { nodes { id } }',
      logText: 'logText',
      state: 'state { byteLength }',
    };
    embedded.faults.add({ path: /\/workspacebuilds\/[^/]+\/.+/, respond: { status: 500 } });
    const { data, errors } = await query(`{ build(id: "${id}") { buildNumber ${Object.values(fields).join(' ')} } }`);
    const nothing = Object.fromEntries(Object.keys(fields).map((field) => [field, null]));
    expect(data.build).toEqual({ buildNumber: 9, ...nothing });
    expect(errors?.map(({ path }) => path?.at(-1)).toSorted()).toEqual(Object.keys(fields).toSorted());
  });

  it('of the list of workspaces is no "not found"', async () => {
    const { embedded, query } = await startGateway();
    embedded.faults.add({ route: '/workspaces', respond: { status: 404, body: envelope } });
    const { data, errors } = await query('{ workspaces { totalCount } }');
    expect(data.workspaces).toBeNull();
    expect(errors).toMatchObject([
      {
        message: 'Coder has no list of workspaces. Is CODER_URL its address?',
        extensions: { code: 'UPSTREAM_BAD_RESPONSE' },
      },
    ]);
  });

  it('of a search for workspaces costs those that were searched', async () => {
    const { embedded, query } = await startGateway();
    embedded.faults.add({ route: '/workspaces', respond: { status: 500 } });
    const { data, errors } = await query(
      `{ a: workspace(id: "${embedded.workspace('falcon').id}") { name } b: workspace(id: "${embedded.workspace('gull').id}") { name } viewer { username } }`,
    );
    expect(data).toEqual({ a: null, b: null, viewer: { username: 'mira' } });
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['a'], 'UPSTREAM_UNAVAILABLE'],
      [['b'], 'UPSTREAM_UNAVAILABLE'],
    ]);
  });
});

it('Coder that cannot be reached is unavailable', async () => {
  const { embedded, query } = await startGateway();
  await embedded.restart({
    abrupt: true,
    whileDown: async () => {
      const { data, errors } = await query('{ viewer { username } }');
      expect(data).toEqual({ viewer: null });
      expect(errors).toMatchObject([{ path: ['viewer'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
    },
  });
  expect((await query('{ viewer { username } }')).data).toEqual({ viewer: { username: 'mira' } });
});

describe('who may not', () => {
  it.each([
    ['no token', {}, /^No session token was sent/],
    ['an empty token', { 'coder-session-token': '' }, /^The session token is empty/],
    ['another scheme', { authorization: 'Basic bWlyYTpzZWNyZXQ=' }, /^The session token is empty: .* after Bearer/],
    ['a token with a space', { 'coder-session-token': 'a b' }, /^The session token has spaces/],
  ])('%s is unauthenticated without a call', async (_, headers, message) => {
    const { query, calls } = await startGateway();
    const { data, errors } = await query(
      '{ __typename viewer { username } workspaces { totalCount } }',
      {},
      { user: null, headers: headers as Record<string, string> },
    );
    expect(data).toEqual({ __typename: 'Query', viewer: null, workspaces: null });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(errors?.[0]?.message).toMatch(message);
    expect(calls()).toEqual([]);
  });

  it.each([
    ['no token of Coder', 'nonsense'],
    ['an unknown one', 'Unknown123-demoSecret0123456789Un'],
    ['one with a wrong secret', 'MiraOwner1-wrongSecret012345678Mi'],
  ])('%s is unauthenticated by Coder, and not repeated', async (_, token) => {
    const { query } = await startGateway();
    const { data, errors } = await query(
      '{ viewer { username } }',
      {},
      { user: null, headers: { 'coder-session-token': token } },
    );
    expect(data).toEqual({ viewer: null });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', upstream: { status: 401 } } }]);
    expect(JSON.stringify(errors)).not.toContain(token);
  });

  it('a bad token is not made up for by a good one further down', async () => {
    const { query, embedded } = await startGateway();
    const { errors } = await query(
      '{ viewer { username } }',
      {},
      {
        user: null,
        headers: { 'coder-session-token': 'nonsense', authorization: `Bearer ${embedded.user('mira').token}` },
      },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('a template that the user may not read is forbidden where Coder says so', async () => {
    const { query, embedded } = await startGateway();
    const { data, errors } = await query(
      `{ workspace(id: "${embedded.workspace('vesper').id}") { name createdAt } }`,
      {},
      { user: 'omar' },
    );
    expect(data).toEqual({ workspace: { name: 'vesper', createdAt: null } });
    expect(errors).toMatchObject([
      { message: 'Forbidden.', extensions: { code: 'FORBIDDEN', upstream: { status: 403 } } },
    ]);
  });

  it('what is hidden is null', async () => {
    const { query, embedded } = await startGateway();
    const { data, errors } = await query(
      `{ workspace(id: "${embedded.workspace('atlas-dev').id}") { name } build(id: "${embedded.build('atlas-dev').id}") { status } workspaceByName(owner: "mira", name: "atlas-dev") { name } agent(id: "${embedded.control.agents(embedded.build('atlas-dev'))[0]?.id}") { name } buildByNumber(owner: "mira", workspace: "atlas-dev", number: 3) { status } }`,
      {},
      { user: 'omar' },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ workspace: null, build: null, workspaceByName: null, agent: null, buildByNumber: null });
  });
});

describe('the budget of upstream calls', () => {
  it('fails what goes beyond it, and keeps what did not', async () => {
    const { embedded, query, calls } = await startGateway({ settings: { maxUpstreamCalls: 5 } });
    const { data, errors } = await query(
      `{ workspace(id: "${embedded.workspace('atlas-dev').id}") { createdAt builds(first: 10) { nodes { buildNumber parameters { name } } } } }`,
    );
    const { nodes } = data.workspace.builds;
    expect(nodes).toHaveLength(10);
    expect(nodes.filter(({ parameters }: { parameters: unknown }) => parameters !== null)).toHaveLength(3);
    expect(errors).toHaveLength(7);
    for (const error of errors ?? []) {
      expect(error).toMatchObject({
        message: 'This operation needs more than 5 upstream requests (GATEWAY_MAX_UPSTREAM_CALLS).',
        extensions: { code: 'UPSTREAM_CALL_LIMIT', limit: 5 },
      });
    }
    expect(calls()).toHaveLength(5);
  });

  it('is of one request, not of one user', async () => {
    const { query } = await startGateway({ settings: { maxUpstreamCalls: 1 } });
    for (let index = 0; index < 3; index++) {
      expect((await query('{ viewer { username } }')).errors).toBeUndefined();
    }
  });
});
