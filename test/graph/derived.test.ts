import { describe, expect, it } from 'vitest';
import { startGateway } from '../support.ts';

const BUILD = 'GET /workspacebuilds/{workspacebuild}';
const T = (second: string) => `2026-01-02T03:04:${second}Z`;
const UNSET = '0001-01-01T00:00:00Z';

async function jobOf(fields: Record<string, unknown>) {
  const { embedded, query, calls } = await startGateway();
  const build = embedded.build('atlas-dev');
  embedded.control.override(build.job.id, fields);
  const { data, errors } = await query(`{ build(id: "${build.id}") { outcome job { queuedMs durationMs } } }`);
  expect(errors).toBeUndefined();
  expect(calls()).toEqual([BUILD]);
  return data.build;
}

describe('the outcome of a build', () => {
  it.each([
    ['ACTIVE', 'pending', undefined, undefined],
    ['ACTIVE', 'running', UNSET, undefined],
    ['ACTIVE', 'canceling', undefined, T('20')],
    ['SUCCEEDED', 'succeeded', T('30'), undefined],
    // The cancellation came too late.
    ['SUCCEEDED', 'succeeded', T('30'), T('29')],
    ['FAILED', 'failed', T('30'), undefined],
    // What Coder makes of a running job that was canceled.
    ['CANCELED', 'failed', T('30'), T('20')],
    ['CANCELED', 'canceled', T('30'), T('30')],
  ])('is %s when its job is %s, completed %s, canceled %s', async (outcome, status, completed_at, canceled_at) => {
    expect(await jobOf({ status, completed_at, canceled_at })).toMatchObject({ outcome });
  });
});

describe('the times of a job', () => {
  it.each([
    ['waits', undefined, undefined, null, null],
    ['runs', T('11.5'), undefined, 1500, null],
    ['has run', T('11.000001'), T('12.000251'), 1000.001, 1000.25],
    ['never ran', undefined, T('15'), 5000, null],
    ['never ran, with zero times', UNSET, T('15'), 5000, null],
  ])('that %s', async (_, started_at, completed_at, queuedMs, durationMs) => {
    const { job } = await jobOf({ created_at: T('10'), started_at, completed_at });
    expect(job).toEqual({ queuedMs, durationMs });
  });

  it('are an error where Coder sends a wrong one, and cost nothing else', async () => {
    const { embedded, query } = await startGateway();
    const build = embedded.build('atlas-dev');
    embedded.control.override(build.job.id, { started_at: 'yesterday' });
    const { data, errors } = await query(`{ build(id: "${build.id}") { outcome job { queuedMs durationMs type } } }`);
    expect(data.build).toEqual({
      outcome: 'SUCCEEDED',
      job: { queuedMs: null, durationMs: null, type: 'WORKSPACE_BUILD' },
    });
    expect(errors).toMatchObject([
      { path: ['build', 'job', 'queuedMs'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } },
      { path: ['build', 'job', 'durationMs'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } },
    ]);
  });
});

it('an app leads to its agent, and that to its build, without a call', async () => {
  const { embedded, query, calls } = await startGateway();
  const { id } = embedded.build('atlas-dev');
  const { data, errors } = await query(
    `{ build(id: "${id}") { agents { uuid build { uuid } apps { id agent { uuid } } } } }`,
  );
  expect(errors).toBeUndefined();
  expect(calls()).toEqual([BUILD]);
  const [agent] = data.build.agents;
  expect(agent.build.uuid).toBe(id);
  expect(agent.apps.length).toBeGreaterThan(0);
  for (const app of agent.apps) expect(app.agent.uuid).toBe(agent.uuid);

  const alone = await query(`{ agent(id: "${agent.uuid}") { build { uuid } apps { agent { uuid } } } }`);
  expect(alone.data.agent.build).toBeNull();
  expect(alone.data.agent.apps[0].agent.uuid).toBe(agent.uuid);
});

it('a workspace is shared with whom it is in the order of their names, whatever order Coder sends', async () => {
  const { embedded, query } = await startGateway();
  const { id } = embedded.workspace('atlas-dev');
  const actor = (number: number, name: string) => ({
    id: `00000000-0000-4000-8000-00000000000${number}`,
    actor_type: 'user',
    name,
    roles: ['use'],
  });
  const actors = [actor(1, 'nora'), actor(2, 'anna'), actor(3, 'omar'), actor(4, 'anna')];
  for (const shared_with of [actors, actors.toReversed()]) {
    embedded.control.override(id, { shared_with });
    const { data } = await query(`{ workspace(id: "${id}") { sharedWith { name uuid } } }`);
    const shown = data.workspace.sharedWith.map(({ name, uuid }: { name: string; uuid: string }) => name + uuid.at(-1));
    expect(shown).toEqual(['anna2', 'anna4', 'nora1', 'omar3']);
  }
});
