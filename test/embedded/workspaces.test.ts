import { describe, expect, it } from 'vitest';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { type Answer, call, startCoder } from './support.ts';

async function search(coder: TestCoder, q: string, user = 'mira'): Promise<string[]> {
  const { json } = await call(coder, `/workspaces?q=${encodeURIComponent(q)}`, { user });
  return json.workspaces.map((workspace: { name: string }) => workspace.name);
}

function put(coder: TestCoder, name: string, part: string, body: unknown, user = 'mira'): Promise<Answer> {
  return call(coder, `/workspaces/${coder.workspace(name).id}/${part}`, { method: 'PUT', body, user });
}

describe('GET /workspaces', () => {
  it('lists favorites, then what runs, then by owner and name, and no deleted ones', async () => {
    const coder = await startCoder();
    const names = await search(coder, '');
    expect(names.slice(0, 5)).toEqual(['atlas-dev', 'borealis', 'citadel', 'nimbus', 'lumen']);
    expect(names).not.toContain('mosaic');
  });

  it('counts all matches on every page, beyond the end too', async () => {
    const coder = await startCoder();
    const { count } = (await call(coder, '/workspaces')).json;
    const page = (await call(coder, '/workspaces?limit=3&offset=2')).json;
    expect([page.workspaces.length, page.count]).toEqual([3, count]);
    const beyond = (await call(coder, '/workspaces?limit=3&offset=900')).json;
    expect(beyond).toEqual({ workspaces: [], count });
  });

  it('serves a hundred more workspaces when a test makes them', async () => {
    const coder = await startCoder();
    coder.control.createRunningWorkspaces(100, { owner: 'omar', template: 'kubernetes' });
    const { json } = await call(coder, '/workspaces?q=extra-&limit=50');
    expect([json.workspaces.length, json.count, json.workspaces[49].name]).toEqual([50, 100, 'extra-050']);
  });

  it('gives a short page when a template is unreadable, and counts the row', async () => {
    const coder = await startCoder();
    const { json } = await call(coder, '/workspaces?q=vesper', { user: 'omar' });
    expect(json).toEqual({ workspaces: [], count: 1 });
  });

  it('shows each user their sight', async () => {
    const coder = await startCoder();
    const all = (await search(coder, '')).length;
    expect((await search(coder, '', 'tara')).length).toBe(all);
    const own = await search(coder, '', 'omar');
    expect(own).toContain('borealis');
    expect(own).not.toContain('atlas-dev');
  });

  it.each([
    ['name:ATLAS', ['atlas-dev']],
    ['atlas', ['atlas-dev']],
    ['omar/fal', ['falcon']],
    ['owner:me name:nimbus', ['nimbus']],
    ['status:pending', ['quartz']],
    ['dormant:true', ['harbor']],
    ['outdated:true', ['nimbus', 'yarrow']],
    ['template:locked-down', ['umbra']],
    ['has-agent:timeout', ['lumen']],
    ['shared:true', ['borealis']],
    ['has-ai-task:true', ['orbit']],
    ['organization:coder status:canceling', ['tundra']],
    ['param:cpu=8', ['falcon']],
    ['last_used_before:"2000-01-01T00:00:00Z"', ['prebuilt-docker-1']],
  ])('finds %s', async (q, names) => {
    const coder = await startCoder();
    expect(await search(coder, q)).toEqual(names);
  });

  it('finds ids by comma, absent ones silently missing', async () => {
    const coder = await startCoder();
    const ids = ['falcon', 'gull', 'mosaic'].map((name) => coder.workspace(name).id);
    ids.push('11111111-1111-4111-8111-111111111111');
    expect((await search(coder, `id:${ids.join(',')}`)).sort()).toEqual(['falcon', 'gull']);
    expect((await search(coder, `id:${ids[0]} id:${ids[1]}`)).length).toBe(2);
  });

  it.each([
    ['foo:1', 'foo', '"foo" is not a valid query param'],
    ['status:x', 'status', 'Query param "status" has invalid value: "x" is not a valid value'],
    ['a:b:c', 'q', 'Query element "a:b:c" can only contain 1 \':\''],
  ])('refuses %s', async (q, field, detail) => {
    const coder = await startCoder();
    const answer = await call(coder, `/workspaces?q=${q}`);
    expect([answer.status, answer.json]).toEqual([
      400,
      { message: 'Invalid workspace search query.', validations: [{ field, detail }] },
    ]);
  });
});

