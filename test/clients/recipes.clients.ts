import { join } from 'node:path';
import { buildSchema, type GraphQLObjectType, type GraphQLSchema, getNullableType, isObjectType } from 'graphql';
import { createElement } from 'react';
import { expect, test as it, onTestFinished, vi } from 'vitest';
import { mounted } from '../client/rendered.ts';
import { useProgram } from '../e2e/program.ts';
import { runningBuild, until } from '../e2e/support.ts';
import type { Wire } from '../support.ts';
import { endedBuild, type Given, given as givenProgram, recipe, root } from './program.ts';

const QUERY = 'query Names { workspaces(query: "owner:me", first: 5) { nodes { __typename id name } } }';
const START = `mutation Start($id: ID!) {
  createBuild(input: { workspaceId: $id, transition: START }) { __typename ... on Error { message } }
}`;

/** Nodes with their ids, and everything that has none. */
const WIDE = `query Wide {
  viewer { id username }
  workspacesByStatus { status count }
  workspaces(query: "owner:me", first: 3) {
    totalCount
    nodes {
      id viewerCan { start } health { healthy } sharedWith { name } owner { id username }
      template { id activeVersion { id parameters { name options { name } } presets { uuid parameters { name value } } } }
      latestBuild {
        id matchedProvisioners { count } parameters { name value } job { id tags { key value } }
        timings { provisionerTimings { stage } agentScriptTimings { stage } agentConnectionTimings { stage } }
        resources { id metadata { key value } agents { id health { healthy } metadata { value } scripts { id } apps { id } } }
        logs(last: 2) { edges { cursor node { id output } } }
      }
    }
  }
}`;

interface GivenSocket extends Given {
  socket: Wire;
}

useProgram();

async function given(): Promise<GivenSocket> {
  const world = await givenProgram();
  const socket = (await recipe('graphql-ws')).socketClient(world.url, world.token);
  onTestFinished(() => socket.dispose());
  return { ...world, socket };
}

const served = async (url: string, path: string) => (await fetch(new URL(path, url))).json();

it('graphql-request', async () => {
  const { url, token } = await given();
  expect(await (await recipe('graphql-request')).workspaceLines(url, token)).toContain('atlas-dev: RUNNING');
});

it('graphql-ws', async () => {
  const world = await given();
  const { follow } = await recipe('graphql-ws');
  const events: Wire[] = [];
  await new Promise((resolve) =>
    follow(world.socket, endedBuild(world).id, (event: Wire) => events.push(event), resolve),
  );
  expect(events.flatMap(({ logs = [] }) => logs)).toHaveLength(3);
  expect(events.at(-1)).toMatchObject({ __typename: 'BuildLogEnd', build: { status: 'RUNNING' } });
});

it.each(['graphql-sse', 'sse-by-fetch'])('%s', async (name) => {
  const world = await given();
  const { followBySse, follow } = await recipe(name);
  const types: string[] = [];
  for await (const { __typename } of (followBySse ?? follow)(world.url, world.token, endedBuild(world).id))
    types.push(__typename);
  expect(types).toEqual(['BuildLogBatch', 'BuildLogEnd']);
});

it('Apollo Client, with possible types', async () => {
  const world = await given();
  const { apolloClient } = await recipe('apollo');
  const { FOLLOW } = await recipe('feed');
  const { parse } = await import('graphql');
  const possibleTypes = await served(world.url, '/possibleTypes.json');
  const client = apolloClient({ ...world, possibleTypes: possibleTypes.possibleTypes ?? possibleTypes });
  const { data } = await client.query({ query: parse(QUERY) });
  expect(data.workspaces.nodes[0].name).toBe('atlas-dev');
  const id = runningBuild(world.embedded).workspaceId;
  const refused = await client.mutate({ mutation: parse(START), variables: { id } });
  expect(refused.data.createBuild).toMatchObject({ __typename: 'ConflictError', message: expect.any(String) });
  const events: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const feed = client.subscribe({
      query: parse(FOLLOW),
      variables: { buildId: endedBuild(world).id },
      fetchPolicy: 'no-cache',
    });
    feed.subscribe({
      next: ({ data }: Wire) => events.push(data.buildLogs.__typename),
      error: reject,
      complete: resolve,
    });
  });
  expect(events).toEqual(['BuildLogBatch', 'BuildLogEnd']);
});

it.each([
  ['cacheOfNodes', 'nodes { __typename id name }', ({ nodes }: Wire) => nodes],
  [
    'cacheOfEdges',
    'edges { cursor node { __typename id name } }',
    ({ edges }: Wire) => edges.map(({ node }: Wire) => node),
  ],
] as const)('%s of Apollo Client joins the pages of a list', async (name, rows, rowsOf) => {
  const world = await given();
  const { ApolloClient, HttpLink } = await import(
    join(root, 'examples/recipes/node_modules/@apollo/client/core/index.js')
  );
  const { parse } = await import('graphql');
  const { possibleTypes } = await served(world.url, '/possibleTypes.json');
  const headers = { 'Coder-Session-Token': world.token };
  const cache = (await recipe('apollo-cache'))[name](possibleTypes);
  const client = new ApolloClient({ cache, link: new HttpLink({ uri: world.url, headers }) });
  const query = parse(`query Names($query: String, $after: String, $first: Int) {
    workspaces(query: $query, first: $first, after: $after) { ${rows} pageInfo { hasNextPage endCursor } }
  }`);
  const mine = { query: 'owner:me', first: 2 };
  const list = client.watchQuery({ query, variables: mine });
  const first = (await list.refetch()).data.workspaces;
  await list.fetchMore({ variables: { after: first.pageInfo.endCursor } });
  const all = await client.query({ query, variables: { ...mine, first: 4 }, fetchPolicy: 'no-cache' });
  const shown = client.readQuery({ query, variables: mine }).workspaces;
  expect(rowsOf(shown)).toEqual(rowsOf(all.data.workspaces));
  // Another search is another list.
  const other = { query: 'owner:omar', first: 1 };
  await client.query({ query, variables: other });
  expect(rowsOf(client.readQuery({ query, variables: other }).workspaces)).toHaveLength(1);
  expect(rowsOf(client.readQuery({ query, variables: mine }).workspaces)).toHaveLength(4);
});

