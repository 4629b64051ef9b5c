import type { GraphQLInterfaceType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/resolvers/ids.ts';
import { createSchema } from '../../src/schema/schema.ts';
import { startGateway } from '../support.ts';

const user = '{ id __typename }';
const agents = `{
  id __typename build { id __typename } resource { id __typename job { id __typename } } parent { id __typename }
  apps { id __typename statuses { id __typename } agent { id __typename } }
  scripts { id __typename logSource { id __typename } }
  logSources { id __typename }
}`;
const version = `{ id __typename createdBy ${user} job { id __typename initiator ${user} } }`;
const build = `{
  id __typename initiator ${user} workspace { id __typename } agents ${agents}
  job { id __typename initiator ${user} build { id __typename } resources { id __typename } }
  resources { id __typename build { id __typename } agents { id __typename } }
  templateVersion { id __typename template { id __typename } job { id __typename } }
}`;
const everyId = `query Every($owner: String!, $name: String!) {
  viewer ${user}
  workspaceByName(owner: $owner, name: $name) {
    id __typename
    owner ${user}
    organization { id __typename }
    template { id __typename activeVersion ${version} versions(first: 3) { nodes ${version} } }
    latestAppStatus { id __typename }
    health { failingAgents { id __typename } }
    latestBuild ${build}
    builds(first: 2) { nodes ${build} }
  }
}`;

interface Identified {
  id: string;
  __typename: string;
}

/** Every object with an id in an answer. */
function identified(value: unknown): Identified[] {
  if (Array.isArray(value)) return value.flatMap(identified);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(identified);
  return 'id' in value ? [value as Identified, ...inner] : inner;
}

const schema = createSchema();

describe('node', () => {
  it('finds everything again by the id that it showed', async () => {
    const { query } = await startGateway();
    const workspaces = [
      { owner: 'mira', name: 'borealis' },
      { owner: 'tara', name: 'orbit' },
    ];
    const answers = await Promise.all(workspaces.map((each) => query(everyId, each)));
    expect(answers.map(({ errors }) => errors)).toEqual([undefined, undefined]);
    const all = identified(answers.map(({ data }) => data)).map(({ id, __typename }) => ({ id, __typename }));
    const shown = [...new Map(all.map((object) => [object.id, object])).values()];
    const types = schema.getPossibleTypes(schema.getType('Node') as GraphQLInterfaceType).map(({ name }) => name);
    expect([...new Set(shown.map(({ __typename }) => __typename))].toSorted()).toEqual(types.toSorted());
    for (const object of shown) {
      const { data, errors } = await query('query Q($id: ID!) { node(id: $id) { id __typename } }', { id: object.id });
      expect(errors).toBeUndefined();
      expect(data.node).toEqual(object);
    }
    const some = shown.slice(0, 100);
    const { data } = await query('query Q($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }', {
      ids: some.map(({ id }) => id),
    });
    expect(data.nodes).toEqual(some);
  });

  it('needs one ordinary read for each type', async () => {
    const { embedded, query, calls } = await startGateway();
    const build = embedded.build('borealis');
    const [resource] = build.resources.filter(({ agents }) => agents.length > 0);
    const agent = resource?.agents[0];
    const one = async (id: string, selection: string) => {
      const { data, errors } = await query(`{ node(id: "${id}") { ${selection} } }`);
      expect(errors).toBeUndefined();
      return [data.node, calls()];
    };
    expect(await one(encodeNodeId('Job', `${build.id}/${build.job.id}`), '... on Job { uuid status }')).toEqual([
      { uuid: build.job.id, status: 'SUCCEEDED' },
      ['GET /workspacebuilds/{workspacebuild}'],
    ]);
    expect(
      await one(encodeNodeId('Resource', `${build.id}/${resource?.id}`), '... on Resource { name agents { name } }'),
    ).toEqual([
      { name: 'main', agents: [{ name: 'main' }, { name: 'devcontainer' }] },
      ['GET /workspacebuilds/{workspacebuild}'],
    ]);
    expect(await one(encodeNodeId('Agent', agent?.id ?? ''), '... on Agent { name }')).toEqual([
      { name: 'main' },
      ['GET /workspaceagents/{workspaceagent}'],
    ]);
    expect(
      await one(encodeNodeId('App', `${agent?.id}/${agent?.apps[1]?.id}`), '... on App { slug subdomainName }'),
    ).toEqual([
      { slug: 'grafana', subdomainName: 'grafana--borealis--mira' },
      ['GET /workspaceagents/{workspaceagent}'],
    ]);
    expect(await one(encodeNodeId('User', embedded.user('omar').id), '... on User { username }')).toEqual([
      { username: 'omar' },
      ['GET /users/{user}'],
    ]);
  });

  it('is null for what is not there, not any more, or hidden', async () => {
    const { embedded, query } = await startGateway();
    const [falcon, atlas] = [embedded.build('falcon'), embedded.build('atlas-dev')];
    const old = embedded.build('falcon', 7).resources.flatMap(({ agents }) => agents)[0];
    const [agent] = embedded.control.agents(falcon);
    const missing = 'c0de0000-0000-4000-8000-000000000000';
    const ids = [
      encodeNodeId('Workspace', missing),
      encodeNodeId('Workspace', embedded.workspace('mosaic').id),
      encodeNodeId('Build', missing),
      encodeNodeId('Build', atlas.id),
      encodeNodeId('Job', `${missing}/${falcon.job.id}`),
      encodeNodeId('Job', `${falcon.id}/${missing}`),
      encodeNodeId('Job', `${falcon.id}/${atlas.job.id}`),
      encodeNodeId('Job', `${atlas.id}/${atlas.job.id}`),
      encodeNodeId('Resource', `${falcon.id}/${atlas.resources[0]?.id}`),
      encodeNodeId('Agent', old?.id ?? ''),
      encodeNodeId('App', `${agent?.id}/${missing}`),
      encodeNodeId('App', `${old?.id}/${agent?.apps[0]?.id}`),
      encodeNodeId('AppStatus', `${agent?.id}/${agent?.apps[0]?.id}/${missing}`),
      encodeNodeId('AgentScript', `${agent?.id}/${missing}`),
      encodeNodeId('AgentLogSource', `${missing}/${missing}`),
      encodeNodeId('Organization', missing),
      encodeNodeId('User', missing),
      encodeNodeId('User', embedded.user('mira').id),
    ];
    expect(old?.id).toBeDefined();
    for (const id of ids) {
      const { data, errors } = await query(`{ node(id: "${id}") { id } }`, {}, { user: 'omar' });
      expect(errors, id).toBeUndefined();
      expect(data.node, id).toBeNull();
    }
  });
});

describe('nodes', () => {
  it('keeps the order, with null for what is not there, and reads each once', async () => {
    const { embedded, query, calls } = await startGateway();
    const falcon = encodeNodeId('Build', embedded.build('falcon').id);
    const missing = encodeNodeId('Build', 'c0de0000-0000-4000-8000-000000000000');
    const user = encodeNodeId('User', embedded.user('omar').id);
    const { data, errors } = await query('query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: [falcon, missing, user, falcon],
    });
    expect(errors).toBeUndefined();
    expect(data.nodes).toEqual([{ id: falcon }, null, { id: user }, { id: falcon }]);
    expect(calls()).toHaveLength(3);
  });

  it('takes a hundred, and nothing for none', async () => {
    const { embedded, query, calls } = await startGateway();
    const id = encodeNodeId('User', embedded.user('omar').id);
    const { data } = await query('query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(100).fill(id) });
    expect(data.nodes).toHaveLength(100);
    expect(calls()).toHaveLength(1);
    expect((await query('{ nodes(ids: []) { id } }')).data).toEqual({ nodes: [] });
    expect(calls()).toEqual([]);
  });

  it('one that fails costs itself', async () => {
    const { embedded, query } = await startGateway();
    const [good, bad] = [embedded.build('falcon').id, embedded.build('gull').id];
    embedded.faults.add({ path: `/workspacebuilds/${bad}`, respond: { status: 500, body: '{"message":"SQL"}' } });
    const { data, errors } = await query('query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: [encodeNodeId('Build', bad), encodeNodeId('Build', good)],
    });
    expect(data.nodes).toEqual([null, { id: encodeNodeId('Build', good) }]);
    expect(errors).toMatchObject([{ path: ['nodes', 0], extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
  });
});
