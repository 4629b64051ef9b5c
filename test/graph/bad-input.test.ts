import { describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/resolvers/ids.ts';
import { startGateway } from '../support.ts';
import { refused } from './refused.ts';

const UUID = 'c0de0000-0000-4000-8000-000000000000';
const build = encodeNodeId('Build', UUID);

describe('ids', () => {
  it.each([
    ['workspace', 'a Workspace'],
    ['build', 'a Build'],
    ['agent', 'an Agent'],
    ['template', 'a Template'],
    ['templateVersion', 'a TemplateVersion'],
  ])('%s takes nothing but its own', async (field, type) => {
    const gateway = await startGateway();
    const own = type.split(' ')[1] as string;
    const wrong = [
      '',
      'x',
      '42',
      `${UUID}0`,
      `${UUID}/../users`,
      '../../users/me',
      encodeNodeId('User', UUID),
      encodeNodeId(own, 'x'),
      encodeNodeId(own, `${UUID}/${UUID}`),
      encodeNodeId(own.toLowerCase(), UUID),
      Buffer.from(`${own}:${UUID}`).toString('base64'),
      `${encodeNodeId(own, UUID)} `,
    ].filter((id) => id !== encodeNodeId(own, UUID));
    for (const id of wrong) {
      const got = JSON.stringify(id).length > 80 ? `${JSON.stringify(id).slice(0, 80)}…` : JSON.stringify(id);
      await refused(
        gateway,
        `{ ${field}(id: ${JSON.stringify(id)}) { id } }`,
        'id',
        `Argument "id": expected the global id or the UUID of ${type}, got ${got}.`,
      );
    }
  });

  it('node takes global ids of what can be refetched only', async () => {
    const gateway = await startGateway();
    const held = ['Job', 'Resource', 'App', 'AppStatus', 'AgentScript', 'AgentLogSource'];
    const whole = ['Workspace', 'Build', 'Agent', 'User', 'Organization', 'Template', 'TemplateVersion'];
    const once = ['BuildLog', 'WorkspaceShare', 'Query'];
    for (const id of [
      '',
      'x',
      UUID,
      ...held.map((type) => encodeNodeId(type, UUID)),
      ...whole.map((type) => encodeNodeId(type, `${UUID}/${UUID}`)),
      encodeNodeId('AppStatus', `${UUID}/${UUID}`),
      encodeNodeId('AgentScript', `${UUID}/${UUID}/${UUID}`),
      ...once.map((type) => encodeNodeId(type, UUID)),
      encodeNodeId('Job', `import/${UUID}`),
      encodeNodeId('Build', `import/${UUID}`),
      encodeNodeId('Build', UUID.toUpperCase()),
      encodeNodeId('constructor', UUID),
      Buffer.from('Build:').toString('base64url'),
    ]) {
      const got = `"${id}"`.length > 80 ? `${`"${id}"`.slice(0, 80)}…` : `"${id}"`;
      const message = `Argument "id": expected the global id of an object of this graph that can be refetched, got ${got}.`;
      await refused(gateway, `{ node(id: "${id}") { id } }`, 'id', message);
    }
  });

  it('more than a hundred, or one bad among good ones, refuse nodes as a whole', async () => {
    const { query, calls } = await startGateway();
    const document = 'query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const many = await query(document, { ids: Array(101).fill(build) });
    expect(many.errors).toMatchObject([
      { message: 'Argument "ids": expected at most 100 ids, got 101.', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    const mixed = await query(document, { ids: [build, 'x'] });
    expect(mixed.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'ids' } }]);
    expect([many.data, mixed.data]).toEqual([null, null]);
    expect(calls()).toEqual([]);
  });
});

describe('numbers of builds', () => {
  it.each([0, -1, -2147483648])('%d is none', async (number) => {
    const gateway = await startGateway();
    const message = `Argument "number": expected a build number, 1 or more, got ${number}.`;
    await refused(gateway, `{ buildByNumber(workspace: "atlas-dev", number: ${number}) { id } }`, 'number', message);
    const { embedded, query, calls } = gateway;
    const { data, errors } = await query(
      `{ workspace(id: "${embedded.workspace('atlas-dev').id}") { name build(number: ${number}) { id } } }`,
    );
    expect(data.workspace).toEqual({ name: 'atlas-dev', build: null });
    expect(errors).toMatchObject([{ message, path: ['workspace', 'build'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(calls()).toEqual(['GET /workspaces/{workspace}']);
  });

  it.each([1000, 2147483647])('%d may be one, and is null when there is none', async (number) => {
    const { query } = await startGateway();
    const { data, errors } = await query(
      `{ buildByNumber(workspace: "atlas-dev", number: ${number}) { id } workspaceByName(name: "atlas-dev") { build(number: ${number}) { id } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ buildByNumber: null, workspaceByName: { build: null } });
  });

  it.each(['2147483648', '1.5', '"1"', 'null'])('%s is no integer of 32 bits', async (number) => {
    const { query, calls } = await startGateway();
    const { errors } = await query(`{ buildByNumber(workspace: "atlas-dev", number: ${number}) { id } }`);
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(calls()).toEqual([]);
  });

  it('as a variable that is no integer is bad input', async () => {
    const { query, calls } = await startGateway();
    const { errors } = await query(
      'query Q($number: Int!) { buildByNumber(workspace: "atlas-dev", number: $number) { id } }',
      { number: 2 ** 31 },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors?.[0]?.message).toContain('"$number"');
    expect(calls()).toEqual([]);
  });
});

describe('times', () => {
  const wrong = [
    'yesterday',
    '2026-06-22',
    '2026-06-22T07:41:03',
    '2026-06-22 07:41:03Z',
    '2026-06-22t07:41:03z',
    '2026-02-30T00:00:00Z',
    '2026-06-22T24:00:00Z',
    '2026-06-22T07:41:03+99:00',
    '',
    5,
    null,
  ];

  it.each(wrong.filter((since) => since !== null))('since: %j is refused', async (since) => {
    const { query, calls } = await startGateway();
    const selection = '{ nodes { id } }';
    const literal = await query(
      `{ workspaceByName(name: "atlas-dev") { builds(since: ${JSON.stringify(since)}) ${selection} } }`,
    );
    const variable = await query(
      `query Q($since: DateTime) { workspaceByName(name: "atlas-dev") { builds(since: $since) ${selection} } }`,
      { since },
    );
    for (const { data, errors } of [literal, variable]) {
      expect(data ?? null).toBeNull();
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors?.[0]?.message).toContain('Expected an RFC 3339 time such as "2026-06-22T07:41:03Z"');
    }
    expect(variable.errors?.[0]?.message).toContain('"$since"');
    expect(calls()).toEqual([]);
  });
});

describe('names that Coder cannot have given', () => {
  it.each(['..', '.', '', 'a/b', 'a b', 'å', '-a', 'a--b', '%2e%2e', 'x'.repeat(33)])(
    '%j is null without a call',
    async (name) => {
      const { query, calls } = await startGateway();
      const { data, errors } = await query(
        `query Q($name: String!) {
        workspace: workspaceByName(name: $name) { id }
        owner: workspaceByName(owner: $name, name: "atlas-dev") { id }
        build: buildByNumber(workspace: $name, number: 1) { id }
        of: buildByNumber(owner: $name, workspace: "atlas-dev", number: 1) { id }
      }`,
        { name },
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({ workspace: null, owner: null, build: null, of: null });
      expect(calls()).toEqual([]);
    },
  );
});

it('a bad search is told in the words of Coder, which is asked', async () => {
  const { query } = await startGateway();
  const { data, errors } = await query('{ workspaces(query: "status:sleeping") { totalCount } }');
  expect(data).toEqual({ workspaces: null });
  expect(errors).toMatchObject([
    {
      message: 'Invalid workspace search query.',
      path: ['workspaces'],
      extensions: {
        code: 'BAD_USER_INPUT',
        upstream: { status: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        fields: [{ field: 'status', detail: expect.stringContaining('sleeping') }],
      },
    },
  ]);
});

it('a search is no longer than an address may be', async () => {
  const document = `{ workspaces(query: "${'x'.repeat(3_000)}") { totalCount } }`;
  const message = 'Argument "query": expected at most 2000 characters, got 3000.';
  await refused(await startGateway(), document, 'query', message);
});
