import { expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../../support.ts';

async function series({ gateway }: TestGateway, name: string): Promise<Record<string, number>> {
  const text = await gateway.metrics.registry.metrics();
  const lines = text.split('\n').filter((line) => line.startsWith(name) && !line.startsWith(`${name}_`));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(name.length, at), Number(line.slice(at + 1))];
    }),
  );
}

test('requests are counted by whether they were sent, joined another or were not needed, and retries apart', async () => {
  const world = await startGateway({ settings: { cacheMb: 64 } });
  const { embedded, query } = world;
  const me = '{ viewer { username } }';
  await Promise.all([query(me), query(me), query(me)]);
  const requests = 'coder_graphql_upstream_requests_total';
  const route = 'method="GET",route="/users/{user}"';
  expect(await series(world, requests)).toMatchObject({
    [`{${route},status="200",source="network"}`]: 1,
    [`{${route},status="200",source="shared"}`]: 2,
  });
  const build = embedded.build('atlas-dev', 1);
  const parameters = `{ build(id: "${build.id}") { parameters { name } } }`;
  await query(parameters);
  await query(parameters);
  const kept = 'method="GET",route="/workspacebuilds/{workspacebuild}/parameters",status="200"';
  expect(await series(world, requests)).toMatchObject({
    [`{${kept},source="network"}`]: 1,
    [`{${kept},source="cached"}`]: 1,
  });
  embedded.faults.add({ route: '/users/{user}', times: 1, respond: { status: 503 } });
  await query(me);
  expect(await series(world, 'coder_graphql_upstream_retries_total')).toEqual({ '{route="/users/{user}"}': 1 });
  expect(await series(world, 'coder_graphql_upstream_request_duration_seconds_count')).toMatchObject({
    [`{${route},status="200"}`]: 2,
    [`{${route},status="503"}`]: 1,
  });
});

test('what is under way at Coder is a gauge, and so is a breaker that has opened', async () => {
  const world = await startGateway({ settings: { upstreamConcurrency: 1, upstreamTimeoutMs: 2_000 } });
  const { embedded, query, client } = world;
  embedded.faults.add({ route: '/users/{user}', times: 1, hang: true });
  const answers = ['mira', 'tara'].map((user) => query('{ viewer { username } }', {}, { user }));
  await expect.poll(() => client.stats).toMatchObject({ inFlight: 1, queued: 1 });
  expect(await series(world, 'coder_graphql_upstream_requests_in_flight')).toEqual({ '': 1 });
  expect(await series(world, 'coder_graphql_upstream_requests_queued')).toEqual({ '': 1 });
  await Promise.all(answers);
  await expect.poll(() => client.stats).toEqual({ inFlight: 0, queued: 0, breakerOpen: false, openTargets: 0 });
  embedded.faults.add({ route: '/users/{user}', respond: { status: 503 } });
  for (let count = 0; count < 5; count++) await query('{ viewer { username } }');
  expect(await series(world, 'coder_graphql_upstream_breaker_open_targets')).toEqual({ '': 1 });
  expect(await series(world, 'coder_graphql_upstream_breaker_open')).toEqual({ '': 0 });
});

test('HTTP requests are counted by route and status, event streams apart', async () => {
  const { gateway } = await startGateway();
  await gateway.listen();
  const get = async (path: string, headers: Record<string, string> = {}) =>
    (await fetch(`${gateway.url}${path}`, { headers })).text();
  await get('/graphql?query={__typename}');
  await get('/nothing');
  await get('/readyz');
  await get('/graphql?query=subscription{buildLogs(buildId:"x"){__typename}}', { accept: 'text/event-stream' });
  const name = 'coder_graphql_http_request_duration_seconds_count';
  const counted = async () => Object.keys(await series({ gateway } as TestGateway, name)).sort();
  await expect
    .poll(counted)
    .toEqual([
      '{method="GET",route="graphql",status="200"}',
      '{method="GET",route="other",status="404"}',
      '{method="GET",route="readiness",status="200"}',
      '{method="GET",route="stream",status="200"}',
    ]);
});
