import { describe, expect, it } from 'vitest';
import { globalId, startMutations } from '../mutations/support.ts';
import { startGateway } from '../support.ts';

it('refuses cancelBuild(expectStatus:) before the call where Coder would ignore the parameter', async () => {
  const { embedded, mutate, writes } = await startMutations({ embedded: { version: 'v2.24.2+0a1b2c3' } });
  const build = embedded.control.createBuild(embedded.workspace('falcon'), {}, { hold: 'running' });
  const answer = await mutate('cancelBuild', { buildId: build.id, expectStatus: 'PENDING' });
  expect(answer.data).toEqual({ result: null });
  expect(answer.errors).toMatchObject([
    {
      message:
        'This Coder (v2.24.2+0a1b2c3) is too old for expectStatus of cancelBuild: Coder v2.25 or later is needed.',
      path: ['result'],
      extensions: { code: 'UPSTREAM_TOO_OLD' },
    },
  ]);
  expect(answer.errors?.[0]?.extensions).not.toHaveProperty('outcome');
  expect(writes()).toEqual([]);
  expect(build.job.canceledAt).toBeNull();
  // Without it the same Coder cancels.
  const plain = await mutate('cancelBuild', { buildId: build.id });
  expect(plain.data?.result.__typename).toBe('CancelBuildSuccess');
});

it('refuses cancelBuild(expectStatus:) on a Coder whose version does not tell, and when the version cannot be read', async () => {
  const { embedded, mutate, writes } = await startMutations({ embedded: { version: 'v0.0.0-devel+0a1b2c3' } });
  const build = embedded.control.createBuild(embedded.workspace('falcon'), {}, { hold: 'running' });
  const input = { buildId: build.id, expectStatus: 'PENDING' };
  embedded.faults.add({ route: '/buildinfo', times: 1, respond: { status: 500, body: '{}' } });
  // A fault's answer carries the version too: the failure is what is told all the same.
  expect((await mutate('cancelBuild', input)).errors?.[0]?.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
  expect((await mutate('cancelBuild', input)).errors?.[0]).toMatchObject({
    message: expect.stringContaining('does not tell whether it has expectStatus'),
    extensions: { code: 'UPSTREAM_TOO_OLD' },
  });
  expect(writes()).toEqual([]);
});

it('says of a Coder without PUT state that it is too old', async () => {
  const { embedded, mutate } = await startMutations({ embedded: { version: 'v2.29.5' } });
  const build = embedded.build('falcon');
  const { state } = build;
  const answer = await mutate('updateBuildState', { buildId: build.id, state: Buffer.from('{}').toString('base64') });
  expect(answer.errors).toMatchObject([
    {
      message: 'This Coder is too old for updateBuildState: Coder v2.30 or later is needed.',
      extensions: { code: 'UPSTREAM_TOO_OLD' },
    },
  ]);
  expect(answer.errors?.[0]?.extensions).not.toHaveProperty('outcome');
  expect(build.state).toBe(state);
});

const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Workspace { name } } }';

it('reads each workspace alone where Coder cannot search by id, which the version tells', async () => {
  const { embedded, client, query, calls } = await startGateway({ embedded: { version: 'v2.9.4' } });
  const names = ['falcon', 'atlas-dev', 'umbra'];
  const ids = names.map((name) => globalId('Workspace', embedded.workspace(name).id));
  await client.buildInfo();
  calls();
  const answer = await query(NODES, { ids });
  expect(answer).toMatchObject({ data: { nodes: names.map((name) => ({ name })) } });
  expect(answer.errors).toBeUndefined();
  expect(calls()).toEqual(names.map(() => 'GET /workspaces/{workspace}'));
});

it('reads each workspace alone after a search by id was refused, and does not search again', async () => {
  const { embedded, query, calls } = await startGateway({ embedded: { version: 'v2.9.4' } });
  const names = ['falcon', 'atlas-dev'];
  const ids = names.map((name) => globalId('Workspace', embedded.workspace(name).id));
  const expected = { nodes: names.map((name) => ({ name })) };
  expect((await query(NODES, { ids })).data).toEqual(expected);
  expect(calls()).toEqual(['GET /workspaces', ...names.map(() => 'GET /workspaces/{workspace}')]);
  expect((await query(NODES, { ids })).data).toEqual(expected);
  expect(calls()).toEqual(names.map(() => 'GET /workspaces/{workspace}'));
});

it('does not search again either where only the refusal tells', async () => {
  const { embedded, query, calls } = await startGateway({ embedded: { version: 'v0.0.0-devel' } });
  const ids = ['falcon', 'atlas-dev'].map((name) => globalId('Workspace', embedded.workspace(name).id));
  const body = JSON.stringify({
    message: 'Invalid workspace search query.',
    validations: [{ field: 'id', detail: '"id" is not a valid query param' }],
  });
  embedded.faults.add({ route: '/workspaces', respond: { status: 400, body } });
  for (const searches of [1, 0]) {
    expect((await query(NODES, { ids })).errors).toBeUndefined();
    expect(calls().filter((call) => call === 'GET /workspaces')).toHaveLength(searches);
  }
});

it('says on /readyz that Coder is older than the supported versions, and is ready all the same', async () => {
  const ready = async (version: string) => {
    const { gateway } = await startGateway({ embedded: { version } });
    const response = await gateway.pipeline.fetch('http://127.0.0.1:4000/readyz');
    return { status: response.status, body: await response.json() };
  };
  const warning = 'Coder v2.16.1 is older than v2.17, the oldest supported version';
  expect(await ready('v2.16.1')).toEqual({ status: 200, body: { status: 'ready', warning } });
  expect(await ready('v2.17.0')).toEqual({ status: 200, body: { status: 'ready' } });
});

it('shows zero times in the spelling of the zone of the database as null', async () => {
  const { embedded, query } = await startGateway({ embedded: { timeZone: 'Europe/Berlin' } });
  const workspace = embedded.workspace('falcon');
  embedded.faults.add({
    route: '/workspaces/{workspace}',
    mutate: (row: Record<string, unknown>) => ({ ...row, last_used_at: '0000-12-31T19:03:58-04:56' }),
  });
  const answer = await query('query ($id: ID!) { workspace(id: $id) { lastUsedAt } }', {
    id: globalId('Workspace', workspace.id),
  });
  expect(answer).toEqual({ data: { workspace: { lastUsedAt: null } } });
});

describe('timings of what was never measured', () => {
  it.each(['0001-01-01T00:00:00Z', '0001-01-01T00:53:28+00:53', '0000-12-31T19:03:58-04:56'])(
    'should be left out without an error when a time is %s',
    async (zero) => {
      const { embedded, query } = await startGateway();
      const { id } = embedded.build('atlas-dev');
      embedded.faults.add({
        route: '/workspacebuilds/{workspacebuild}/timings',
        mutate: (timings) => {
          const {
            provisioner_timings: stages,
            agent_connection_timings: agents,
            ...rest
          } = timings as never as Record<string, object[]>;
          return {
            ...rest,
            provisioner_timings: [{ ...stages?.[0], started_at: zero }, stages?.[1]],
            agent_connection_timings: [{ ...agents?.[0], ended_at: zero }],
          };
        },
      });
      const { data, errors } = await query(
        `{ build(id: "${id}") { timings { provisionerTimings { startedAt } agentConnectionTimings { endedAt } } } }`,
      );
      expect(errors).toBeUndefined();
      expect(data.build.timings.provisionerTimings).toHaveLength(1);
      expect(data.build.timings.agentConnectionTimings).toEqual([]);
    },
  );
});
