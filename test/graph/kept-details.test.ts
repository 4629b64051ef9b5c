import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/embedded/testing/manual-clock.ts';
import { startGateway, type TestGateway, type TestOptions } from '../support.ts';

/** On, whatever the run says. */
const settings = { cacheMb: 64 };
const traced = { headers: { 'x-upstream-trace': '1' } };
const BUILD = 'GET /workspacebuilds/{workspacebuild}';
const BUILDS = 'GET /workspaces/{workspace}/builds';
const detail = (name: string) => `${BUILD}/${name}`;

/** A gateway whose Coder has a clock of its own, and a build of `solo` whose job runs. */
async function running(options: TestOptions = {}) {
  const clock = new ManualClock();
  const gateway = await startGateway({ settings, ...options, embedded: { clock, ...options.embedded } });
  const { control } = gateway.embedded;
  const workspace = control.createWorkspace({ name: 'solo' });
  const build = control.createBuild(workspace, { parameters: [{ name: 'cpu', value: '4' }] }, { hold: 'running' });
  const read = async (selection: string) => {
    const { data, errors } = await gateway.query(`{ build(id: "${build.id}") { ${selection} } }`);
    expect(errors).toBeUndefined();
    return data.build;
  };
  const minutes = (count: number) => clock.advance(count * 60_000);
  return { ...gateway, control, workspace, build, read, minutes };
}

/** Workspaces with ten finished builds each. */
function withBuilds({ embedded }: TestGateway, count: number) {
  return embedded.control.createRunningWorkspaces(count).map((workspace) => {
    for (let number = 2; number <= 10; number++) {
      const parameters = [{ name: 'number', value: String(number) }];
      embedded.control.createFinishedBuild(workspace, { transition: number % 2 ? 'start' : 'stop', parameters });
    }
    return workspace;
  });
}

const inDepth = 'id name builds(first: 10) { nodes { buildNumber job { status } parameters { name value } } }';

describe('parameters', () => {
  it('of ten builds of a workspace are eleven calls, and one once they are kept', async () => {
    const gateway = await startGateway({ settings });
    const [workspace] = withBuilds(gateway, 1);
    const document = `{ workspace(id: "${workspace?.id}") { ${inDepth} } }`;
    const cold = await gateway.query(document);
    expect(gateway.calls()).toHaveLength(11);
    const warm = await gateway.query(document, {}, traced);
    expect(gateway.calls()).toEqual([BUILDS]);
    expect(warm.data).toEqual(cold.data);
    expect(warm.data.workspace.builds.nodes[0].parameters).toEqual([{ name: 'number', value: '10' }]);
    expect(warm.extensions?.upstream).toMatchObject({ calls: 1, shared: 0, cached: 10 });
    expect(warm.extensions?.upstream.requests.at(-1)).toEqual({
      method: 'GET',
      route: '/workspacebuilds/{workspacebuild}/parameters',
      status: 200,
      startMs: expect.any(Number),
      durationMs: 0,
      source: 'cached',
    });
  });

  it('of twenty such workspaces are 221 calls, and 21 once they are kept', async () => {
    const gateway = await startGateway({ settings: { ...settings, maxAliases: 100 } });
    const workspaces = withBuilds(gateway, 20);
    for (const document of [
      `{ workspaces(first: 20, query: "name:extra") { nodes { ${inDepth} } } }`,
      `{ ${workspaces.map(({ id }, index) => `w${index}: workspace(id: "${id}") { ${inDepth} createdAt }`).join(' ')} }`,
    ]) {
      await gateway.query(document);
      gateway.calls();
      const { data } = await gateway.query(document);
      expect(JSON.stringify(data).match(/"number"/g)).toHaveLength(20 * 9);
      expect(gateway.calls().toSorted()).toEqual(['GET /workspaces', ...Array(20).fill(BUILDS)]);
    }
  });

  it('are asked for each time with the cache off', async () => {
    const gateway = await startGateway({ settings: { cacheMb: 0 } });
    const [workspace] = withBuilds(gateway, 1);
    for (let time = 0; time < 2; time++) {
      await gateway.query(`{ workspace(id: "${workspace?.id}") { ${inDepth} } }`);
      expect(gateway.calls()).toHaveLength(11);
    }
  });

  it('of a build that waits for a worker are asked for: Coder may still be writing them', async () => {
    const { embedded, query, calls } = await startGateway({ settings });
    const build = embedded.control.createBuild(embedded.workspace('falcon'), {}, { hold: 'pending' });
    const document = `{ build(id: "${build.id}") { parameters { name } } }`;
    await query(document);
    await query(document);
    expect(calls()).toEqual([BUILD, detail('parameters'), BUILD, detail('parameters')]);
    embedded.control.takeJob(build);
    await query(document);
    calls();
    await query(document);
    expect(calls()).toEqual([BUILD]);
  });

  it('that have a wrong value are asked for again', async () => {
    const { embedded, query, calls } = await startGateway({ settings });
    const document = `{ build(id: "${embedded.build('falcon').id}") { parameters { name value } } }`;
    embedded.faults.add({
      route: '/workspacebuilds/{workspacebuild}/parameters',
      times: 1,
      respond: { status: 200, body: '[{"name":"cpu","value":4},{"name":"size","value":"s"}]' },
    });
    const first = await query(document);
    expect(first.errors).toHaveLength(1);
    expect(first.data.build.parameters).toEqual([{ name: 'size', value: 's' }]);
    expect((await query(document)).errors).toBeUndefined();
    expect(calls()).toEqual([BUILD, detail('parameters'), BUILD, detail('parameters')]);
  });

  it('of a build that was created just now are read only once Coder has shown the build', async () => {
    const { embedded, query, calls } = await startGateway({ settings });
    const { data, extensions } = await query(
      `mutation { createBuild(input: { workspaceId: "${embedded.workspace('falcon').id}", transition: STOP }) { ... on CreateBuildSuccess { build { id parameters { name } } } } }`,
      {},
      traced,
    );
    expect(data.createBuild.build.parameters).toBeDefined();
    expect(extensions?.upstream).toMatchObject({ calls: 2, cached: 0 });
    expect(calls()).toEqual(['POST /workspaces/{workspace}/builds', detail('parameters')]);
  });
});

