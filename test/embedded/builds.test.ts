import { describe, expect, it } from 'vitest';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { type Answer, call, startCoder } from './support.ts';

const NOT_FOUND = { message: 'Resource not found or you do not have access to this resource' };

function list(coder: TestCoder, name: string, query = '', user = 'mira'): Promise<Answer> {
  return call(coder, `/workspaces/${coder.workspace(name).id}/builds${query}`, { user });
}

function numbers(answer: Answer): number[] {
  return answer.json.map((build: { build_number: number }) => build.build_number);
}

describe('GET /workspacebuilds/{workspacebuild}', () => {
  it('has its keys in the order of the server, with absent, null and zero as they should be', async () => {
    const coder = await startCoder();
    const { json } = await call(coder, `/workspacebuilds/${coder.build('atlas-dev').id}`);
    expect(Object.keys(json)).toEqual(
      (
        'id created_at updated_at workspace_id workspace_name workspace_owner_id workspace_owner_name ' +
        'workspace_owner_avatar_url template_version_id template_version_name build_number transition initiator_id ' +
        'initiator_name job reason resources deadline max_deadline status daily_cost matched_provisioners ' +
        'template_version_preset_id has_ai_task has_external_agent'
      ).split(' '),
    );
    expect(Object.keys(json.job)).toEqual(
      (
        'id created_at started_at completed_at status worker_id file_id tags queue_position queue_size ' +
        'organization_id initiator_id input type metadata logs_overflowed'
      ).split(' '),
    );
    expect(json).toMatchObject({ max_deadline: null, template_version_preset_id: null });
    expect(json.job.metadata.template_id).toBe('00000000-0000-0000-0000-000000000000');
    const [container, volume] = json.resources;
    expect([container.type, volume.type]).toEqual(['docker_container', 'docker_volume']);
    expect(container).not.toHaveProperty('metadata');
    expect(volume).not.toHaveProperty('agents');
    expect(container.agents[0]).toMatchObject({ parent_id: null, connection_timeout_seconds: 120 });
    expect(container.agents[0]).not.toHaveProperty('disconnected_at');
    const apps = container.agents[0].apps;
    expect(apps.map((app: { slug: string }) => app.slug)).toEqual(['code-server', 'preview', 'pycharm']);
    expect(apps[1]).toMatchObject({ subdomain_name: 'preview--atlas-dev--mira', health: 'disabled' });
    expect(apps[1]).not.toHaveProperty('icon');
  });

  it('escapes HTML characters as Go does', async () => {
    const coder = await startCoder();
    const { text } = await call(coder, `/workspacebuilds/${coder.build('atlas-dev').id}`);
    expect(text).toContain('workspace=atlas-dev\\u0026agent=main');
    expect(text).not.toContain('&');
  });

  it('has 64-bit numbers: script timeouts in nanoseconds', async () => {
    const coder = await startCoder();
    const { json } = await call(coder, `/workspacebuilds/${coder.build('atlas-dev').id}`);
    const timeouts = json.resources[0].agents[0].scripts.map((script: { timeout: number }) => script.timeout);
    expect(timeouts.sort((a: number, b: number) => a - b)).toEqual([0, 300_000_000_000, 3_600_000_000_000]);
  });

  it('hides what the caller may not read, and shows what is shared', async () => {
    const coder = await startCoder();
    const hidden = await call(coder, `/workspacebuilds/${coder.build('atlas-dev').id}`, { user: 'omar' });
    expect([hidden.status, hidden.json]).toEqual([404, NOT_FOUND]);
    expect((await call(coder, `/workspacebuilds/${coder.build('borealis').id}`, { user: 'omar' })).status).toBe(200);
    expect((await call(coder, `/workspacebuilds/${coder.build('falcon').id}`, { user: 'tara' })).status).toBe(200);
  });

  it('reaches builds of deleted workspaces', async () => {
    const coder = await startCoder();
    const { json } = await call(coder, `/workspacebuilds/${coder.build('mosaic').id}`);
    expect(json).toMatchObject({ status: 'deleted', reason: 'autodelete', resources: [] });
  });

  it('has other texts when a row is missing', async () => {
    const coder = await startCoder();
    const build = coder.build('falcon');
    build.versionMissing = true;
    expect((await call(coder, `/workspacebuilds/${build.id}`)).json).toEqual({
      message: 'Internal error getting workspace build data.',
      detail: 'No template version found for workspace build.',
    });
    expect((await list(coder, 'falcon')).status).toBe(500);
  });
});

