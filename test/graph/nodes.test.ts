import { describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/resolvers/ids.ts';
import { startGateway } from '../support.ts';

const everyId = `{
  viewer { id __typename }
  workspaceByName(name: "borealis") {
    id __typename
    owner { id __typename }
    latestBuild {
      id __typename
      job { id __typename }
      resources { id __typename agents { id __typename apps { id __typename } } }
    }
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

describe('node', () => {
  it('finds everything again by the id that it showed', async () => {
    const { query } = await startGateway();
    const shown = identified((await query(everyId)).data).map(({ id, __typename }) => ({ id, __typename }));
    expect(new Set(shown.map(({ __typename }) => __typename))).toEqual(
      new Set(['User', 'Workspace', 'Build', 'Job', 'Resource', 'Agent', 'App']),
    );
    for (const object of shown) {
      const { data, errors } = await query('query Q($id: ID!) { node(id: $id) { id __typename } }', { id: object.id });
      expect(errors).toBeUndefined();
      expect(data.node).toEqual(object);
    }
    const { data } = await query('query Q($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }', {
      ids: shown.map(({ id }) => id),
    });
    expect(data.nodes).toEqual(shown);
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