describe('a log', () => {
  it('is kept once the job has been over for ten minutes by the clock of Coder; before, only what is new is read', async () => {
    const { read, control, build, minutes, embedded, calls } = await running();
    const logs = 'logs(first: 100) { nodes { id output } }';
    const afters = () => {
      const found = embedded.requests
        .filter(({ route }) => route.endsWith('/logs'))
        .map(({ query }) => query.get('after'));
      calls();
      return found;
    };
    const ids = () => build.job.logs.map(({ id }) => String(id));
    const shows = async () => {
      expect((await read(logs)).logs.nodes.map(({ id }: { id: string }) => id)).toEqual(ids());
      return afters();
    };
    expect(await shows()).toEqual([null]);
    control.appendLogs(build, 3);
    expect(await shows()).toEqual([null]);
    const last = ids().at(-1);
    control.appendLogs(build, 2);
    expect(await shows()).toEqual([last]);
    control.fail(build);
    minutes(9);
    control.appendLogs(build, ['the reaper was here']);
    expect(await shows()).toEqual([ids().at(-2)]);
    expect(await shows()).toEqual([ids().at(-1)]);
    minutes(2);
    await read('id');
    // As a whole, for what may have come out of order.
    expect(await shows()).toEqual([null]);
    expect(await shows()).toEqual([]);
  });

  it('that is kept serves each window of it', async () => {
    const { embedded, query, calls } = await startGateway({ settings });
    const build = embedded.build('ember');
    const ids = build.job.logs.map(({ id }) => String(id));
    const page = async (args: string) => {
      const { data, extensions } = await query(
        `{ build(id: "${build.id}") { logs(${args}) { nodes { id } pageInfo { hasPreviousPage hasNextPage } } } }`,
        {},
        traced,
      );
      const { nodes, pageInfo } = data.build.logs;
      return { ids: nodes.map(({ id }: { id: string }) => id), pageInfo, cached: extensions?.upstream.cached };
    };
    await page('first: 1');
    calls();
    expect(await page(`first: 2, after: "${ids[3]}"`)).toEqual({
      ids: ids.slice(4, 6),
      pageInfo: { hasPreviousPage: true, hasNextPage: true },
      cached: 1,
    });
    expect(await page('last: 2')).toMatchObject({ ids: ids.slice(-2), cached: 1 });
    expect(await page(`first: 2, after: "${ids.at(-1)}"`)).toMatchObject({ ids: [], cached: 1 });
    expect(calls()).toEqual([BUILD, BUILD, BUILD]);
  });

  it('is asked for from where the reader is, when that is behind all that is kept', async () => {
    const { read, control, build, embedded } = await running();
    control.appendLogs(build, 3);
    await read('logs(first: 1) { nodes { id } }');
    control.appendLogs(build, 3);
    const middle = String(build.job.logs[4]?.id);
    const { logs } = await read(`logs(after: "${middle}") { nodes { id } }`);
    expect(logs.nodes).toHaveLength(1);
    expect(embedded.requests.at(-1)?.query.get('after')).toBe(middle);
  });
});