describe('GET /users/{user}/workspace/{workspacename}/builds/{buildnumber}', () => {
  it('takes me, names in any case and UUIDs', async () => {
    const coder = await startCoder();
    const { id } = coder.user('omar');
    for (const user of ['omar', 'OMAR', id]) {
      const { json } = await call(coder, `/users/${user}/workspace/FALCON/builds/2`);
      expect([json.workspace_name, json.build_number]).toEqual(['falcon', 2]);
    }
    expect((await call(coder, '/users/me/workspace/falcon/builds/2', { user: 'omar' })).status).toBe(200);
  });

  it('looks at the number before the workspace, and tells when only the build is missing', async () => {
    const coder = await startCoder();
    const bad = await call(coder, '/users/me/workspace/nowhere/builds/x');
    expect([bad.status, bad.json]).toEqual([
      400,
      {
        message: 'Failed to parse build number as integer.',
        detail: 'strconv.ParseInt: parsing "x": invalid syntax',
      },
    ]);
    const large = await call(coder, '/users/me/workspace/atlas-dev/builds/2147483648');
    expect(large.json.detail).toBe('strconv.ParseInt: parsing "2147483648": value out of range');
    for (const number of [0, -1, 99]) {
      const answer = await call(coder, `/users/me/workspace/Atlas-dev/builds/${number}`);
      expect([answer.status, answer.json.message]).toEqual([
        404,
        `Workspace "Atlas-dev" Build ${number} does not exist.`,
      ]);
    }
    expect((await call(coder, '/users/me/workspace/mosaic/builds/1')).json).toEqual(NOT_FOUND);
    expect((await call(coder, '/users/nobody/workspace/atlas-dev/builds/1')).json).toEqual(NOT_FOUND);
  });
});

describe('GET /workspaces/{workspace}/builds', () => {
  it('is everything, newest first, and agents hang on the newest successful build only', async () => {
    const coder = await startCoder();
    const answer = await list(coder, 'atlas-dev');
    expect(numbers(answer)).toEqual(Array.from({ length: 61 }, (_, index) => 61 - index));
    const withAgents = answer.json.filter((build: { resources: { agents?: unknown }[] }) =>
      build.resources.some((resource) => resource.agents !== undefined),
    );
    expect(withAgents.length).toBe(1);
  });

  it('pages by limit and offset, 0 being no limit', async () => {
    const coder = await startCoder();
    expect(numbers(await list(coder, 'atlas-dev', '?limit=2&offset=1'))).toEqual([60, 59]);
    expect(numbers(await list(coder, 'atlas-dev', '?limit=0')).length).toBe(61);
    expect((await list(coder, 'atlas-dev', '?offset=100')).text).toBe('[]\n');
  });

  it('gives newer builds after after_id, even of another workspace', async () => {
    const coder = await startCoder();
    const cursor = coder.build('atlas-dev', 58).id;
    expect(numbers(await list(coder, 'atlas-dev', `?after_id=${cursor}`))).toEqual([61, 60, 59]);
    expect(numbers(await list(coder, 'atlas-dev', `?after_id=${cursor}&limit=1`))).toEqual([61]);
    const other = coder.build('citadel', 8).id;
    expect(numbers(await list(coder, 'borealis', `?after_id=${other}`))).toEqual([9]);
  });

  it('answers 400 to an unknown cursor and 500 to an unreadable one', async () => {
    const coder = await startCoder();
    const unknown = '11111111-1111-4111-8111-111111111111';
    const answer = await list(coder, 'falcon', `?after_id=${unknown}`);
    expect([answer.status, answer.json.message]).toEqual([400, `Record at "after_id" ("${unknown}") does not exist.`]);
    const unreadable = await list(coder, 'falcon', `?after_id=${coder.build('atlas-dev').id}`, 'omar');
    expect([unreadable.status, unreadable.json.message]).toEqual([
      500,
      'Internal error fetching workspace build at "after_id".',
    ]);
  });

  it('filters strictly by since', async () => {
    const coder = await startCoder();
    const { created_at } = (await call(coder, `/workspacebuilds/${coder.build('atlas-dev', 59).id}`)).json;
    expect(numbers(await list(coder, 'atlas-dev', `?since=${created_at}`))).toEqual([61, 60]);
    expect(numbers(await list(coder, 'atlas-dev', '?since=0001-01-01T00:00:00Z')).length).toBe(61);
    const bad = await list(coder, 'atlas-dev', '?since=yesterday');
    expect([bad.status, bad.json.message]).toEqual([400, 'bad `since` format, must be RFC3339']);
  });

  it.each([
    ['limit=-1', 'limit', 'Query param "limit" must be a valid 32-bit positive integer: value is negative'],
    [
      'offset=x',
      'offset',
      'Query param "offset" must be a valid 32-bit positive integer: strconv.ParseInt: parsing "x": invalid syntax',
    ],
    ['after_id=x', 'after_id', 'Query param "after_id" must be a valid uuid'],
    [
      'limit=1&limit=2',
      'limit',
      'Query param "limit" provided more than once, found 2 times. Only provide 1 instance of this query param.',
    ],
  ])('refuses %s', async (query, field, detail) => {
    const coder = await startCoder();
    expect((await list(coder, 'falcon', `?${query}`)).json).toEqual({
      message: 'Query parameters have invalid values.',
      validations: [{ field, detail }],
    });
  });
});

