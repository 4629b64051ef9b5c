import { describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/resolvers/ids.ts';
import { startGateway } from '../support.ts';

const embeddedFields = `
  buildNumber status reason transition createdAt deadline url
  initiator { uuid username }
  templateVersion { uuid name }
  job { status error tags { key value } input { workspaceBuildId } initiator { username } build { id } resources { name } }
  resources {
    name metadata { key value } job { id } build { id }
    agents { name status health { healthy } parent { name } scripts { displayName } logSources { displayName } apps { slug health statuses { message } } resource { name } }
  }
  agents { name }
`;

describe('workspaces', () => {
  it('fifty with build, job, resources, agents and apps are one call', async () => {
    const { query, calls } = await startGateway();
    const { data, errors } = await query(
      `{ workspaces(first: 50) { totalCount nodes { name owner { username avatarUrl } template { name } health { healthy failingAgents { name } } latestBuild { ${embeddedFields} workspace { name owner { username } } } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.workspaces.nodes.length).toBeGreaterThan(12);
    expect(calls()).toEqual(['GET /workspaces']);
  });

  it('thirty by their ids are one search', async () => {
    const { embedded, query, calls } = await startGateway({ settings: { maxAliases: 100 } });
    const live = [...embedded.store.workspaces.values()].filter(({ deleted }) => !deleted);
    while (live.length < 30) {
      const workspace = embedded.control.createWorkspace({ name: `more-${live.length}` });
      embedded.control.createFinishedBuild(workspace);
      live.push(workspace);
    }
    const ids = live.slice(0, 30).map(({ id }) => id);
    const fields = ids.map(
      (id, index) =>
        `w${index}: workspace(id: "${index % 2 ? id : encodeNodeId('Workspace', id)}") { uuid latestBuild { status } }`,
    );
    const { data, errors } = await query(`{ ${fields.join(' ')} }`);
    expect(errors).toBeUndefined();
    expect(ids.map((_, index) => data[`w${index}`].uuid)).toEqual(ids);
    expect(embedded.requests[0]?.query.get('limit')).toBe('30');
    expect(calls()).toEqual(['GET /workspaces']);
  });

  it('a deleted or unknown one among them is null, without a second call', async () => {
    const { embedded, query, calls } = await startGateway();
    const { data, errors } = await query(`{
      live: workspace(id: "${embedded.workspace('falcon').id}") { name }
      deleted: workspace(id: "${embedded.workspace('mosaic').id}") { name }
      unknown: workspace(id: "00000000-0000-4000-8000-000000000000") { name }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ live: { name: 'falcon' }, deleted: null, unknown: null });
    expect(calls()).toEqual(['GET /workspaces']);
  });

  it('one alone takes its own route, which is a rate limit of its own', async () => {
    const { embedded, query, calls } = await startGateway();
    const { id } = embedded.workspace('falcon');
    await query(`{ a: workspace(id: "${id}") { name } b: workspace(id: "${encodeNodeId('Workspace', id)}") { name } }`);
    expect(calls()).toEqual(['GET /workspaces/{workspace}']);
  });

  it('a deleted one is null by its id and stays for its builds', async () => {
    const { embedded, query, calls } = await startGateway();
    const workspace = embedded.workspace('mosaic');
    const { data, errors } = await query(`{
      workspace(id: "${workspace.id}") { name }
      build(id: "${embedded.build('mosaic', 3).id}") { buildNumber workspace { name createdAt latestBuild { status } builds(first: 2) { nodes { buildNumber } } } }
    }`);
    expect(errors).toBeUndefined();
    expect(data.workspace).toBeNull();
    expect(data.build.workspace).toMatchObject({
      name: 'mosaic',
      createdAt: expect.any(String),
      latestBuild: { status: 'DELETED' },
      builds: { nodes: [{ buildNumber: 8 }, { buildNumber: 7 }] },
    });
    expect(calls().sort()).toEqual([
      'GET /workspacebuilds/{workspacebuild}',
      'GET /workspaces/{workspace}',
      'GET /workspaces/{workspace}',
      'GET /workspaces/{workspace}/builds',
    ]);
  });
});

describe('builds of one workspace', () => {
  it('twenty-five with all that is embedded are two calls, the workspace among them', async () => {
    const { query, calls } = await startGateway();
    const { data, errors } = await query(
      `{ workspaceByName(name: "atlas-dev") { builds(first: 25) { nodes { ${embeddedFields} workspace { name owner { username } } } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.workspaceByName.builds.nodes).toHaveLength(25);
    expect(calls()).toEqual(['GET /users/{user}/workspace/{workspacename}', 'GET /workspaces/{workspace}/builds']);
  });

  it('two windows and three numbers in one tick are one page', async () => {
    const { embedded, query, calls } = await startGateway();
    const { data } = await query(`{ workspace(id: "${embedded.workspace('atlas-dev').id}") {
      first: builds(first: 3) { nodes { buildNumber } }
      more: builds(first: 20) { nodes { buildNumber } }
      newest: build(number: 61) { buildNumber } near: build(number: 58) { buildNumber } older: build(number: 40) { buildNumber }
    } }`);
    expect(data.workspace.first.nodes.map(({ buildNumber }: { buildNumber: number }) => buildNumber)).toEqual([
      61, 60, 59,
    ]);
    expect(data.workspace.more.nodes).toHaveLength(20);
    expect([data.workspace.newest, data.workspace.near, data.workspace.older]).toEqual([
      { buildNumber: 61 },
      { buildNumber: 58 },
      { buildNumber: 40 },
    ]);
    expect(calls()).toEqual(['GET /workspaces/{workspace}', 'GET /workspaces/{workspace}/builds']);
  });

  it('five neighboring numbers are two calls', async () => {
    const { query, calls } = await startGateway();
    const numbers = [40, 41, 42, 43, 44];
    const fields = numbers.map(
      (number) => `b${number}: buildByNumber(workspace: "atlas-dev", number: ${number}) { buildNumber status }`,
    );
    const { data, errors } = await query(`{ ${fields.join(' ')} }`);
    expect(errors).toBeUndefined();
    expect(numbers.map((number) => data[`b${number}`].buildNumber)).toEqual(numbers);
    expect(calls()).toEqual(['GET /users/{user}/workspace/{workspacename}', 'GET /workspaces/{workspace}/builds']);
  });

  it('five neighboring numbers of a workspace that is hidden are null after one call', async () => {
    const { query, calls } = await startGateway();
    const fields = [1, 2, 3, 4, 5].map(
      (number) => `b${number}: buildByNumber(owner: "mira", workspace: "atlas-dev", number: ${number}) { status }`,
    );
    const { data, errors } = await query(`{ ${fields.join(' ')} }`, {}, { user: 'omar' });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ b1: null, b2: null, b3: null, b4: null, b5: null });
    expect(calls()).toEqual(['GET /users/{user}/workspace/{workspacename}']);
  });

  it('numbers that are far apart are single reads', async () => {
    const { query, calls } = await startGateway();
    await query(`{
      a: buildByNumber(workspace: "atlas-dev", number: 1) { status }
      b: buildByNumber(workspace: "atlas-dev", number: 60) { status }
    }`);
    const route = 'GET /users/{user}/workspace/{workspacename}/builds/{buildnumber}';
    expect(calls()).toEqual([route, route]);
  });

  it('the parameters of ten are a call for each and one for the page', async () => {
    const { embedded, query, calls } = await startGateway();
    const { data } = await query(
      `{ workspace(id: "${embedded.workspace('atlas-dev').id}") { builds(first: 10) { nodes { parameters { name value } } } } }`,
    );
    expect(data.workspace.builds.nodes).toHaveLength(10);
    const all = calls();
    expect(all.filter((call) => call === 'GET /workspacebuilds/{workspacebuild}/parameters')).toHaveLength(10);
    expect(all).toHaveLength(11);
  });

  it('are as many rows as were asked for, and one more to know whether there are further ones', async () => {
    const { embedded, query } = await startGateway();
    const { id } = embedded.workspace('atlas-dev');
    for (const [selection, limit] of [
      ['nodes { id }', '10'],
      ['nodes { id } pageInfo { hasNextPage }', '11'],
    ]) {
      const before = embedded.requests.length;
      await query(`{ workspace(id: "${id}") { builds(first: 10) { ${selection} } } }`);
      expect(embedded.requests.slice(before).map((request) => request.query.get('limit'))).toEqual([limit]);
    }
  });

  it('by the id of the workspace are one call, when builds know all that is selected of it', async () => {
    const { embedded, query, calls } = await startGateway();
    const { id } = embedded.workspace('atlas-dev');
    const document = (selection: string) => `{ workspace(id: "${id}") { ${selection} } }`;
    const { data, errors } = await query(
      document(
        '__typename id uuid name url owner { username avatarUrl } builds { nodes { buildNumber } } again: builds(first: 25) { pageInfo { hasNextPage } }',
      ),
    );
    expect(errors).toBeUndefined();
    expect(data.workspace).toMatchObject({ uuid: id, name: 'atlas-dev', owner: { username: 'mira' } });
    expect(data.workspace.builds.nodes).toHaveLength(25);
    expect(calls()).toEqual(['GET /workspaces/{workspace}/builds']);
    await query(document('builds { nodes { id } } a: builds(first: 30) { pageInfo { hasNextPage } }'));
    expect(calls()).toEqual(['GET /workspaces/{workspace}/builds']);
    // Anything else, and the workspace is read; then the windows of one tick are one page.
    for (const more of [
      'createdAt',
      'b: builds(since: "2026-06-22T07:41:03Z") { nodes { id } }',
      'latestBuild { id }',
    ]) {
      await query(document(`builds { nodes { id } } ${more}`));
      expect(calls()[0], more).toBe('GET /workspaces/{workspace}');
    }
  });

  it('by the id of a workspace that is hidden or deleted are null with it', async () => {
    const { embedded, query, calls } = await startGateway();
    const document = (name: string) =>
      `{ workspace(id: "${embedded.workspace(name).id}") { name builds { nodes { id } } } }`;
    const hidden = await query(document('atlas-dev'), {}, { user: 'omar' });
    expect([hidden.data, hidden.errors]).toEqual([{ workspace: null }, undefined]);
    expect(calls()).toEqual(['GET /workspaces/{workspace}/builds']);
    const deleted = await query(document('mosaic'));
    expect([deleted.data, deleted.errors]).toEqual([{ workspace: null }, undefined]);
    // Sable is being deleted: it is still there.
    expect((await query(document('sable'))).data.workspace.name).toBe('sable');
  });

  it('that cannot be read cost their field, not the workspace', async () => {
    const { embedded, query } = await startGateway();
    embedded.faults.add({ route: '/workspaces/{workspace}/builds', respond: { status: 500 } });
    const { data, errors } = await query(
      `{ workspace(id: "${embedded.workspace('atlas-dev').id}") { name builds { nodes { id } } } }`,
    );
    expect(data.workspace).toEqual({ name: 'atlas-dev', builds: null });
    expect(errors).toMatchObject([{ path: ['workspace', 'builds'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
  });

  it('the same parameters by several ways are one call', async () => {
    const { embedded, query, calls } = await startGateway();
    const { id } = embedded.build('falcon');
    await query(`{ a: build(id: "${id}") { parameters { name } job { build { parameters { value } } } } }`);
    expect(calls()).toEqual([
      'GET /workspacebuilds/{workspacebuild}',
      'GET /workspacebuilds/{workspacebuild}/parameters',
    ]);
  });
});
