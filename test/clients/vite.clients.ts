import { createClient } from 'graphql-ws';
import { createServer, type ProxyOptions, type UserConfig } from 'vite';
import { expect, test as it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { useProgram } from '../e2e/program.ts';
import { endedBuild, given, projectFolder, root } from './program.ts';

useProgram();

/** The dev server of a recipe, on a port of its own, before this gateway. */
async function devServer(recipe: string, gateway: string): Promise<string> {
  const { default: config }: { default: UserConfig } = await import(`${root}examples/recipes/${recipe}.ts`);
  const proxy = config.server?.proxy?.['/graphql'] as ProxyOptions;
  const server = await createServer({
    ...config,
    configFile: false,
    root: await projectFolder(),
    logLevel: 'silent',
    server: {
      ...config.server,
      host: '127.0.0.1',
      port: 0,
      proxy: { '/graphql': { ...proxy, target: new URL(gateway).origin } },
    },
  });
  onTestFinished(() => server.close());
  await server.listen();
  return server.resolvedUrls?.local[0] ?? '';
}

it.each(['vite-same-host', 'vite-change-origin'])('a page of the dev server of %s asks and follows', async (recipe) => {
  const world = await given();
  const page = await devServer(recipe, world.url);
  const { origin, host } = new URL(page);
  // As a browser does, which says where the page comes from.
  const response = await fetch(`${page}graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'coder-session-token': world.token, origin },
    body: JSON.stringify({ query: '{ viewer { username } }' }),
  });
  expect(await response.json()).toEqual({ data: { viewer: { username: 'mira' } } });
  class FromPage extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { origin });
    }
  }
  const client = createClient({
    url: `ws://${host}/graphql`,
    webSocketImpl: FromPage,
    retryAttempts: 0,
    connectionParams: { 'Coder-Session-Token': world.token },
  });
  onTestFinished(() => void client.dispose());
  const query = 'subscription Follow($id: ID!) { buildLogs(buildId: $id) { __typename } }';
  const types: unknown[] = [];
  for await (const { data } of client.iterate<{ buildLogs: { __typename: string } }>({
    query,
    variables: { id: endedBuild(world).id },
  }))
    types.push(data?.buildLogs.__typename);
  expect(types).toEqual(['BuildLogBatch', 'BuildLogEnd']);
});