describe('timings', () => {
  const selection =
    'timings { provisionerTimings { action } agentScriptTimings { displayName } agentConnectionTimings { stage } }';

  it('of a start build are kept once a newer build has taken its agents', async () => {
    const { read, control, workspace, build, minutes, calls } = await running();
    control.succeed(build);
    minutes(20);
    await read(selection);
    await read(selection);
    expect(calls()).toEqual([BUILD, detail('timings'), BUILD, detail('timings')]);
    control.createFinishedBuild(workspace, { transition: 'stop' });
    await read(selection);
    calls();
    expect((await read(selection)).timings.provisionerTimings).not.toEqual([]);
    expect(calls()).toEqual([BUILD]);
  });

  it.each([
    ['failed', 'start'],
    ['succeeded', 'stop'],
    ['succeeded', 'delete'],
  ] as const)('of a %s %s build are kept a minute after its end', async (end, transition) => {
    const { control, workspace, query, calls, minutes } = await running();
    const build = control.createFinishedBuild(workspace, { transition }, end === 'failed' ? 'an error' : '');
    const document = `{ build(id: "${build.id}") { ${selection} } }`;
    await query(document);
    await query(document);
    expect(calls()).toHaveLength(4);
    minutes(1);
    await query('{ viewer { id } }');
    await query(document);
    calls();
    await query(document);
    expect(calls()).toEqual([BUILD]);
  });

  it('of a canceled build with agents are asked for: its work was done, and they still report', async () => {
    const { read, control, build, minutes, calls } = await running();
    control.cancel(build);
    control.succeed(build);
    minutes(30);
    expect((await read(`status agents { name } ${selection}`)).agents).not.toEqual([]);
    await read(selection);
    expect(calls()).toHaveLength(4);
  });
});

describe('what is kept', () => {
  const document = (id: string) =>
    `{ build(id: "${id}") { parameters { name } logs { nodes { id } } timings { provisionerTimings { action } } } }`;

  it('is given to whoever Coder shows the build, with a token of their own', async () => {
    const { embedded, query, calls } = await startGateway({ settings });
    const { id } = embedded.build('ember');
    const first = await query(document(id));
    calls();
    const second = await query(document(id), {}, { user: 'tara' });
    expect(second).toEqual(first);
    expect(embedded.requests.map(({ user }) => user)).toEqual(['tara']);
    expect(calls()).toEqual([BUILD]);
  });

  it('is not given to those who cannot read the build, or not any more', async () => {
    const { embedded, query, calls } = await startGateway({ settings });
    const { id } = embedded.build('ember');
    await query(document(id));
    const token = embedded.control.addToken('mira');
    const own = { user: null, headers: { 'coder-session-token': token } };
    expect((await query(document(id), {}, own)).data.build.parameters).toBeDefined();
    calls();
    const stranger = { 'coder-session-token': embedded.control.addToken('nina') };
    expect((await query(document(id), {}, { user: null, headers: stranger })).data.build).toBeNull();
    expect(calls()).toEqual([BUILD]);
    embedded.control.revokeToken(token);
    const { data, errors } = await query(document(id), {}, own);
    expect([data.build, errors?.[0]?.extensions.code]).toEqual([null, 'UNAUTHENTICATED']);
    expect((await query(document(id), {}, { user: null })).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('is given after a write of the same request only once the build has been shown again', async () => {
    const { build, query, calls } = await running();
    await query(document(build.id));
    calls();
    const { data } = await query(
      `mutation { cancelBuild(input: { buildId: "${build.id}" }) { ... on CancelBuildSuccess { build { parameters { value } } } } }`,
    );
    expect(data.cancelBuild.build.parameters).toEqual([{ value: '4' }]);
    expect(calls()).toEqual(['PATCH /workspacebuilds/{workspacebuild}/cancel', BUILD]);
  });

  it('is shown in the metrics', async () => {
    const { embedded, query, gateway } = await startGateway({ settings });
    const { id } = embedded.build('ember');
    await query(document(id));
    await query(document(id));
    const text = await gateway.metrics.registry.metrics();
    expect(text).toMatch(/^coder_graphql_cache_bytes [1-9]\d+$/m);
    for (const kind of ['body', 'parameters', 'logs', 'timings']) {
      expect(text).toContain(`coder_graphql_cache_lookups_total{kind="${kind}",outcome="hit"} 1`);
    }
  });
});
