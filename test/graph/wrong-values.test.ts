import { describe, expect, it } from 'vitest';
import { type Answer, startGateway, type TestGateway, type Wire } from '../support.ts';
import { altered, at, type Path } from './altered.ts';
import * as leaves from './field-map.ts';
import { selection } from './field-map.ts';
import { fullBuild, fullWorkspace, uuid } from './full.ts';

const unlimited = { maxDepth: 50, maxTokens: 50_000, maxComplexity: Number.MAX_SAFE_INTEGER, maxAliases: 1_000 };

/** The paths of all values in some JSON, of objects and lists too; of a list, those of its first item. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  const here = path.length > 0 ? [path] : [];
  if (Array.isArray(value)) return [...here, ...(value.length > 0 ? pathsOf(value[0], [...path, 0]) : [])];
  if (typeof value !== 'object' || value === null) return here;
  return [...here, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

/** A value of a type that is not the one at hand. */
function wrongFor(value: unknown): unknown {
  return typeof value === 'string' ? 5 : 'wrong';
}

/** What a wrong value must never do, whatever it is: hide its cause, or become a defect of the gateway. */
function expectCoded(errors: Answer<unknown>['errors'], what: string, prefix: Path): void {
  expect(errors ?? [], what).not.toEqual([]);
  for (const error of errors ?? []) {
    expect(error.extensions.code, `${what}: ${error.message}`).toBe('UPSTREAM_BAD_RESPONSE');
    expect(error.path?.slice(0, prefix.length), what).toEqual(prefix);
  }
}

/** Three builds, alike but for their ids and numbers; the one in the middle as given. */
function threeBuilds(middle: unknown): unknown[] {
  const like = (index: number) => ({ ...structuredClone(fullBuild), id: uuid(200 + index), build_number: 10 - index });
  return [like(0), middle, like(2)];
}

async function start(): Promise<TestGateway> {
  return startGateway({ settings: unlimited });
}

describe('one wrong value in one of several builds', () => {
  const middle = { ...structuredClone(fullBuild), id: uuid(201), build_number: 9 };
  // What something belongs to is shown by where it stands.
  const paths = pathsOf(middle).filter(
    (path) => !['workspace_agent_id', 'job_id', 'resource_id'].includes(String(path.at(-1))),
  );
  const everything = `{ workspaceByName(name: "atlas-dev") { name builds(first: 3) { nodes { ${selection(leaves.build)} agents { name } } } } }`;

  it('never costs the other builds, whatever it is and however much is selected', { timeout: 120_000 }, async () => {
    const { embedded, query } = await start();
    const listed = (builds: unknown[]) =>
      embedded.faults.add({ route: '/workspaces/{workspace}/builds', mutate: () => builds });
    const right = listed(threeBuilds(middle));
    const baseline = await query(everything);
    expect(baseline.errors).toBeUndefined();
    const [first, , last] = baseline.data.workspaceByName.builds.nodes;
    right.remove();
    expect(paths.length).toBeGreaterThan(120);
    for (const path of paths) {
      const what = path.join('.');
      const fault = listed(threeBuilds(altered(middle, path, wrongFor(at(middle, path)))));
      const { data, errors } = await query(everything);
      fault.remove();
      expectCoded(errors, what, ['workspaceByName', 'builds']);
      expect(data.workspaceByName.name, what).toBe('atlas-dev');
      const { nodes } = data.workspaceByName.builds;
      expect([nodes[0], nodes.at(-1)], what).toEqual([first, last]);
      expect([2, 3], what).toContain(nodes.length);
    }
  });

  it('has no effect when it is not selected, not even the id', { timeout: 120_000 }, async () => {
    const { embedded, query } = await start();
    for (const path of paths) {
      const what = path.join('.');
      const fault = embedded.faults.add({
        route: '/workspaces/{workspace}/builds',
        mutate: () => threeBuilds(altered(middle, path, wrongFor(at(middle, path)))),
      });
      const { data, errors } = await query(
        '{ workspaceByName(name: "atlas-dev") { builds(first: 3) { nodes { buildNumber } } } }',
      );
      fault.remove();
      const numbers = data.workspaceByName.builds.nodes.map(({ buildNumber }: { buildNumber: number }) => buildNumber);
      if (what === 'build_number') {
        expectCoded(errors, what, ['workspaceByName', 'builds']);
        expect(numbers, what).toEqual([10, 8]);
      } else {
        expect(errors, what).toBeUndefined();
        expect(numbers, what).toEqual([10, 9, 8]);
      }
    }
  });
});

