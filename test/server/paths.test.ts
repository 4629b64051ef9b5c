import { buildClientSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../src/schema/schema.ts';
import { createStub } from './stub-gateway.ts';

const schema = createSchema();

const get = (
  gateway: ReturnType<typeof createStub>['gateway'],
  path: string,
  init: { method?: string; headers?: Record<string, string> } = {},
) => gateway.pipeline.fetch(`http://127.0.0.1:4000${path}`, init);

describe('under a base path', () => {
  const { gateway } = createStub({ basePath: '/tools/builds', graphiql: true });

  test('GraphQL is served there and nowhere else', async () => {
    const answer = await get(gateway, '/tools/builds/graphql?query={hello}');
    expect(await answer.json()).toEqual({ data: { hello: 'hello world' } });
    const other = await get(gateway, '/graphql?query={hello}');
    expect(other.status).toBe(404);
    expect(await other.text()).toContain('/tools/builds/graphql');
  });

  test.each([
    ['/tools/builds/', 'graphql'],
    ['/tools/builds', 'builds/graphql'],
  ])('%s leads to GraphiQL beside it', async (path, location) => {
    const { status, headers } = await get(gateway, path);
    expect(status).toBe(302);
    expect(headers.get('location')).toBe(location);
    expect(new URL(location, `http://gw.example.com${path}`).pathname).toBe('/tools/builds/graphql');
  });

  test('probes and scrapers are answered with and without it', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect((await get(gateway, path)).status).toBe(200);
      expect((await get(gateway, `/tools/builds${path}`)).status).toBe(200);
    }
  });

  test('the schema is served there', async () => {
    expect((await get(gateway, '/tools/builds/schema.graphql')).status).toBe(200);
    expect((await get(gateway, '/schema.graphql')).status).toBe(404);
  });
});

describe('the files of the schema', () => {
  test('/possibleTypes.json has the types of each interface and union', async () => {
    const { gateway } = createStub({}, { schema });
    const response = await get(gateway, '/possibleTypes.json');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toMatchObject({
      LogEvent: ['AgentLogBatch', 'AgentLogEnd', 'BuildLogBatch', 'BuildLogEnd'],
      BuildLogEvent: ['BuildLogBatch', 'BuildLogEnd'],
    });
  });

  test('/introspection.json is enough to build the schema from', async () => {
    const { gateway } = createStub({}, { schema });
    const built = buildClientSchema(await (await get(gateway, '/introspection.json')).json());
    expect(printSchema(lexicographicSortSchema(built))).toBe(printSchema(lexicographicSortSchema(schema)));
  });

  test('/schema.graphql is the SDL', async () => {
    const { gateway } = createStub({}, { schema });
    const response = await get(gateway, '/schema.graphql');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const sdl = await response.text();
    expect(sdl).toContain('type Workspace ');
    expect(sdl).toHaveLength(printSchema(schema).length + 1);
  });

  test.each(['/schema.graphql', '/introspection.json', '/possibleTypes.json'])(
    '%s is not there while introspection is off',
    async (path) => {
      expect((await get(createStub({ introspection: false }).gateway, path)).status).toBe(404);
    },
  );
});

describe('what can only be read', () => {
  const { gateway } = createStub();

  test.each(['/metrics', '/healthz', '/readyz', '/schema.graphql'])('%s refuses POST', async (path) => {
    const { status, headers } = await get(gateway, path, { method: 'POST' });
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('GET, HEAD');
  });

  test.each(['/metrics?x=1', '/healthz?x=1', '/schema.graphql?x=1'])(
    '%s is the same without its query',
    async (path) => {
      expect((await get(gateway, path)).status).toBe(200);
    },
  );
});
