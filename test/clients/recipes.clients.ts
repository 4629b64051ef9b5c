import { expect, test as it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { runningBuild, startWorld, type World } from '../e2e/support.ts';
import type { Wire } from '../support.ts';

const recipe = (name: string): Promise<Wire> =>
  import(new URL(`../../examples/recipes/${name}.ts`, import.meta.url).href);

const QUERY = 'query Names { workspaces(query: "owner:me", first: 5) { nodes { __typename id name } } }';
const START = `mutation Start($id: ID!) {
  createBuild(input: { workspaceId: $id, transition: START }) { __typename ... on Error { message } }
}`;

interface Given extends World {
  token: string;
  socket: Wire;
}

async function given(): Promise<Given> {
  vi.stubGlobal('WebSocket', WebSocket);
  const world = await startWorld();
  const token = world.embedded.user('mira').token;
  const socket = (await recipe('graphql-ws')).socketClient(world.url, token);
  onTestFinished(() => {
    socket.dispose();
    vi.unstubAllGlobals();
  });
  return { ...world, token, socket };
}

const served = async (url: string, path: string) => (await fetch(new URL(path, url))).json();

/** A build whose log has three lines and is over. */
function ended({ embedded }: Given) {
  const build = runningBuild(embedded);
  embedded.control.appendLogs(build, 3);
  embedded.control.succeed(build);
  return build;
}

it('graphql-request', async () => {
  const { url, token } = await given();
  expect(await (await recipe('graphql-request')).workspaceLines(url, token)).toContain('atlas-dev: RUNNING');
});

it('graphql-ws', async () => {
  const world = await given();
  const { follow } = await recipe('graphql-ws');
  const events: Wire[] = [];
  await new Promise((resolve) => follow(world.socket, ended(world).id, (event: Wire) => events.push(event), resolve));
  expect(events.flatMap(({ logs = [] }) => logs)).toHaveLength(3);
  expect(events.at(-1)).toMatchObject({ __typename: 'BuildLogEnd', build: { status: 'RUNNING' } });
});

it.each(['graphql-sse', 'sse-by-fetch'])('%s', async (name) => {
  const world = await given();
  const { followBySse, follow } = await recipe(name);
  const types: string[] = [];
  for await (const { __typename } of (followBySse ?? follow)(world.url, world.token, ended(world).id))
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
      variables: { buildId: ended(world).id },
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
    network.execute(follow, { buildId: ended(world).id }, {}).subscribe({ next, error, complete });
  });
  expect(events).toEqual(['BuildLogBatch', 'BuildLogEnd']);
});
