import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/embedded/testing/manual-clock.ts';
import { startGateway, type TestGateway, type TestOptions, type Wire } from '../support.ts';

const BUILD = 'GET /workspacebuilds/{workspacebuild}';
const BUILDS = 'GET /workspaces/{workspace}/builds';
const LIST = 'GET /workspaces';
const traced = { headers: { 'x-upstream-trace': '1' } };
const PAGE = `query ($first: Int) {
  workspaces(first: $first, query: "name:extra") { nodes { name builds(first: 2) { nodes { buildNumber updatedAt parameters { name value } } } } }
}`;

/** A gateway that keeps results, in front of three workspaces with two finished builds each. */
async function started(options: TestOptions = {}) {
  const gateway = await startGateway({ planFrom: 1, settings: { cacheMb: 64 }, ...options });
  const workspaces = gateway.embedded.control.createRunningWorkspaces(3).map((workspace) => {
    gateway.embedded.control.createFinishedBuild(workspace, { parameters: [{ name: 'cpu', value: '4' }] });
    return workspace;
  });
  return { ...gateway, workspaces };
}

const results = ({ client }: Pick<TestGateway, 'client'>) => {
  const { hits, misses } = client.cache?.stats() ?? {};
  return { hits: hits?.result, misses: misses?.result };
};

/** Asks so often that the result is kept; gives it. */
async function kept(gateway: TestGateway, document: string, variables: Record<string, unknown> = {}): Promise<Wire> {
  let data: unknown;
  for (let time = 0; time < 3; time++) ({ data } = await gateway.query(document, variables));
  gateway.calls();
  return data;
}

describe('a query that comes again', () => {
  it('makes the same calls, and is answered with what was written before', async () => {
    const gateway = await started();
    const data = await kept(gateway, PAGE);
    const again = await gateway.query(PAGE, {}, traced);
    expect(again.data).toEqual(data);
    expect(gateway.calls()).toEqual([LIST, BUILDS, BUILDS, BUILDS]);
    expect(again.extensions?.upstream).toMatchObject({ calls: 4, shared: 0, cached: 6 });
    expect(results(gateway)).toEqual({ hits: 1, misses: 0 });
  });

  it('is the same by HTTP, byte for byte, with and without extensions', async () => {
    const gateway = await started({ settings: { cacheMb: 64, port: 0 } });
    await gateway.gateway.listen();
    const ask = async (headers = {}) => {
      const body = JSON.stringify({ query: PAGE });
      const token = gateway.embedded.user('mira').token;
      const response = await fetch(`${gateway.gateway.url}/graphql`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'coder-session-token': token, ...headers },
      });
      return { length: response.headers.get('content-length'), text: await response.text() };
    };
    const first = await ask();
    for (let time = 0; time < 3; time++) expect(await ask()).toEqual(first);
    const { text } = await ask(traced.headers);
    expect(text.startsWith(`${first.text.slice(0, -1)},"extensions":{"upstream":{"calls":4,`)).toBe(true);
    expect(JSON.parse(text).extensions.upstream).toMatchObject({ calls: 4, cached: 6 });
    expect(results(gateway).hits).toBeGreaterThan(1);
  });

  it('is executed when a build has changed, with what was read already', async () => {
    const gateway = await started();
    const [first] = gateway.workspaces;
    await kept(gateway, PAGE);
    gateway.embedded.control.createFinishedBuild(first as Wire, { parameters: [{ name: 'cpu', value: '8' }] });
    const { data, extensions } = await gateway.query(PAGE, {}, traced);
    const changed = data.workspaces.nodes.find(({ name }: Wire) => name === first?.name);
    expect(changed.builds.nodes[0]).toMatchObject({ buildNumber: 3, parameters: [{ name: 'cpu', value: '8' }] });
    expect(gateway.calls()).toEqual([LIST, BUILDS, BUILDS, BUILDS, `${BUILD}/parameters`]);
    expect(extensions?.upstream).toMatchObject({ calls: 5, shared: 0, cached: 5 });
    expect(results(gateway)).toEqual({ hits: 0, misses: 1 });
  });

  it('makes no call for what is not there any more', async () => {
    const gateway = await started();
    await kept(gateway, PAGE);
    const [gone] = gateway.workspaces;
    gateway.embedded.control.createFinishedBuild(gone as Wire, { transition: 'delete' });
    const { data } = await gateway.query(PAGE);
    expect(data.workspaces.nodes).toHaveLength(2);
    expect(gateway.calls()).toEqual([LIST, BUILDS, BUILDS]);
  });

  it('is another one with other variables, and where one is null in place of absent', async () => {
    const gateway = await started();
    await kept(gateway, PAGE);
    for (const [variables, count] of [
      [{ first: 1 }, 1],
      [{ first: 2 }, 2],
      [{ first: null }, 3],
    ] as const) {
      const { data } = await gateway.query(PAGE, variables);
      expect(data.workspaces.nodes).toHaveLength(count);
    }
    expect(results(gateway)).toEqual({ hits: 0, misses: 0 });
  });

  it('shares its calls with equal ones at the same time', async () => {
    const gateway = await started();
    const data = await kept(gateway, PAGE);
    const answers = await Promise.all(Array.from({ length: 20 }, () => gateway.query(PAGE, {}, traced)));
    expect(gateway.calls()).toEqual([LIST, BUILDS, BUILDS, BUILDS]);
    for (const answer of answers) expect(answer.data).toEqual(data);
    expect(answers.map(({ extensions }) => extensions?.upstream.shared).toSorted()).toEqual([0, ...Array(19).fill(4)]);
  });

  it('fails as ever when a call does, and is answered again afterwards', async () => {
    const gateway = await started();
    const data = await kept(gateway, PAGE);
    const [id] = gateway.workspaces.map((workspace) => workspace.id);
    const fault = gateway.embedded.faults.add({
      path: new RegExp(`/workspaces/${id}/builds`),
      respond: { status: 400, body: '{"message":"no"}' },
    });
    const failed = await gateway.query(PAGE, {}, traced);
    expect(failed.errors).toHaveLength(1);
    expect(failed.errors?.[0]).toMatchObject({ path: ['workspaces', 'nodes', expect.any(Number), 'builds'] });
    expect(failed.extensions?.upstream.calls).toBe(4);
    fault.remove();
    expect((await gateway.query(PAGE)).data).toEqual(data);
  });
});