describe('one workspace', () => {
  it('that was deleted is 410 by id and 404 by name, unless asked for', async () => {
    const coder = await startCoder();
    const { id } = coder.workspace('mosaic');
    const gone = await call(coder, `/workspaces/${id}`);
    expect([gone.status, gone.json.message]).toEqual([
      410,
      `Workspace "${id}" was deleted, you can view this workspace by specifying '?include_deleted=true' and trying again.`,
    ]);
    expect((await call(coder, `/workspaces/${id}?include_deleted=true`)).json.name).toBe('mosaic');
    expect((await call(coder, '/users/me/workspace/mosaic')).status).toBe(404);
    expect((await call(coder, '/users/me/workspace/mosaic?include_deleted=1')).json.id).toBe(id);
    expect((await call(coder, `/workspaces/${id}?include_deleted=x`)).json.validations[0].field).toBe('deleted');
  });

  it('with an unreadable template is 403 by id and 404 by name', async () => {
    const coder = await startCoder();
    const byId = await call(coder, `/workspaces/${coder.workspace('vesper').id}`, { user: 'omar' });
    expect([byId.status, byId.json.message]).toEqual([403, 'Forbidden.']);
    expect((await call(coder, '/users/me/workspace/vesper', { user: 'omar' })).status).toBe(404);
  });

  it('shows unset in its four ways, and 64-bit milliseconds', async () => {
    const coder = await startCoder();
    const prebuild = (await call(coder, '/users/prebuilds/workspace/prebuilt-docker-1')).json;
    expect(prebuild).toMatchObject({
      last_used_at: '0001-01-01T00:00:00Z',
      deleting_at: null,
      task_id: null,
      is_prebuild: true,
    });
    expect(prebuild).not.toHaveProperty('ttl_ms');
    expect(prebuild).not.toHaveProperty('shared_with');
    expect((await call(coder, '/users/mira/workspace/citadel')).json.ttl_ms).toBe(2_592_000_000);
  });

  it('names failing agents, and shows the newest app status', async () => {
    const coder = await startCoder();
    const citadel = (await call(coder, '/users/mira/workspace/citadel')).json;
    expect(citadel.health).toEqual({ healthy: false, failing_agents: [expect.any(String)] });
    const orbit = (await call(coder, '/users/tara/workspace/orbit')).json;
    expect(orbit.latest_app_status).toMatchObject({ state: 'complete', icon: '', needs_user_attention: false });
  });

  it('keeps the mark of a favorite from everyone but its owner', async () => {
    const coder = await startCoder();
    const path = `/workspaces/${coder.workspace('atlas-dev').id}`;
    expect((await call(coder, path)).json.favorite).toBe(true);
    expect((await call(coder, path, { user: 'tara' })).json.favorite).toBe(false);
  });
});

describe('the small writes', () => {
  it('set and clear the schedule', async () => {
    const coder = await startCoder();
    const schedule = 'CRON_TZ=Europe/Oslo 0 8 * * 1-5';
    expect((await put(coder, 'falcon', 'autostart', { schedule }, 'omar')).status).toBe(204);
    expect((await call(coder, '/users/omar/workspace/falcon')).json.autostart_schedule).toBe(schedule);
    await put(coder, 'falcon', 'autostart', { schedule: null });
    expect((await call(coder, '/users/omar/workspace/falcon')).json).not.toHaveProperty('autostart_schedule');
    expect((await put(coder, 'falcon', 'autostart', { schedule: 'soon' })).json.message).toBe(
      'Invalid autostart schedule.',
    );
    expect((await put(coder, 'xenon', 'autostart', { schedule })).json.message).toMatch(/^Autostart is not allowed/);
  });

  it('truncate the time to live to minutes, within bounds', async () => {
    const coder = await startCoder();
    await put(coder, 'falcon', 'ttl', { ttl_ms: 90_500 });
    expect(coder.workspace('falcon').ttlMs).toBe(60_000);
    for (const ttl_ms of [59_999, 2_592_060_000]) {
      expect((await put(coder, 'falcon', 'ttl', { ttl_ms })).json.validations[0].field).toBe('ttl_ms');
    }
    await put(coder, 'falcon', 'ttl', { ttl_ms: null });
    expect(coder.build('falcon').deadline).toBeNull();
  });

  it('extend the deadline, or say why not', async () => {
    const coder = await startCoder();
    const inHours = (hours: number): object => ({ deadline: new Date(Date.now() + hours * 3_600_000).toISOString() });
    expect((await put(coder, 'falcon', 'extend', inHours(9))).json.message).toMatch(/^Deadline updated to /);
    expect((await put(coder, 'falcon', 'extend', inHours(0.4))).status).toBe(400);
    expect((await put(coder, 'gull', 'extend', inHours(9))).json.message).toBe(
      'Workspace must be started, current status: stop',
    );
    expect((await put(coder, 'pylon', 'extend', inHours(9))).json.message).toBe('Workspace is still building!');
  });

  it('make dormant and wake, 304 when nothing changes, 409 for prebuilds', async () => {
    const coder = await startCoder();
    const dormant = await put(coder, 'falcon', 'dormant', { dormant: true });
    expect([dormant.status, dormant.json.dormant_at]).toEqual([200, expect.any(String)]);
    const same = await put(coder, 'falcon', 'dormant', { dormant: true });
    expect([same.status, same.text]).toEqual([304, '']);
    expect((await put(coder, 'prebuilt-docker-1', 'dormant', { dormant: true })).status).toBe(409);
  });
});