it('Apollo Client, with parts of an object that several queries select', async () => {
  const world = await given();
  const { apolloClient } = await recipe('apollo');
  const { parse } = await import('graphql');
  const client = apolloClient({ ...world, possibleTypes: await served(world.url, '/possibleTypes.json') });
  const of = (fields: string) => parse(`{ workspaceByName(name: "atlas-dev") { id ${fields} } }`);
  for (const fields of ['viewerCan { start }', 'viewerCan { stop }']) await client.query({ query: of(fields) });
  const { workspaceByName } = client.readQuery({ query: of('viewerCan { start stop }') });
  expect(workspaceByName.viewerCan).toMatchObject({ start: true, stop: true });

  const schema = buildSchema(await (await fetch(new URL('/schema.graphql', world.url))).text());
  expect((await recipe('apollo-cache')).PARTS).toEqual(partsIn(schema));
});

it('urql, with graphcache', async () => {
  const world = await given();
  const { urqlClient } = await recipe('urql');
  const introspection = await served(world.url, '/introspection.json');
  const client = urqlClient({ ...world, schema: introspection.data ?? introspection });
  const { data, error } = await client.query(QUERY, {}).toPromise();
  expect(error).toBeUndefined();
  expect(data.workspaces.nodes[0].name).toBe('atlas-dev');
  const workspace = runningBuild(world.embedded).workspaceId;
  const refused = await client.mutation(START, { id: workspace }).toPromise();
  expect(refused.data.createBuild).toMatchObject({ __typename: 'ConflictError' });
});

it('urql, with a key or none for every type', async () => {
  const world = await given();
  const { urqlClient } = await recipe('urql');
  const schema = await served(world.url, '/introspection.json');
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
  onTestFinished(() => warned.mockRestore());
  const client = urqlClient({ ...world, schema });
  const { data, error } = await client.query(WIDE, {}).toPromise();
  expect(error).toBeUndefined();
  const { FOLLOW } = await recipe('feed');
  await new Promise<void>((resolve) => {
    const feed = client.subscription(FOLLOW, { buildId: endedBuild(world).id });
    feed.subscribe(({ data: event }: Wire) => event?.buildLogs.__typename === 'BuildLogEnd' && resolve());
  });
  expect(data.workspaces.nodes[0].latestBuild.job.tags.length).toBeGreaterThan(0);
  expect(warned.mock.calls.map(([message]) => message)).toEqual([]);
});

it('the network of Relay', async () => {
  const world = await given();
  const { relayEnvironment } = await recipe('relay');
  const network = relayEnvironment(world).getNetwork();
  const names = { text: QUERY, name: 'Names', operationKind: 'query', id: null, cacheID: 'Names', metadata: {} };
  const { data } = await network.execute(names, {}, {}).toPromise();
  expect(data.workspaces.nodes[0].name).toBe('atlas-dev');
  const { FOLLOW } = await recipe('feed');
  const follow = { ...names, text: FOLLOW, name: 'Follow', operationKind: 'subscription' };
  const events: string[] = [];
  await new Promise<void>((complete, error) => {
    const next = ({ data }: Wire) => events.push(data.buildLogs.__typename);
    network.execute(follow, { buildId: endedBuild(world).id }, {}).subscribe({ next, error, complete });
  });
  expect(events).toEqual(['BuildLogBatch', 'BuildLogEnd']);
});

it('hooks of React', async () => {
  const { url, token } = await given();
  const { Workspaces } = await recipe('react-log');
  const page = mounted(createElement(Workspaces, { url, token }));
  await until('the first render', () => page.toJSON() !== null);
  const { root } = page;
  await until('the workspaces', () => root.findAllByType('button').length > 0);
  root.findAllByType('button')[0]?.props.onClick();
  const status = () => root.findAllByProps({ role: 'status' })[0]?.children[0];
  await until('the end of the log', () => status() === 'RUNNING');
  const lines = root.findByType('pre').findAllByType('code');
  expect(lines.length).toBeGreaterThan(10);
  for (const { children } of lines) expect(children.at(-1)).toMatch(/\n$/);
});

it('hooks of React say why there is nothing to show', async () => {
  const { url } = await given();
  const { Workspaces } = await recipe('react-log');
  const page = mounted(createElement(Workspaces, { url, token: 'nonsense' }));
  await until('the first render', () => page.toJSON() !== null);
  const { root } = page;
  await until('the refusal', () => root.findAllByProps({ role: 'alert' }).length > 0);
  expect(root.findByProps({ role: 'alert' }).children.join('')).toContain('sign in again');
});

/** Objects without an id of their own that a node has once, and no list has; connections have policies of their own. */
function partsIn(schema: GraphQLSchema): string[] {
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  const isNode = (type: GraphQLObjectType) => type.getInterfaces().some(({ name }) => name === 'Node');
  const fields = objects.filter(isNode).flatMap((type) => Object.values(type.getFields()));
  const found = fields.map(({ type }) => getNullableType(type)).filter(isObjectType);
  const names = found.filter((type) => !isNode(type) && !type.name.endsWith('Connection')).map(({ name }) => name);
  return [...new Set(names)].sort();
}
