import { describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/resolvers/ids.ts';
import { graphql } from '../generated/gql.ts';
import { startGateway } from '../support.ts';

const buildInDepth = graphql(`
  query BuildInDepth($id: ID!) {
    build(id: $id) {
      buildNumber
      status
      workspace {
        name
        url
        owner {
          username
          avatarUrl
        }
      }
      initiator {
        username
      }
      job {
        status
        queuePosition
        initiator {
          username
        }
      }
      resources {
        name
        agents {
          name
          apps {
            slug
          }
          scripts {
            displayName
            logSource {
              displayName
            }
          }
        }
      }
    }
  }
`);

describe('one build', () => {
  it('by id, with all that is embedded, the name of its workspace and its owner, is one call', async () => {
    const { embedded, query, calls } = await startGateway();
    const { data, errors } = await query(buildInDepth, { id: embedded.build('borealis').id });
    expect(errors).toBeUndefined();
    expect(data.build?.workspace).toMatchObject({ name: 'borealis', owner: { username: 'mira' } });
    expect(data.build?.resources.flatMap(({ agents }) => agents).map(({ name }) => name)).toEqual([
      'main',
      'devcontainer',
    ]);
    expect(calls()).toEqual(['GET /workspacebuilds/{workspacebuild}']);
  });

  it('by UUID in any form, global id, node and the way over its job is one call', async () => {
    const { embedded, query, calls } = await startGateway();
    const { id, job } = embedded.build('falcon');
    const { data, errors } = await query(
      `query Same($uuid: ID!, $urn: ID!, $global: ID!, $job: ID!) {
        bare: build(id: $uuid) { ...same }
        urn: build(id: $urn) { ...same }
        global: build(id: $global) { ...same }
        node(id: $global) { ... on Build { ...same } }
        job: node(id: $job) { ... on Job { build { ...same } } }
        nodes(ids: [$global, $job]) { id }
        round: build(id: $uuid) { job { build { resources { build { ...same } } } } }
      }
      fragment same on Build { uuid buildNumber }`,
      {
        uuid: id,
        urn: `urn:uuid:${id.toUpperCase()}`,
        global: encodeNodeId('Build', id),
        job: encodeNodeId('Job', `${id}/${job.id}`),
      },
    );
    expect(errors).toBeUndefined();
    const same = { uuid: id, buildNumber: 9 };
    expect([data.bare, data.urn, data.global, data.node, data.job.build]).toEqual([same, same, same, same, same]);
    expect(data.round.job.build.resources[0].build).toEqual(same);
    expect(data.nodes).toEqual([{ id: encodeNodeId('Build', id) }, { id: encodeNodeId('Job', `${id}/${job.id}`) }]);
    expect(calls()).toEqual(['GET /workspacebuilds/{workspacebuild}']);
  });

  it('that is pending needs a second call only for the provisioners that match, which a read by id leaves blank', async () => {
    const { embedded, query, calls } = await startGateway();
    const { id } = embedded.build('quartz');
    const without = await query(`{ build(id: "${id}") { status job { queuePosition } } }`);
    expect(without.data.build.status).toBe('PENDING');
    expect(calls()).toEqual(['GET /workspacebuilds/{workspacebuild}']);

    const selected = await query(`{ build(id: "${id}") { matchedProvisioners { count available mostRecentlySeen } } }`);
    expect(selected.data.build.matchedProvisioners.count).toBeGreaterThan(0);
    expect(calls()).toEqual([
      'GET /workspacebuilds/{workspacebuild}',
      'GET /users/{user}/workspace/{workspacename}/builds/{buildnumber}',
    ]);
  });

  it('that is not pending needs none', async () => {
    const { embedded, query, calls } = await startGateway();
    await query(`{ build(id: "${embedded.build('falcon').id}") { matchedProvisioners { count } } }`);
    expect(calls()).toHaveLength(1);
  });

  it('that is pending and came in a list has them already', async () => {
    const { query, calls } = await startGateway();
    const { data } = await query(
      '{ workspaceByName(owner: "omar", name: "quartz") { latestBuild { matchedProvisioners { count } } builds(first: 2) { nodes { matchedProvisioners { count } } } } }',
    );
    const { count } = data.workspaceByName.latestBuild.matchedProvisioners;
    expect(count).toBeGreaterThan(0);
    expect(data.workspaceByName.builds.nodes[0].matchedProvisioners.count).toBe(count);
    expect(calls()).toHaveLength(2);
  });
});

describe('objects that know a part of themselves', () => {
  it('a workspace that came with a build is read once for all that it does not know', async () => {
    const { embedded, query, calls } = await startGateway();
    const { data } = await query(`{ build(id: "${embedded.build('falcon', 2).id}") {
      workspace { uuid name url owner { uuid username avatarUrl } }
      again: workspace { createdAt template { name } organization { name } latestBuild { buildNumber } }
    } }`);
    expect(data.build.again.latestBuild.buildNumber).toBe(9);
    expect(calls()).toEqual(['GET /workspacebuilds/{workspacebuild}', 'GET /workspaces/{workspace}']);
  });

  it('workspaces that came with builds are read together', async () => {
    const { embedded, query, calls } = await startGateway();
    const ids = ['falcon', 'gull', 'iris'].map((name) => encodeNodeId('Build', embedded.build(name, 2).id));
    const { data } = await query(
      'query Q($ids: [ID!]!) { nodes(ids: $ids) { ... on Build { workspace { createdAt } } } }',
      { ids },
    );
    expect(data.nodes).toHaveLength(3);
    expect(calls().filter((call) => call.startsWith('GET /workspaces'))).toEqual(['GET /workspaces']);
  });

  it('an initiator is read once, and only for more than id and username', async () => {
    const { embedded, query, calls } = await startGateway();
    const document = (fields: string) =>
      `{ workspace(id: "${embedded.workspace('atlas-dev').id}") { builds(first: 10) { nodes { initiator { ${fields} } job { initiator { ${fields} } } } } } }`;
    await query(document('id uuid username'));
    expect(calls()).toHaveLength(1);
    const { data } = await query(document('username name email avatarUrl'));
    expect(data.workspace.builds.nodes[0].job.initiator).toEqual({
      username: 'mira',
      name: 'Mira Sol',
      email: 'mira@example.com',
      avatarUrl: 'https://avatars.example.com/mira.png',
    });
    expect(calls().filter((call) => call === 'GET /users/{user}')).toHaveLength(1);
  });

  it('a user that Coder hides has a username, and null for the rest', async () => {
    const { embedded, query } = await startGateway();
    const { data, errors } = await query(
      `{ build(id: "${embedded.build('borealis').id}") { initiator { username name email } } }`,
      {},
      { user: 'omar' },
    );
    expect(errors).toBeUndefined();
    expect(data.build.initiator).toEqual({ username: 'mira', name: null, email: null });
  });

  it('an agent that came with a build is known by its id in the same query', async () => {
    const { embedded, query, calls } = await startGateway();
    const { data } = await query(
      `{ build(id: "${embedded.build('borealis').id}") { agents { name parent { name resource { name } } } } }`,
    );
    expect(data.build.agents[1]).toEqual({
      name: 'devcontainer',
      parent: { name: 'main', resource: { name: 'main' } },
    });
    expect(calls()).toHaveLength(1);
  });
});

it('nothing is read for what needs no Coder', async () => {
  const { query, calls } = await startGateway();
  const { data, errors } = await query('{ __typename __schema { queryType { name } } }', {}, { user: null });
  expect(errors).toBeUndefined();
  expect(data.__typename).toBe('Query');
  expect(calls()).toEqual([]);
});

it('links lead to the address that Coder gives for itself, at no further call', async () => {
  const { embedded, client, query, calls } = await startGateway();
  const body = JSON.stringify({ version: 'v2.40.1', dashboard_url: 'https://coder.example.com/' });
  embedded.faults.add({ route: '/buildinfo', respond: { status: 200, body, contentType: 'application/json' } });
  await client.buildInfo();
  calls();
  const { data } = await query('{ workspaceByName(name: "atlas-dev") { url latestBuild { url } } }');
  expect(data.workspaceByName).toEqual({
    url: 'https://coder.example.com/@mira/atlas-dev',
    latestBuild: { url: 'https://coder.example.com/@mira/atlas-dev/builds/61' },
  });
  expect(calls()).toEqual(['GET /users/{user}/workspace/{workspacename}']);
});

it('a deployment behind a path prefix is reached, and its links lead there', async () => {
  const { embedded, query } = await startGateway({ embedded: { pathPrefix: '/coder' } });
  const { data } = await query('{ workspaceByName(name: "atlas-dev") { url latestBuild { url } } }');
  expect(data.workspaceByName).toEqual({
    url: `${embedded.url}/@mira/atlas-dev`,
    latestBuild: { url: `${embedded.url}/@mira/atlas-dev/builds/61` },
  });
  expect(embedded.url).toMatch(/\/coder$/);
});
