import { describe, expect, it } from 'vitest';
import { globalId } from '../mutations/support.ts';
import { type ProxyAnswer, startProxy, type TestProxy } from '../proxy.ts';
import { startGateway, type TestGateway } from '../support.ts';

async function startBehindProxy(): Promise<TestGateway & { proxy: TestProxy; buildId: string; workspaceId: string }> {
  let proxy: TestProxy | undefined;
  const gateway = await startGateway({
    between: async (coderUrl) => {
      proxy = await startProxy(coderUrl);
      return proxy.url;
    },
  });
  if (!proxy) throw new Error('no proxy');
  const { control } = gateway.embedded;
  const build = control.createBuild(control.createWorkspace({ name: 'behind' }), {}, { hold: 'running' });
  return {
    ...gateway,
    proxy,
    buildId: globalId('Build', build.id),
    workspaceId: globalId('Workspace', build.workspaceId),
  };
}

const pages: [string, ProxyAnswer][] = [
  ['404 page not found', { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found\n' }],
  ['401 of a login', { status: 401, headers: { 'content-type': 'text/html' }, body: '<html>hunter2</html>' }],
  ['403 of a firewall', { status: 403, headers: { 'content-type': 'text/html' }, body: '<html>hunter2</html>' }],
  [
    '404 with an envelope',
    { status: 404, headers: { 'content-type': 'application/json' }, body: '{"message":"hunter2"}' },
  ],
  [
    '404 page under the headers of Coder',
    {
      status: 404,
      headers: { 'content-type': 'text/html', 'x-coder-request-id': 'a', 'x-coder-build-version': 'v2.34.0' },
      body: '<html>hunter2</html>',
    },
  ],
  ['409 page', { status: 409, headers: { 'content-type': 'text/html' }, body: '<html>hunter2</html>' }],
];

describe.each(pages)('a %s of a proxy', (_, answer) => {
  it('is an error of a read, not a bare null', async () => {
    const { proxy, query, buildId } = await startBehindProxy();
    proxy.intercept(answer);
    const { data, errors } = await query('query ($id: ID!) { build(id: $id) { id } node(id: $id) { id } }', {
      id: buildId,
    });
    expect(data).toEqual({ build: null, node: null });
    expect(errors).toHaveLength(2);
    for (const error of errors ?? [])
      expect(error).toMatchObject({
        message: expect.stringContaining(`the answer with status ${answer.status} is not Coder's own`),
        extensions: { code: 'UPSTREAM_UNAVAILABLE', upstream: { status: answer.status } },
      });
    expect(JSON.stringify(errors)).not.toContain('hunter2');
  });

  it('leaves the outcome of a write unknown', async () => {
    const { proxy, query, workspaceId } = await startBehindProxy();
    proxy.intercept((request) => (request.method === 'POST' ? answer : undefined));
    const { data, errors } = await query(
      `mutation ($id: ID!) { createBuild(input: { workspaceId: $id, transition: START }) { __typename } }`,
      { id: workspaceId },
    );
    expect(data?.createBuild ?? null).toBeNull();
    expect(errors).toMatchObject([
      {
        extensions: {
          code: 'UPSTREAM_UNAVAILABLE',
          outcome: 'UNKNOWN',
          workspaceId,
          upstream: { status: answer.status },
        },
      },
    ]);
    expect(proxy.requests.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });
});

it('What a proxy refuses to pass on for its size has not happened', async () => {
  const { proxy, query, workspaceId } = await startBehindProxy();
  proxy.intercept((request) => (request.method === 'POST' ? { status: 413, body: 'too large' } : undefined));
  const { errors } = await query(
    `mutation ($id: ID!) { createBuild(input: { workspaceId: $id, transition: START }) { __typename } }`,
    { id: workspaceId },
  );
  expect(errors?.[0]?.extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', upstream: { status: 413 } });
});

it.each([404, 408, 421, 425, 520, 522, 526])('A read is tried again after a %d of a proxy', async (status) => {
  const { proxy, query, buildId } = await startBehindProxy();
  let refusals = 2;
  proxy.intercept(() =>
    refusals-- > 0 ? { status, headers: { 'content-type': 'text/html' }, body: 'no' } : undefined,
  );
  const { data, errors } = await query('query ($id: ID!) { build(id: $id) { id } }', { id: buildId });
  expect(errors).toBeUndefined();
  expect(data.build.id).toBe(buildId);
});

it('A 503 passes its Retry-After on, and is not asked again before', async () => {
  const { proxy, query, buildId } = await startBehindProxy();
  const date = new Date().toUTCString();
  const until = new Date(Date.parse(date) + 90_000).toUTCString();
  proxy.intercept({ status: 503, headers: { 'content-type': 'text/html', date, 'retry-after': until }, body: 'later' });
  const { errors } = await query('query ($id: ID!) { build(id: $id) { id } }', { id: buildId });
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE', retryAfter: 90 } }]);
  expect(proxy.requests).toHaveLength(1);
});

it('A redirect of a read to a login page says so, without the query', async () => {
  const { proxy, query, buildId } = await startBehindProxy();
  proxy.intercept({
    status: 302,
    headers: { location: 'https://user:pw@login.example.com/signin?token=hunter2#hunter2' },
  });
  const { errors } = await query('query ($id: ID!) { build(id: $id) { id } }', { id: buildId });
  expect(errors?.[0]?.message).toContain('leads to the login page https://login.example.com/signin.');
  expect(JSON.stringify(errors)).not.toMatch(/hunter2|pw@/);
});

it('Coder answers 425 itself: what was asked for is not ready', async () => {
  const { embedded, query, buildId } = await startBehindProxy();
  const body = JSON.stringify({ message: 'Template version job has not finished' });
  embedded.faults.add({ route: '/workspacebuilds/{workspacebuild}', respond: { status: 425, body } });
  const { errors } = await query('query ($id: ID!) { build(id: $id) { id } }', { id: buildId });
  expect(errors).toMatchObject([
    { message: 'Template version job has not finished', extensions: { code: 'NOT_READY', upstream: { status: 425 } } },
  ]);
});

it('A refusal of Coder without end is cut', async () => {
  const { embedded, query, buildId } = await startBehindProxy();
  const body = JSON.stringify({ message: 'm'.repeat(200_000), detail: 'd'.repeat(200_000) });
  embedded.faults.add({ route: '/workspacebuilds/{workspacebuild}', respond: { status: 403, body } });
  const { errors } = await query('query ($id: ID!) { build(id: $id) { id } }', { id: buildId });
  expect(errors).toMatchObject([
    { message: `${'m'.repeat(1_000)}…`, extensions: { code: 'FORBIDDEN', detail: `${'d'.repeat(4_000)}…` } },
  ]);
});