it('one wrong value in one of several workspaces never costs the others', { timeout: 120_000 }, async () => {
  const { embedded, query } = await start();
  const like = (index: number) => ({ ...structuredClone(fullWorkspace), id: uuid(300 + index), name: `w${index}` });
  const paths = pathsOf(fullWorkspace).filter(([key]) => key !== 'latest_build');
  paths.push(['latest_build'], ['latest_build', 'job'], ['latest_build', 'job', 'status'], ['latest_build', 'status']);
  const document = `{ workspaces(first: 3) { totalCount nodes { ${selection(leaves.workspace)} } } }`;
  const list = (workspace: unknown) =>
    embedded.faults.add({
      route: '/workspaces',
      mutate: () => ({ workspaces: [like(0), workspace, like(2)], count: 3 }),
    });
  const right = list(like(1));
  const baseline = await query(document);
  expect(baseline.errors).toBeUndefined();
  right.remove();
  const [first, , last] = baseline.data.workspaces.nodes;
  for (const path of paths) {
    const what = path.join('.');
    const fault = list(altered(like(1), path, wrongFor(at(fullWorkspace, path))));
    const { data, errors } = await query(document);
    fault.remove();
    expectCoded(errors, what, ['workspaces']);
    expect(data.workspaces.totalCount).toBe(3);
    expect([data.workspaces.nodes[0], data.workspaces.nodes.at(-1)], what).toEqual([first, last]);
    const keys = ['id', 'name', 'owner_id'];
    expect(data.workspaces.nodes, what).toHaveLength(keys.includes(what) ? 2 : 3);
  }
});

/** Coder sends the build with these wrong values by its id. */
function answerWith({ embedded }: TestGateway, changes: Record<string, unknown>): void {
  const build = Object.entries(changes).reduce(
    (json, [path, value]) => altered(json, path.split('.'), value),
    fullBuild as Wire,
  );
  embedded.faults.add({
    route: '/workspacebuilds/{workspacebuild}',
    respond: { status: 200, body: JSON.stringify(build) },
  });
}

