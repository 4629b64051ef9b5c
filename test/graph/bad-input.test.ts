import { describe, expect, it } from 'vitest';
import { encodeCursor } from '../../src/resolvers/arguments.ts';
import { encodeNodeId } from '../../src/resolvers/ids.ts';
import { startGateway, type TestGateway } from '../support.ts';

const UUID = 'c0de0000-0000-4000-8000-000000000000';
const build = encodeNodeId('Build', UUID);

/** A refusal that names the argument, what is expected and what came, before any call. */
async function refused({ query, calls }: TestGateway, document: string, argument: string, message: string) {
  const { data, errors } = await query(document);
  expect(errors, document).toHaveLength(1);
  expect(errors?.[0], document).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT', argument } });
  expect(data, document).toEqual({ [Object.keys(data)[0] as string]: null });
  expect(calls(), document).toEqual([]);
}

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

describe('pages', () => {
  it.each([0, -1, 101, 1000])('workspaces(first: %d) is refused', async (first) => {
    const gateway = await startGateway();
    const message = `Argument "first": expected an integer from 1 to 100, got ${first}.`;
    await refused(gateway, `{ workspaces(first: ${first}) { totalCount } }`, 'first', message);
  });

  /** A selection below a build that was read already, so that the only question is the argument. */
  async function below(selection: string) {
    const gateway = await startGateway();
    const row = gateway.embedded.build('atlas-dev');
    const { data, errors } = await gateway.query(`{ build(id: "${row.id}") { uuid ${selection} } }`);
    expect(data.build.uuid).toBe(row.id);
    expect(errors).toHaveLength(1);
    expect(gateway.calls()).toEqual(['GET /workspacebuilds/{workspacebuild}']);
    return errors?.[0];
  }

  it.each([0, -1, 101, 1000])('builds(first: %d) is refused', async (first) => {
    expect(await below(`workspace { builds(first: ${first}) { nodes { id } } }`)).toMatchObject({
      message: `Argument "first": expected an integer from 1 to 100, got ${first}.`,
      path: ['build', 'workspace', 'builds'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'first' },
    });
  });

  it.each(['first', 'last'])('logs(%s:) is 1 to 1000', async (argument) => {
    for (const size of [0, -1, 1001]) {
      expect(await below(`logs(${argument}: ${size}) { nodes { id } }`)).toMatchObject({
        message: `Argument "${argument}": expected an integer from 1 to 1000, got ${size}.`,
        extensions: { code: 'BAD_USER_INPUT', argument },
      });
    }
  });

  it('logs take first or last, not both', async () => {
    expect(await below('logs(first: 1, last: 1) { nodes { id } }')).toMatchObject({
      message: 'Argument "last": expected either first or last, not both, got 1.',
      extensions: { code: 'BAD_USER_INPUT', argument: 'last' },
    });
  });

  it.each(['after', 'before'])('logs(%s:) is a log id', async (argument) => {
    for (const value of ['', 'x', '-1', '+1', '1.5', '1e3', ' 1', '9223372036854775808', '1'.repeat(30)]) {
      expect(await below(`logs(${argument}: "${value}") { nodes { id } }`), value).toMatchObject({
        message: `Argument "${argument}": expected a log id, as a decimal integer of 64 bits, got "${value}".`,
        extensions: { code: 'BAD_USER_INPUT', argument },
      });
    }
  });

  it('logs(minLevel: UNKNOWN) means nothing', async () => {
    expect(await below('logs(minLevel: UNKNOWN) { nodes { id } }')).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', argument: 'minLevel' },
    });
  });

  it('agent logs are held to the same', async () => {
    const { embedded, query, calls } = await startGateway();
    const [agent] = embedded.control.agents(embedded.build('atlas-dev'));
    const { data, errors } = await query(`{ agent(id: "${agent?.id}") { name
      a: logs(first: 1001) { nodes { id } } b: logs(after: "x") { nodes { id } } c: logs(first: 1, last: 1) { nodes { id } }
    } }`);
    expect(data.agent).toEqual({ name: 'main', a: null, b: null, c: null });
    expect(errors?.map(({ extensions }) => [extensions.code, extensions.argument])).toEqual([
      ['BAD_USER_INPUT', 'first'],
      ['BAD_USER_INPUT', 'after'],
      ['BAD_USER_INPUT', 'last'],
    ]);
    expect(calls()).toEqual(['GET /workspaceagents/{workspaceagent}']);
  });

  it('cursors of builds are those of this workspace', async () => {
    const gateway = await startGateway();
    const row = gateway.embedded.build('atlas-dev');
    const own = `builds:${row.workspaceId}`;
    const foreign = [
      '',
      'x',
      '61',
      row.id,
      encodeCursor(`builds:${gateway.embedded.workspace('falcon').id}`, 5, 5),
      encodeCursor('workspaces', 5, 0),
      encodeCursor(own, -1, 0),
      encodeCursor(own, 2 ** 31, 0),
      encodeCursor(own, 1, 99999999999),
      encodeCursor(own, 1, 2147483647),
      encodeCursor(own, 1.5, 0),
      Buffer.from(`${own}:01:0`).toString('base64url'),
      Buffer.from(`${own}:1:0`).toString('base64'),
      `${encodeCursor(own, 5, 5)}=`,
    ].filter((cursor) => cursor !== encodeCursor(own, 1, 0));
    for (const cursor of foreign) {
      const { data, errors } = await gateway.query(
        `{ build(id: "${row.id}") { workspace { builds(after: ${JSON.stringify(cursor)}) { nodes { id } } } } }`,
      );
      expect(data.build.workspace.builds, cursor).toBeNull();
      expect(errors, cursor).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
      expect(errors?.[0]?.message).toMatch(/^Argument "after": expected a cursor of this connection, got "/);
      expect(gateway.calls()).toEqual(['GET /workspacebuilds/{workspacebuild}']);
    }
  });

  it('cursors of workspaces are their own', async () => {
    const gateway = await startGateway();
    for (const cursor of [
      'x',
      '',
      encodeCursor(`builds:${UUID}`, 5, 5),
      encodeCursor('workspaces', 2 ** 31, 0),
      encodeCursor('workspaces', 0, 1001),
    ]) {
      const got = `"${cursor}"`.length > 80 ? `${`"${cursor}"`.slice(0, 80)}…` : `"${cursor}"`;
      const message = `Argument "after": expected a cursor of this connection, got ${got}.`;
      await refused(gateway, `{ workspaces(after: "${cursor}") { totalCount } }`, 'after', message);
    }
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
