import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { globalId } from '../mutations/support.ts';
import { type PassedAnswer, startProxy, type TestProxy } from '../proxy.ts';
import { startGateway, type TestGateway } from '../support.ts';

/** What the gateway reads of a build by all its paths. */
const QUERY = `query ($id: ID!) { build(id: $id) {
  uuid state { base64 } logText parameters { name } logs(first: 100) { edges { node { output } } }
} }`;

async function startBehindProxy(): Promise<TestGateway & { proxy: TestProxy; buildId: string }> {
  let proxy: TestProxy | undefined;
  const gateway = await startGateway({
    between: async (coderUrl) => {
      proxy = await startProxy(coderUrl);
      return proxy.url;
    },
    settings: { maxResponseMb: 1 },
  });
  if (!proxy) throw new Error('no proxy');
  const { control } = gateway.embedded;
  const build = control.createBuild(control.createWorkspace({ name: 'bodies' }), {}, { hold: 'running' });
  control.appendLogs(build, 5);
  build.state = Buffer.from('{"version":4}');
  return { ...gateway, proxy, buildId: globalId('Build', build.id) };
}

const codings: [string, (body: Buffer) => Buffer][] = [
  ['gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['identity', (body) => body],
  ['gzip, br', (body) => brotliCompressSync(gzipSync(body))],
];

function encoded(coding: string, encode: (body: Buffer) => Buffer) {
  return (answer: PassedAnswer) => {
    answer.headers['content-encoding'] = coding;
    answer.body = encode(answer.body);
  };
}

describe('Content-Encoding', () => {
  it.each(codings)('%s of a proxy is undone, for state, text, logs and JSON', async (coding, encode) => {
    const { proxy, query, buildId } = await startBehindProxy();
    const plain = await query(QUERY, { id: buildId });
    expect(plain.errors).toBeUndefined();
    expect(Buffer.from(plain.data.build.state.base64, 'base64').toString()).toBe('{"version":4}');
    proxy.rewrite(encoded(coding, encode));
    expect(await query(QUERY, { id: buildId })).toMatchObject({ data: plain.data });
  });

  it('is undone also for the refusals of Coder', async () => {
    const { proxy, query } = await startBehindProxy();
    proxy.rewrite(encoded('gzip', gzipSync));
    const id = globalId('Build', '11111111-2222-4333-8444-555555555555');
    expect(await query('query ($id: ID!) { build(id: $id) { uuid } }', { id })).toMatchObject({
      data: { build: null },
    });
  });

  it.each([
    ['compress', (body: Buffer) => body, 'Content-Encoding: compress'],
    ['gzip', (body: Buffer) => body, 'not encoded as its Content-Encoding says'],
    ['br', (body: Buffer) => body, 'not encoded as its Content-Encoding says'],
    ['gzip', (body: Buffer) => gzipSync(body).subarray(0, -4), 'not encoded as its Content-Encoding says'],
    ['gzip', () => gzipSync(Buffer.alloc(2 * 2 ** 20, ' ')), 'larger than 1 MiB'],
  ])('%s that cannot be undone is refused by name (%#)', async (coding, encode, message) => {
    const { proxy, query, buildId } = await startBehindProxy();
    proxy.rewrite(encoded(coding, encode));
    const { data, errors } = await query('query ($id: ID!) { build(id: $id) { uuid } }', { id: buildId });
    expect(data.build).toBeNull();
    expect(errors).toMatchObject([
      { message: expect.stringContaining(message), extensions: { code: 'UPSTREAM_BAD_RESPONSE' } },
    ]);
    expect(proxy.requests).toHaveLength(1);
  });
});

describe('the media type', () => {
  const read = { state: '{ state { base64 } }', logText: '{ logText }', parameters: '{ parameters { name } }' };
  it.each([
    ['state', 'Text/HTML', 'web page'],
    ['state', 'text/plain', 'text/plain instead of application/json or application/octet-stream'],
    ['logText', 'text/html; charset=utf-8', 'web page'],
    ['logText', 'application/json', 'application/json instead of text/plain'],
    ['logText', 'text/plain; charset=iso-8859-1', 'not UTF-8'],
    ['parameters', 'text/plain', 'text/plain instead of application/json'],
    ['parameters', 'application/json; charset="UTF-16"', 'not UTF-8'],
  ] as const)('%s as %s is a bad response', async (field, type, message) => {
    const { proxy, query, buildId } = await startBehindProxy();
    proxy.rewrite((answer, { url }) => {
      if (url?.includes(`/${field === 'logText' ? 'logs' : field}`)) answer.headers['content-type'] = type;
    });
    const { data, errors } = await query(`query ($id: ID!) { build(id: $id) ${read[field]} }`, { id: buildId });
    expect(data).toEqual({ build: { [field]: null } });
    expect(errors).toMatchObject([
      { message: expect.stringContaining(message), extensions: { code: 'UPSTREAM_BAD_RESPONSE' } },
    ]);
  });

  it.each(['Application/JSON', 'application/json;charset=UTF-8', 'application/json ; charset="utf-8"'])(
    '%s is JSON',
    async (type) => {
      const { proxy, query, buildId } = await startBehindProxy();
      proxy.rewrite((answer) => {
        answer.headers['content-type'] = type;
      });
      const { errors } = await query('query ($id: ID!) { build(id: $id) { parameters { name } } }', { id: buildId });
      expect(errors).toBeUndefined();
    },
  );

  it('of JSON makes no state or log of what a login says with 200', async () => {
    const { proxy, query, buildId } = await startBehindProxy();
    proxy.intercept(({ url }) =>
      url?.endsWith('/builds') || /\/(state|logs)/.test(url ?? '')
        ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{"error":"login_required"}' }
        : undefined,
    );
    const { data, errors } = await query(
      'query ($id: ID!) { build(id: $id) { state { base64 } logText logs(first: 1) { edges { cursor } } } }',
      { id: buildId },
    );
    expect(data.build).toEqual({ state: null, logText: null, logs: null });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(Array(3).fill('UPSTREAM_BAD_RESPONSE'));
    expect(JSON.stringify(errors)).not.toContain('login_required');
  });
});

describe('an answer about something else', () => {
  const OTHER = '99999999-2222-4333-8444-555555555555';
  it('is refused, for a build', async () => {
    const { proxy, query, buildId } = await startBehindProxy();
    proxy.rewrite((answer) => {
      answer.body = Buffer.from(JSON.stringify({ ...JSON.parse(answer.body.toString()), id: OTHER }));
    });
    const { data, errors } = await query('query ($id: ID!) { build(id: $id) { uuid } }', { id: buildId });
    expect(data.build).toBeNull();
    expect(errors).toMatchObject([
      {
        message: 'The answer of Coder is about something else than asked.',
        extensions: { code: 'UPSTREAM_BAD_RESPONSE', upstream: { status: 200 } },
      },
    ]);
  });
});

it.each([
  ['workspace', 'Workspace', 'workspace(id: $id) { name }'],
  ['node', 'Workspace', 'node(id: $id) { id }'],
  ['user', 'User', 'node(id: $id) { id }'],
  ['agent', 'Agent', 'node(id: $id) { id }'],
] as const)('an answer about another %s of type %s is refused', async (_, type, selection) => {
  const { proxy, query, embedded } = await startBehindProxy();
  const build = embedded.control.createBuild(
    embedded.control.createWorkspace({ name: 'other' }),
    {},
    { hold: 'running' },
  );
  embedded.control.succeed(build);
  const [agent] = embedded.control.agents(build);
  const ids = { Workspace: build.workspaceId, User: build.initiatorId, Agent: agent?.id };
  const id = Buffer.from(`${type}:${ids[type]}`).toString('base64url');
  const document = `query ($id: ID!) { ${selection} }`;
  expect((await query(document, { id })).errors).toBeUndefined();
  proxy.rewrite((answer) => {
    const other = '99999999-2222-4333-8444-555555555555';
    answer.body = Buffer.from(JSON.stringify({ ...JSON.parse(answer.body.toString()), id: other }));
  });
  expect((await query(document, { id })).errors).toMatchObject([
    { message: 'The answer of Coder is about something else than asked.' },
  ]);
});

it('an answer about another build number is refused', async () => {
  const { proxy, query } = await startBehindProxy();
  proxy.rewrite((answer) => {
    answer.body = Buffer.from(JSON.stringify({ ...JSON.parse(answer.body.toString()), build_number: 7 }));
  });
  const { errors } = await query('{ buildByNumber(owner: "mira", workspace: "bodies", number: 1) { uuid } }');
  expect(errors).toMatchObject([{ message: 'The answer of Coder is about something else than asked.' }]);
});