describe('what hangs on a build', () => {
  it('has parameters with list text, unicode, an empty and a long value', async () => {
    const coder = await startCoder();
    const { json } = await call(coder, `/workspacebuilds/${coder.build('falcon').id}/parameters`);
    expect(json).toContainEqual({ name: 'extensions', value: '["golang.go","biomejs.biome"]' });
    expect(json).toContainEqual({ name: 'greeting', value: 'こんにちは 👋' });
    expect(json).toContainEqual({ name: 'dotfiles_uri', value: '' });
    const long = (await call(coder, `/workspacebuilds/${coder.build('borealis').id}/parameters`)).json;
    expect(Math.max(...long.map((parameter: { value: string }) => parameter.value.length))).toBeGreaterThan(1000);
  });

  it('has resources of its own only once the job has completed, without statuses and subdomains', async () => {
    const coder = await startCoder();
    const early = await call(coder, `/workspacebuilds/${coder.build('pylon').id}/resources`);
    expect([early.status, early.json.message]).toEqual([400, "Job hasn't completed!"]);
    const { json } = await call(coder, `/workspacebuilds/${coder.build('atlas-dev').id}/resources`);
    expect(json.map((resource: { name: string }) => resource.name)).toEqual(['home_volume', 'workspace']);
    expect(json[1].agents[0].apps.some((app: object) => 'subdomain_name' in app)).toBe(false);
  });

  it('keeps script timings of superseded builds, but no connection timings', async () => {
    const coder = await startCoder();
    const { json } = await call(coder, `/workspacebuilds/${coder.build('atlas-dev', 1).id}/timings`);
    expect(json.agent_script_timings.length).toBeGreaterThan(0);
    expect(json.agent_connection_timings).toEqual([]);
    const starts = json.provisioner_timings.map((row: { started_at: string }) => Date.parse(row.started_at));
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });

  it.each([
    ['timings', 'timings.fetch', 'Internal error fetching timings.'],
    ['parameters', 'parameters.fetch', 'Internal error fetching workspace build parameters.'],
    ['logs', 'logs.fetch', 'Internal error fetching provisioner logs.'],
    ['logs', 'logs.fetch-job', 'Internal error fetching provisioner job.'],
    ['state', 'state.read', 'Internal error fetching provisioner state.'],
  ] as const)('answers 500 for its %s when %s fails', async (part, point, message) => {
    const coder = await startCoder();
    coder.failures.next(point);
    const answer = await call(coder, `/workspacebuilds/${coder.build('falcon').id}/${part}`);
    expect([answer.status, answer.json.message]).toEqual([500, message]);
  });
});