describe('a wrong value', () => {
  /** A build that Coder sends with wrong values, read by its id. */
  async function read(changes: Record<string, unknown>, fields: string) {
    const gateway = await start();
    answerWith(gateway, changes);
    return gateway.query(`{ build(id: "${fullBuild.id}") { ${fields} } }`);
  }

  it('of a nullable field costs the field, with the path and what was expected', async () => {
    const { data, errors } = await read(
      { deadline: 5, 'job.started_at': 'soon' },
      'status deadline job { status startedAt }',
    );
    expect(data.build).toEqual({
      status: 'CANCELING',
      deadline: null,
      job: { status: 'FAILED', startedAt: null },
    });
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'Coder sent a wrong value for "deadline": expected an RFC 3339 time.',
        path: ['build', 'deadline'],
        extensions: {
          code: 'UPSTREAM_BAD_RESPONSE',
          upstream: { status: 200, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        },
      }),
      expect.objectContaining({ path: ['build', 'job', 'startedAt'] }),
    ]);
  });

  it('of a field that is never null costs the nearest object that may be', async () => {
    const { data, errors } = await read({ status: 5 }, 'buildNumber status');
    expect(data.build).toBeNull();
    expect(errors).toMatchObject([{ path: ['build', 'status'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }]);
  });

  it('of the id makes a build that was asked for by its id unusable: it may be another', async () => {
    const { data, errors } = await read({ id: [] }, 'status');
    expect(data.build).toBeNull();
    expect(errors).toMatchObject([
      {
        message: 'Coder sent a wrong value for "id": expected a UUID.',
        path: ['build'],
        extensions: { code: 'UPSTREAM_BAD_RESPONSE', upstream: { status: 200, requestId: expect.any(String) } },
      },
    ]);
  });

  it.each([
    ['job', 'job { status }', ['job']],
    ['build_number', 'buildNumber', ['buildNumber']],
    ['workspace_id', 'workspace { uuid }', ['workspace', 'uuid']],
    ['initiator_id', 'initiator { uuid }', ['initiator', 'uuid']],
    ['template_version_id', 'templateVersion { id }', ['templateVersion', 'id']],
  ])('of %s costs nothing until it is selected', async (key, fields, path) => {
    expect(await read({ [key]: [] }, 'status')).toEqual({ data: { build: { status: 'CANCELING' } } });
    const { data, errors } = await read({ [key]: [] }, `status ${fields}`);
    expect(data.build).toBeNull();
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining(`"${key}"`),
        path: ['build', ...path],
        extensions: { code: 'UPSTREAM_BAD_RESPONSE', upstream: { status: 200, requestId: expect.any(String) } },
      },
    ]);
  });

  it('in an item of a list leaves out the item, with the path of the list', async () => {
    const { data, errors } = await read(
      { 'resources.0.agents.0.apps.0.slug': 5 },
      'resources { name agents { name apps { slug } } }',
    );
    expect(data.build.resources[0].agents[0].apps).toEqual([]);
    expect(data.build.resources[0].agents).toHaveLength(2);
    expect(errors).toMatchObject([
      {
        message: 'An item is left out: Coder sent a wrong value for "slug": expected a string.',
        path: ['build', 'resources', 0, 'agents', 0, 'apps'],
        extensions: { code: 'UPSTREAM_BAD_RESPONSE', upstream: { status: 200, requestId: expect.any(String) } },
      },
    ]);
  });

  it('in an item of a list that is selected by alias or fragment is found all the same', async () => {
    const { data, errors } = await read(
      { 'resources.0.agents.0.name': 5 },
      'agents { ... @include(if: true) { name apps { slug } } } resources { agents @skip(if: false) { ... on Agent { called: name } } }',
    );
    expect(data.build.agents).toEqual([{ name: 'agent name', apps: [] }]);
    expect(data.build.resources[0].agents).toEqual([{ called: 'agent name' }]);
    expect(errors?.map(({ path }) => path)).toEqual([
      ['build', 'agents'],
      ['build', 'resources', 0, 'agents'],
    ]);
  });

  it('in an item has no effect when the query skips it', async () => {
    const { data, errors } = await read(
      { 'resources.0.agents.0.name': 5 },
      'agents { version name @skip(if: true) ... @include(if: false) { name } }',
    );
    expect(errors).toBeUndefined();
    expect(data.build.agents).toHaveLength(2);
  });

  it('of the id of an item leaves out the item where it is selected, and costs nothing where it is not', async () => {
    const changes = { 'resources.0.agents.1.id': 5 };
    expect((await read(changes, 'agents { version }')).errors).toBeUndefined();
    const { data, errors } = await read(changes, 'agents { version id }');
    expect(data.build.agents).toHaveLength(1);
    expect(errors).toMatchObject([{ path: ['build', 'agents'] }]);
  });

  it('of the id of a resource costs no agents that do not show it', async () => {
    const changes = { 'resources.0.id': 5 };
    expect((await read(changes, 'agents { version }')).data.build.agents).toHaveLength(2);
    const { data, errors } = await read(
      changes,
      'agents { resource { version: name } } resources { agents { version } }',
    );
    expect([data.build.agents.length, data.build.resources[0].agents.length, errors]).toEqual([2, 2, undefined]);
    expect((await read(changes, 'agents { resource { uuid } }')).errors).toMatchObject([
      { path: ['build', 'agents', 0, 'resource', 'uuid'] },
      { path: ['build', 'agents', 1, 'resource', 'uuid'] },
    ]);
  });

  it('that is no resource leaves out its agents, and says so', async () => {
    const { data, errors } = await read({ 'resources.0': 5 }, 'agents { version }');
    expect(data.build.agents).toEqual([]);
    expect(errors).toMatchObject([{ path: ['build', 'agents'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }]);
  });

  it('of the agents of one resource costs no other agents', async () => {
    const { data, errors } = await read(
      { resources: [...fullBuild.resources, { ...fullBuild.resources[0], id: uuid(41), agents: 5 }] },
      'agents { name }',
    );
    expect(data.build.agents).toHaveLength(2);
    expect(errors).toMatchObject([{ path: ['build', 'agents'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }]);
  });

  it('of a list costs the object that holds it', async () => {
    const { data, errors } = await read({ resources: {} }, 'buildNumber resources { name }');
    expect(data.build).toBeNull();
    expect(errors).toMatchObject([{ path: ['build', 'resources'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }]);
  });

  it('of a value in a map costs the map', async () => {
    const { data, errors } = await read({ 'job.tags': { scope: 5 } }, 'buildNumber job { tags { key } }');
    expect(data.build).toBeNull();
    expect(errors).toMatchObject([{ path: ['build', 'job', 'tags'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }]);
  });

  it('of an entry of a plain list leaves out the entry', async () => {
    const { data, errors } = await read(
      { 'resources.0.agents.0.subsystems': ['envbox', 5], 'job.available_workers': ['x', uuid(26)] },
      'job { availableWorkers } resources { agents { subsystems } }',
    );
    expect(data.build.job.availableWorkers).toEqual([uuid(26)]);
    expect(data.build.resources[0].agents[0].subsystems).toEqual(['ENVBOX']);
    expect(errors).toHaveLength(2);
  });

  it('of a build is seen on every way back to the build, and costs the item of the innermost list', async () => {
    const { embedded, query } = await start();
    const middle = {
      ...fullBuild,
      id: uuid(201),
      build_number: 9,
      status: 5,
      job: { ...fullBuild.job, type: 5 },
      resources: 5,
    };
    const healthy = { ...middle, resources: fullBuild.resources };
    const none = { resources: [] };
    for (const [fields, build, shown, inBetween] of [
      ['job { build { status } }', healthy, [10, 9, 8], { job: { build: null } }],
      ['job { build { agents { name } } }', middle, [10, 9, 8], { job: { build: null } }],
      ['resources { build { status } }', healthy, [10, 9, 8], none],
      ['resources { job { build { job { type } } } }', healthy, [10, 9, 8], { resources: [{ job: { build: null } }] }],
      ['job { resources { name } }', middle, [10, 8], {}],
      ['agents { name }', middle, [10, 8], {}],
    ] as const) {
      const fault = embedded.faults.add({ route: '/workspaces/{workspace}/builds', mutate: () => threeBuilds(build) });
      const { data, errors } = await query(
        `{ workspaceByName(name: "atlas-dev") { builds(first: 3) { edges { node { buildNumber ${fields} } } } } }`,
      );
      fault.remove();
      expectCoded(errors, fields, ['workspaceByName', 'builds']);
      const numbers = data.workspaceByName.builds?.edges.map(({ node }: Wire) => node.buildNumber);
      expect(numbers, fields).toEqual(shown);
      const [, between] = data.workspaceByName.builds.edges;
      if (shown.length === 3) expect(between.node, fields).toMatchObject(inBetween);
    }
  });

  it('of the name of a version costs nothing but the name', async () => {
    const { embedded, query } = await start();
    const middle = { ...fullBuild, id: uuid(201), build_number: 9, template_version_name: 5 };
    embedded.faults.add({ route: '/workspaces/{workspace}/builds', mutate: () => threeBuilds(middle) });
    const document = (fields: string) =>
      `{ workspaceByName(name: "atlas-dev") { builds(first: 3) { nodes { templateVersion { ${fields} } } } } }`;
    expect((await query(document('uuid'))).data.workspaceByName.builds.nodes).toHaveLength(3);
    expect((await query(document('uuid name'))).data.workspaceByName.builds.nodes).toHaveLength(2);
  });

  it('of an agent that makes a workspace unhealthy costs that agent', async () => {
    const { embedded, query } = await start();
    const { id } = embedded.workspace('atlas-dev');
    const wrong = altered({ ...fullWorkspace, id }, ['latest_build', 'resources', 0, 'agents', 0, 'name'], 5);
    embedded.faults.add({ route: '/workspaces/{workspace}', mutate: () => wrong });
    const { data, errors } = await query(
      `{ workspace(id: "${id}") { health { healthy failingAgents { uuid name } } } }`,
    );
    expect(data.workspace.health).toEqual({ healthy: true, failingAgents: [{ uuid: uuid(31), name: 'agent name' }] });
    expect(errors).toMatchObject([{ path: ['workspace', 'health', 'failingAgents'] }]);
  });

  it('of a latest build costs that, not the workspace', async () => {
    const { embedded, query } = await start();
    const { id } = embedded.workspace('atlas-dev');
    embedded.faults.add({
      route: '/workspaces/{workspace}',
      mutate: () => altered({ ...fullWorkspace, id }, ['latest_build'], 5),
    });
    const { data, errors } = await query(`{ workspace(id: "${id}") { name latestBuild { status } } }`);
    expect(data.workspace).toEqual({ name: 'full', latestBuild: null });
    expect(errors).toMatchObject([{ path: ['workspace', 'latestBuild'] }]);
  });

  it.each([
    ['Job', `${fullBuild.id}/${uuid(20)}`, { 'job.status': 5 }, '... on Job { uuid }', { uuid: uuid(20) }],
    ['Resource', `${fullBuild.id}/${uuid(40)}`, { resources: 5 }, '... on Resource { uuid }', null],
  ])('is coded when a %s is refetched', async (type, id, changes, fields, expected) => {
    const gateway = await start();
    answerWith(gateway, changes);
    const global = Buffer.from(`${type}:${id}`).toString('base64url');
    const { data, errors } = await gateway.query(`{ node(id: "${global}") { ${fields} } }`);
    expect(data.node).toEqual(expected);
    if (expected === null) expectCoded(errors, type, ['node']);
    else expect(errors).toBeUndefined();
  });
});

describe('a build that the graph cannot show', () => {
  /** The third and the last of the first page, and a whole page, cannot be shown. */
  const broken = (json: { build_number: unknown }[]) => {
    for (const build of json)
      if ([59, 52, 51, 50, 49, 48].includes(Number(build.build_number))) build.build_number = 'x';
  };

  it('takes its place in the list: the pages behind it lose nothing and end where the list does', async () => {
    const { embedded, query } = await start();
    embedded.faults.add({ route: '/workspaces/{workspace}/builds', mutate: broken });
    const walked: number[] = [];
    let after: string | null = null;
    for (;;) {
      const answer: Answer<Wire> = await query(
        `query Q($after: String) { workspaceByName(name: "atlas-dev") { builds(first: 5, after: $after) { nodes { buildNumber } pageInfo { hasNextPage endCursor } } } }`,
        { after },
      );
      const { nodes, pageInfo } = answer.data.workspaceByName.builds;
      walked.push(...nodes.map((node: Wire) => node.buildNumber));
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    const shown = Array.from({ length: 61 }, (_, index) => 61 - index).filter(
      (number) => ![59, 52, 51, 50, 49, 48].includes(number),
    );
    expect(walked).toEqual(shown);
  });

  it('of the count costs totalCount alone', async () => {
    const { embedded, query } = await start();
    embedded.faults.add({
      route: '/workspaces',
      mutate: (page: Wire) => {
        page.count = 'many';
      },
    });
    const page = await query('{ workspaces(first: 2) { nodes { name } pageInfo { hasNextPage } } }');
    expect(page.errors).toBeUndefined();
    expect(page.data.workspaces.nodes).toHaveLength(2);
    expect(page.data.workspaces.pageInfo.hasNextPage).toBe(true);
    const { errors } = await query('{ workspaces(first: 2) { totalCount } }');
    expect(errors).toMatchObject([
      { path: ['workspaces', 'totalCount'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } },
    ]);
  });

  it('may be all that a page has, which then still says where the next one begins', async () => {
    const { embedded, query } = await start();
    embedded.faults.add({
      route: '/workspaces/{workspace}/builds',
      mutate: (rows: Wire[]) => {
        for (const row of rows) if (row.build_number > 58) row.reason = 7;
      },
    });
    const document = `query Q($after: String) { workspaceByName(name: "atlas-dev") { builds(first: 3, after: $after) { nodes { buildNumber reason } pageInfo { hasNextPage endCursor } } } }`;
    const first = (await query(document)).data.workspaceByName.builds;
    expect(first).toEqual({ nodes: [], pageInfo: { hasNextPage: true, endCursor: expect.any(String) } });
    const next = (await query(document, { after: first.pageInfo.endCursor })).data.workspaceByName.builds;
    expect(next.nodes.map(({ buildNumber }: Wire) => buildNumber)).toEqual([58, 57, 56]);
  });

  it('is an error where it is asked for by its number, and hides no other from one that is', async () => {
    const { embedded, query } = await start();
    embedded.faults.add({ route: '/workspaces/{workspace}/builds', mutate: broken });
    const { data, errors } = await query(`{ workspaceByName(name: "atlas-dev") {
      a: build(number: 60) { buildNumber } b: build(number: 59) { buildNumber } c: build(number: 58) { buildNumber }
    } }`);
    expect(data.workspaceByName).toEqual({ a: { buildNumber: 60 }, b: null, c: { buildNumber: 58 } });
    expect(errors).toMatchObject([{ path: ['workspaceByName', 'b'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }]);
  });
});

describe('details with wrong values', () => {
  it.each([
    [
      'parameters { name }',
      '/workspacebuilds/{workspacebuild}/parameters',
      [{ name: 'a', value: 'b' }, { name: 5 }],
      { parameters: [{ name: 'a' }] },
    ],
    ['logs { nodes { output } }', '/workspacebuilds/{workspacebuild}/logs', [{ id: 'x' }], { logs: { nodes: [] } }],
    ['parameters { name }', '/workspacebuilds/{workspacebuild}/parameters', { a: 1 }, { parameters: null }],
    ['logs { nodes { output } }', '/workspacebuilds/{workspacebuild}/logs', 'x', { logs: null }],
    [
      'timings { provisionerTimings { stage } }',
      '/workspacebuilds/{workspacebuild}/timings',
      { provisioner_timings: 5 },
      { timings: null },
    ],
    [
      'timings { agentScriptTimings { stage } }',
      '/workspacebuilds/{workspacebuild}/timings',
      { agent_script_timings: [{}] },
      { timings: { agentScriptTimings: [] } },
    ],
  ])('%s: a wrong answer costs an item or the field', async (fields, route, answer, expected) => {
    const { embedded, query } = await start();
    embedded.faults.add({ route, respond: { status: 200, body: JSON.stringify(answer) } });
    const { data, errors } = await query(
      `{ build(id: "${embedded.build('atlas-dev').id}") { buildNumber ${fields} } }`,
    );
    expect(data.build).toEqual({ buildNumber: 61, ...expected });
    expectCoded(errors, fields, ['build']);
  });
});

it.each([
  ['null', 'null'],
  ['a list', '[]'],
  ['a text', '"x"'],
  ['not JSON', 'not JSON'],
  ['cut off', '{"workspaces": ['],
  ['nothing', ''],
])('an answer that is %s costs the field that asked', async (_, body) => {
  const { embedded, query } = await start();
  embedded.faults.add({ route: '/workspaces', respond: { status: 200, body } });
  const { data, errors } = await query('{ viewer { username } workspaces { totalCount } }');
  expect(data).toEqual({ viewer: { username: 'mira' }, workspaces: null });
  expect(errors).toMatchObject([{ path: ['workspaces'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }]);
});

it('an answer that is larger than GATEWAY_MAX_RESPONSE_MB costs the field that asked', async () => {
  const { embedded, query } = await startGateway({ settings: { maxResponseMb: 1 } });
  embedded.faults.add({ route: '/workspacebuilds/{workspacebuild}/logs', oversize: 1024 * 1024 + 1 });
  const { data, errors } = await query(
    `{ build(id: "${embedded.build('atlas-dev').id}") { buildNumber logs { nodes { id } } } }`,
  );
  expect(data.build).toEqual({ buildNumber: 61, logs: null });
  expect(errors).toMatchObject([
    {
      message: 'The answer of Coder is larger than 1 MiB (GATEWAY_MAX_RESPONSE_MB).',
      extensions: { code: 'UPSTREAM_BAD_RESPONSE', upstream: { status: 200, requestId: expect.any(String) } },
    },
  ]);
});
