import { describe, expect, it } from 'vitest';
import { deferred } from '../coder/upstream.ts';
import { globalId, startMutations } from './support.ts';

describe('mutations of one document run in order, each on what the one before left', () => {
  it('a build that is canceled makes room for the next', async () => {
    const { embedded, query, calls } = await startMutations();
    const workspace = embedded.workspace('falcon');
    const active = embedded.control.createBuild(workspace, {}, { hold: 'pending' });
    const document = `mutation ($build: ID!, $workspace: ID!) {
      refused: createBuild(input: { workspaceId: $workspace, transition: STOP }) { __typename ... on Error { message } }
      canceled: cancelBuild(input: { buildId: $build }) {
        ... on CancelBuildSuccess { build { status workspace { latestBuild { buildNumber status } } } }
      }
      created: createBuild(input: { workspaceId: $workspace, transition: STOP }) {
        ... on CreateBuildSuccess { build { buildNumber status workspace { latestBuild { buildNumber status } } } }
      }
      again: cancelBuild(input: { buildId: $build }) { __typename ... on Error { message } }
    }`;
    const { data, errors } = await query(document, { build: active.id, workspace: workspace.id });
    expect(errors).toBeUndefined();
    const canceled = { buildNumber: active.number, status: 'CANCELED' };
    const created = { buildNumber: active.number + 1, status: 'PENDING' };
    expect(data).toEqual({
      refused: { __typename: 'ConflictError', message: 'A workspace build is already active.' },
      canceled: { build: { status: 'CANCELED', workspace: { latestBuild: canceled } } },
      created: { build: { ...created, workspace: { latestBuild: created } } },
      again: { __typename: 'ConflictError', message: 'Job has already completed!' },
    });
    expect(calls()).toEqual([
      'POST /workspaces/{workspace}/builds',
      'PATCH /workspacebuilds/{workspacebuild}/cancel',
      'GET /workspacebuilds/{workspacebuild}',
      'GET /workspaces/{workspace}',
      'POST /workspaces/{workspace}/builds',
      'GET /workspaces/{workspace}',
      'PATCH /workspacebuilds/{workspacebuild}/cancel',
    ]);
  });

  it('a created build is canceled by its id in the next document, and both see it', async () => {
    const { embedded, mutate } = await startMutations();
    const input = { workspaceId: embedded.workspace('falcon').id, transition: 'STOP' };
    const created = await mutate('createBuild', input, { success: 'buildId build { status }' });
    expect(created.data?.result.build.status).toBe('PENDING');
    const { buildId } = created.data?.result ?? {};
    const success = 'build { id status workspace { latestBuild { id status } } }';
    const canceled = await mutate('cancelBuild', { buildId }, { success });
    const build = { id: buildId, status: 'CANCELED' };
    expect(canceled.data?.result.build).toEqual({ ...build, workspace: { latestBuild: build } });
  });

  it('a build shows its newer state after each of several writes', async () => {
    const { embedded, query } = await startMutations();
    const { id } = embedded.build('falcon');
    const write = (
      alias: string,
      state: string,
    ) => `${alias}: updateBuildState(input: { buildId: "${id}", state: "${state}" }) {
      ... on UpdateBuildStateSuccess { build { updatedAt state { base64 } } }
    }`;
    const { data } = await query(
      `mutation { ${write('first', 'AAAA')} ${write('second', '////')} ${write('third', '')} }`,
    );
    const states = [data.first, data.second, data.third].map(({ build }) => build.state.base64);
    expect(states).toEqual(['AAAA', '////', '']);
  });

  it('also after one that Coder refused or whose answer was lost', async () => {
    const { embedded, query } = await startMutations();
    const workspace = embedded.workspace('falcon');
    const { number } = embedded.build('falcon');
    embedded.faults.add({ method: 'POST', truncate: 1, times: 1 });
    const { data } = await query(
      `mutation ($workspace: ID!, $build: ID!) {
        before: updateBuildState(input: { buildId: $build, state: "" }) {
          ... on UpdateBuildStateSuccess { build { workspace { latestBuild { buildNumber } } } }
        }
        lost: createBuild(input: { workspaceId: $workspace, transition: STOP }) { __typename }
        after: updateBuildState(input: { buildId: $build, state: "" }) {
          ... on UpdateBuildStateSuccess { build { workspace { latestBuild { buildNumber } } } }
        }
      }`,
      { workspace: workspace.id, build: embedded.build('falcon').id },
    );
    expect(data.before.build.workspace.latestBuild.buildNumber).toBe(number);
    expect(data.lost).toBeNull();
    expect(data.after.build.workspace.latestBuild.buildNumber).toBe(number + 1);
  });
});

describe('of two clients at once', () => {
  it('one cancels a build and one is told of the conflict', async () => {
    const { embedded, mutate, writes } = await startMutations();
    const build = embedded.control.createBuild(embedded.workspace('falcon'), {}, { hold: 'running' });
    const answers = await Promise.all(
      ['mira', 'omar'].map((user) => mutate('cancelBuild', { buildId: build.id }, { user })),
    );
    expect(answers.map(({ data }) => data?.result.__typename).sort()).toEqual(['CancelBuildSuccess', 'ConflictError']);
    expect(writes().length).toBe(2);
  });

  it('one creates a build and one is told of the conflict', async () => {
    const { embedded, mutate, writes } = await startMutations();
    const builds = embedded.store.builds.size;
    const input = { workspaceId: embedded.workspace('falcon').id, transition: 'START' };
    const answers = await Promise.all(['mira', 'omar'].map((user) => mutate('createBuild', input, { user })));
    expect(answers.map(({ data }) => data?.result.__typename).sort()).toEqual(['ConflictError', 'CreateBuildSuccess']);
    expect(embedded.store.builds.size).toBe(builds + 1);
    expect(writes().length).toBe(2);
  });

  it('equal writes of one client are two writes', async () => {
    const { embedded, mutate, writes } = await startMutations();
    const input = { buildId: globalId('Build', embedded.build('falcon').id), state: 'AP8=' };
    await Promise.all([mutate('updateBuildState', input), mutate('updateBuildState', input)]);
    expect(writes().length).toBe(2);
  });
});

it('a read that began before a write is not shared with who reads after it', async () => {
  const { embedded, mutate, query, calls } = await startMutations({ settings: { upstreamTimeoutMs: 300 } });
  const build = embedded.control.createBuild(embedded.workspace('falcon'), {}, { hold: 'pending' });
  const { promise: reading, resolve } = deferred();
  const when = () => {
    resolve();
    return true;
  };
  embedded.faults.add({ method: 'GET', route: '/workspacebuilds/{workspacebuild}', times: 1, when, hang: true });
  const early = query('query ($id: ID!) { build(id: $id) { status } }', { id: build.id });
  await reading;
  const { data } = await mutate('cancelBuild', { buildId: build.id }, { success: 'build { status }' });
  expect(data?.result.build.status).toBe('CANCELED');
  expect((await early).errors?.[0]?.extensions.code).toBe('UPSTREAM_TIMEOUT');
  expect(calls().filter((call) => call.startsWith('GET')).length).toBe(2);
});