describe('who asks again', () => {
  it('is asked for each time: a token that is revoked gets nothing', async () => {
    const gateway = await started();
    await kept(gateway, PAGE);
    gateway.embedded.control.revokeToken(gateway.embedded.user('mira').token);
    const { data, errors } = await gateway.query(PAGE);
    expect(data).toEqual({ workspaces: null });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(gateway.calls()).toEqual([LIST]);
  });

  it('gets what Coder shows to them, whatever it has shown to others', async () => {
    const gateway = await started();
    const data = await kept(gateway, PAGE);
    expect(data.workspaces.nodes).toHaveLength(3);
    for (let time = 0; time < 4; time++) {
      expect((await gateway.query(PAGE, {}, { user: 'omar' })).data.workspaces.nodes).toEqual([]);
      expect(gateway.calls()).toEqual([LIST]);
    }
    expect((await gateway.query(PAGE)).data).toEqual(data);
  });

  it('is told of what has been hidden meanwhile', async () => {
    const gateway = await started();
    const document = `{ build(id: "${gateway.workspaces[0]?.builds[0]?.id}") { buildNumber } }`;
    expect(await kept(gateway, document)).toEqual({ build: { buildNumber: 1 } });
    gateway.embedded.faults.add({
      path: /workspacebuilds/,
      times: 1,
      respond: { status: 404, body: '{"message":"x"}' },
    });
    expect((await gateway.query(document)).data).toEqual({ build: null });
    expect((await gateway.query(document)).data).toEqual({ build: { buildNumber: 1 } });
    expect(gateway.calls()).toEqual([BUILD, BUILD]);
  });
});

describe('a result is not kept', () => {
  it.each([
    ['of the state, which is a secret', 'state { base64 }'],
    ['of texts', 'logText'],
    ['of what the viewer may do', 'workspace { viewerCan { start } }'],
    ['of what depends on the time', 'timings { provisionerTimings { stage } }'],
  ])('%s', async (_what, selection) => {
    const gateway = await started();
    const document = `{ build(id: "${gateway.workspaces[0]?.builds[0]?.id}") { ${selection} } }`;
    await kept(gateway, document);
    expect((await gateway.query(document)).errors).toBeUndefined();
    expect(results(gateway)).toEqual({ hits: 0, misses: 0 });
  });

  it.each([
    ['with an error', { build_number: 'seven' }],
    ['from whose list an item is left out', { resources: [7] }],
  ])('%s', async (_what, wrong) => {
    const gateway = await started();
    const document = `{ build(id: "${gateway.workspaces[0]?.builds[0]?.id}") { buildNumber resources { name } } }`;
    gateway.embedded.faults.add({
      route: '/workspacebuilds/{workspacebuild}',
      mutate: (body: Wire) => ({ ...body, ...wrong }),
    });
    for (let time = 0; time < 4; time++) expect((await gateway.query(document)).errors).toHaveLength(1);
    expect(results(gateway)).toEqual({ hits: 0, misses: 0 });
  });

  it('of a mutation', async () => {
    const gateway = await started({ embedded: { clock: new ManualClock() } });
    const id = gateway.workspaces[0]?.id;
    const document = `mutation { createBuild(input: { workspaceId: "${id}", transition: STOP }) { build { buildNumber } } }`;
    await kept(gateway, document);
    expect(results(gateway)).toEqual({ hits: 0, misses: 0 });
  });

  it('with the cache off', async () => {
    const gateway = await started({ settings: { cacheMb: 0 } });
    await kept(gateway, PAGE);
    expect(gateway.client.cache).toBeUndefined();
    await gateway.query(PAGE);
    expect(gateway.calls()).toHaveLength(10);
  });
});

it('links lead where Coder says that it is, at any time', async () => {
  const gateway = await started();
  const document = `{ build(id: "${gateway.workspaces[0]?.builds[0]?.id}") { url } }`;
  const before = await kept(gateway, document);
  gateway.embedded.faults.add({
    route: '/buildinfo',
    mutate: (body: Wire) => ({ ...body, dashboard_url: 'https://coder.example.com' }),
  });
  await gateway.client.buildInfo();
  const { data } = await gateway.query(document);
  expect(data.build.url).toMatch(/^https:\/\/coder\.example\.com\//);
  expect(data).not.toEqual(before);
});
