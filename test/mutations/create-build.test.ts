import { describe, expect, it, vi } from 'vitest';
import { documents, globalId, startMutations } from './support.ts';

const PRESET = '22222222-2222-4222-8222-222222222222';

/** Starts with a spy on what is sent. */
async function startSpied() {
  const started = await startMutations();
  const spy = vi.spyOn(started.client, 'call');
  return { ...started, bodies: () => spy.mock.calls.map(([, { body }]) => body).filter((body) => body !== undefined) };
}

describe('what createBuild sends', () => {
  it("every field by Coder's name", async () => {
    const { embedded, mutate, bodies } = await startSpied();
    const { id } = embedded.workspace('falcon');
    const version = embedded.control.template('docker').activeVersionId;
    await mutate('createBuild', {
      workspaceId: globalId('Workspace', id),
      transition: 'START',
      templateVersionId: version.toUpperCase(),
      templateVersionPresetId: `{${PRESET}}`,
      parameters: [{ name: 'cpu', value: '4' }],
      reason: 'VSCODE_CONNECTION',
      logLevel: 'DEBUG',
      orphan: false,
      dryRun: true,
      state: 'AP8=',
    });
    expect(bodies()).toEqual([
      {
        transition: 'start',
        template_version_id: version,
        template_version_preset_id: PRESET,
        rich_parameter_values: [{ name: 'cpu', value: '4' }],
        reason: 'vscode_connection',
        log_level: 'debug',
        orphan: false,
        dry_run: true,
        state: 'AP8=',
      },
    ]);
  });

  it('an explicit null as what is absent', async () => {
    const { embedded, mutate, bodies } = await startSpied();
    const nothing = Object.fromEntries(
      [
        'templateVersionId',
        'templateVersionPresetId',
        'parameters',
        'reason',
        'logLevel',
        'orphan',
        'dryRun',
        'state',
      ].map((name) => [name, null]),
    );
    const { id } = embedded.workspace('falcon');
    const { data } = await mutate('createBuild', { workspaceId: id, transition: 'STOP', ...nothing });
    expect(data?.result.__typename).toBe('CreateBuildSuccess');
    expect(bodies()).toEqual([{ transition: 'stop' }]);
  });

  it('what is written in the document like what comes in variables', async () => {
    const { embedded, query, bodies } = await startSpied();
    const { id } = embedded.workspace('falcon');
    const input = `{ workspaceId: "${id}", transition: START, state: "AP8=", orphan: null, parameters: { name: "cpu", value: "4" } }`;
    await query(`mutation { createBuild(input: ${input}) { __typename } }`);
    expect(bodies()).toEqual([
      { transition: 'start', state: 'AP8=', rich_parameter_values: [{ name: 'cpu', value: '4' }] },
    ]);
  });
});

describe('what createBuild brings about', () => {
  it('a build, by its global id', async () => {
    const { embedded, mutate } = await startMutations();
    const workspace = embedded.workspace('delta-docs');
    const { data } = await mutate('createBuild', { workspaceId: workspace.id, transition: 'START' });
    expect(data?.result).toEqual({
      __typename: 'CreateBuildSuccess',
      buildId: globalId('Build', embedded.build('delta-docs').id),
    });
    expect(embedded.build('delta-docs').transition).toBe('start');
  });

  it('a deletion that is done at once when nobody could carry out the orphaning', async () => {
    const { embedded, mutate } = await startMutations();
    for (const daemon of embedded.store.daemons) Object.assign(daemon, { alive: false, lastSeenAt: 0 });
    const input = { workspaceId: embedded.workspace('delta-docs').id, transition: 'DELETE', orphan: true };
    const success = 'build { status job { status } resources { id } workspace { name latestBuild { status } } }';
    const { data, errors } = await mutate('createBuild', input, { success });
    expect(errors).toBeUndefined();
    expect(data?.result.build).toEqual({
      status: 'DELETED',
      job: { status: 'SUCCEEDED' },
      resources: [],
      workspace: { name: 'delta-docs', latestBuild: { status: 'DELETED' } },
    });
  });

  it('a build also with dryRun, which Coder ignores', async () => {
    const { embedded, mutate } = await startMutations();
    const builds = embedded.store.builds.size;
    await mutate('createBuild', { workspaceId: embedded.workspace('falcon').id, transition: 'START', dryRun: true });
    expect(embedded.store.builds.size).toBe(builds + 1);
  });
});

describe('a failed read after a success does not hide it', () => {
  const input = (id: string) => ({ workspaceId: id, transition: 'START' });

  it('where the field may be null, the field is', async () => {
    const { embedded, mutate } = await startMutations();
    embedded.faults.add({ method: 'GET', respond: { status: 500 } });
    const { id } = embedded.workspace('falcon');
    const { data, errors } = await mutate('createBuild', input(id), { success: 'buildId build { status deadline }' });
    expect(data?.result).toEqual({
      __typename: 'CreateBuildSuccess',
      buildId: globalId('Build', embedded.build('falcon').id),
      build: { status: 'PENDING', deadline: null },
    });
    expect(errors).toMatchObject([
      { path: ['result', 'build', 'deadline'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } },
    ]);
  });

  it('where it may not, the build is', async () => {
    const { embedded, mutate } = await startMutations();
    embedded.faults.add({ method: 'GET', respond: { status: 500 } });
    const { id } = embedded.workspace('falcon');
    const success = 'buildId build { templateVersion { name } }';
    const { data, errors } = await mutate('createBuild', input(id), { success });
    const { id: created } = embedded.build('falcon');
    expect(data?.result).toEqual({
      __typename: 'CreateBuildSuccess',
      buildId: globalId('Build', created),
      build: null,
    });
    expect(errors?.map(({ path }) => path)).toEqual([['result', 'build', 'templateVersion', 'name']]);
  });

  it.each(['cancelBuild', 'updateBuildState'] as const)('of %s', async (name) => {
    const { embedded, query } = await startMutations();
    const build = embedded.control.createBuild(embedded.workspace('falcon'), {}, { hold: 'running' });
    embedded.faults.add({ method: 'GET', respond: { status: 500 } });
    const variables = { input: { buildId: build.id, ...(name === 'updateBuildState' && { state: '' }) } };
    const { data, errors } = await query(documents[name]('buildId build { id }'), variables);
    expect(data.result).toMatchObject({ buildId: globalId('Build', build.id), build: null });
    expect(errors).toMatchObject([{ path: ['result', 'build'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
  });
});
