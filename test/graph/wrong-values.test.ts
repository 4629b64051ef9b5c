import { describe, expect, it } from 'vitest';
import type { TestGateway, Wire } from '../support.ts';
import { altered } from './altered.ts';
import { fullBuild, fullWorkspace, uuid } from './full.ts';
import { expectCoded, start, threeBuilds } from './wrong-values.ts';

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
