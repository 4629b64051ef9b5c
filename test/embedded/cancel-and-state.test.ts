import { describe, expect, it } from 'vitest';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { type Answer, call, startCoder, until } from './support.ts';

function cancel(coder: TestCoder, id: string, user = 'mira', query = ''): Promise<Answer> {
  return call(coder, `/workspacebuilds/${id}/cancel${query}`, { method: 'PATCH', user });
}

function held(coder: TestCoder, name: string, where: 'pending' | 'running' = 'running'): string {
  return coder.control.createBuild(coder.workspace(name), {}, { hold: where }).id;
}

describe('PATCH /workspacebuilds/{workspacebuild}/cancel', () => {
  it('ends a pending build at once', async () => {
    const coder = await startCoder();
    const id = held(coder, 'falcon', 'pending');
    const answer = await cancel(coder, id, 'omar');
    expect([answer.status, answer.json]).toEqual([200, { message: 'Job has been marked as canceled...' }]);
    const { job, status } = (await call(coder, `/workspacebuilds/${id}`)).json;
    expect([status, job.status]).toEqual(['canceled', 'canceled']);
    expect(job.completed_at).toBe(job.canceled_at);
    expect(job).not.toHaveProperty('started_at');
    expect(job).not.toHaveProperty('error');
  });

  it('turns a running build canceling and then failed, with canceled_at kept', async () => {
    const coder = await startCoder({ speed: 20 });
    const { json } = await call(coder, `/workspaces/${coder.workspace('falcon').id}/builds`, {
      method: 'POST',
      body: { transition: 'start' },
    });
    const build = coder.store.build(json.id);
    await until(coder, json.workspace_id, () => build.job.startedAt !== null);
    await cancel(coder, json.id);
    expect((await call(coder, `/workspacebuilds/${json.id}`)).json.status).toBe('canceling');
    await until(coder, json.workspace_id, () => build.job.completedAt !== null);
    const read = (await call(coder, `/workspacebuilds/${json.id}`)).json;
    expect(read.status).toBe('failed');
    expect(read.job.canceled_at).toBeDefined();
    expect(read.job.error).toMatch(/exit status 1$/);
  });

  it('leaves a build canceled with all its results when the work was quicker', async () => {
    const coder = await startCoder({ speed: 50 });
    coder.control.planNext({ cancel: 'completes' });
    const { json } = await call(coder, `/workspaces/${coder.workspace('falcon').id}/builds`, {
      method: 'POST',
      body: { transition: 'start' },
    });
    const build = coder.store.build(json.id);
    await until(coder, json.workspace_id, () => build.job.startedAt !== null);
    await cancel(coder, json.id);
    await until(coder, json.workspace_id, () => build.job.completedAt !== null);
    const read = (await call(coder, `/workspacebuilds/${json.id}`)).json;
    expect(read).toMatchObject({ status: 'canceled', job: { status: 'canceled' } });
    expect(read.job.started_at).toBeDefined();
    expect(read.resources.length).toBe(2);
  });

  it('asks whether expect_status is one before the policy', async () => {
    const coder = await startCoder();
    const answer = await cancel(coder, held(coder, 'umbra'), 'omar', '?expect_status=done');
    expect([answer.status, answer.json.message]).toEqual([
      400,
      "Invalid expect_status \"done\". Only 'running' or 'pending' are allowed.",
    ]);
  });

  it('asks the policy before the state', async () => {
    const coder = await startCoder();
    const answer = await cancel(coder, coder.build('umbra').id, 'omar');
    expect([answer.status, answer.json.message]).toEqual([
      403,
      'User is not allowed to cancel workspace builds. Owner role is required.',
    ]);
  });

  it('lets expect_status=pending past the policy, but not past the storage layer', async () => {
    const coder = await startCoder();
    const answer = await cancel(coder, held(coder, 'umbra', 'pending'), 'omar', '?expect_status=pending');
    expect([answer.status, answer.json.message, answer.json.detail]).toEqual([
      500,
      'Internal error updating provisioner job.',
      'only owners can cancel workspace builds',
    ]);
  });

  it('refuses a reader without update permission with 500', async () => {
    const coder = await startCoder();
    const answer = await cancel(coder, held(coder, 'atlas-dev'), 'tara');
    expect([answer.status, answer.json.message]).toEqual([500, 'Internal error updating provisioner job.']);
  });

  it('says completed before it says not as expected', async () => {
    const coder = await startCoder();
    const answer = await cancel(coder, coder.build('falcon').id, 'mira', '?expect_status=running');
    expect([answer.status, answer.json.message]).toEqual([400, 'Job has already completed!']);
  });

  it('says already canceled', async () => {
    const coder = await startCoder();
    const answer = await cancel(coder, coder.build('tundra').id);
    expect([answer.status, answer.json.message]).toEqual([400, 'Job has already been marked as canceled!']);
  });

  it('says 412 when the job is not in the expected state', async () => {
    const coder = await startCoder();
    const answer = await cancel(coder, held(coder, 'falcon'), 'mira', '?expect_status=pending');
    expect([answer.status, answer.json.message]).toEqual([412, 'Job is not in the expected state.']);
  });

  it.each([
    ['cancel.no-workspace', 'No workspace exists for this job.'],
    ['cancel.verify', 'Internal error verifying permission to cancel workspace build.'],
    ['cancel.fetch-job', 'Internal error fetching provisioner job.'],
    ['cancel.update', 'Internal error updating provisioner job.'],
    ['cancel.unclassified', 'Internal error canceling workspace build.'],
  ] as const)('answers 500 at %s', async (point, message) => {
    const coder = await startCoder();
    const id = held(coder, 'falcon');
    coder.failures.next(point);
    const answer = await cancel(coder, id);
    expect([answer.status, answer.json.message]).toEqual([500, message]);
  });
});

describe('the state of a build', () => {
  function put(coder: TestCoder, id: string, body: unknown, user = 'mira'): Promise<Answer> {
    return call(coder, `/workspacebuilds/${id}/state`, { method: 'PUT', user, body });
  }

  it('is raw bytes labeled as JSON', async () => {
    const coder = await startCoder();
    const { id } = coder.build('falcon');
    const read = await call(coder, `/workspacebuilds/${id}/state`);
    expect(read.headers['content-type']).toBe('application/json');
    expect(read.json.terraform_version).toBe('1.14.5');
  });

  it('makes the round trip whatever the bytes are', async () => {
    const coder = await startCoder();
    const { id } = coder.build('falcon');
    for (const bytes of [Buffer.from([0xff, 0x00, 0xfe]), Buffer.alloc(5 * 1024 * 1024, 0xa5), Buffer.alloc(0)]) {
      const answer = await put(coder, id, { state: bytes.toString('base64') }, 'tara');
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect((await call(coder, `/workspacebuilds/${id}/state`)).bytes.equals(bytes)).toBe(true);
    }
  });

  it.each(['{}', 'null', '{"state":null}'])('is emptied by %s', async (body) => {
    const coder = await startCoder();
    const { id } = coder.build('falcon');
    expect((await put(coder, id, body)).status).toBe(204);
    expect((await call(coder, `/workspacebuilds/${id}/state`)).bytes.length).toBe(0);
  });

  it('is hidden from who may not update the template, before the body is looked at', async () => {
    const coder = await startCoder();
    const { id } = coder.build('falcon');
    expect((await call(coder, `/workspacebuilds/${id}/state`, { user: 'omar' })).status).toBe(404);
    expect((await put(coder, id, 'no json', 'omar')).status).toBe(404);
  });

  it('is refused with 500 when the template is unreadable', async () => {
    const coder = await startCoder();
    const answer = await put(coder, coder.build('vesper').id, {}, 'omar');
    expect([answer.status, answer.json.message]).toEqual([500, 'Failed to get template']);
  });

  it('is refused with 400 for a body that is no JSON or no base64', async () => {
    const coder = await startCoder();
    const { id } = coder.build('falcon');
    expect((await put(coder, id, 'nope')).status).toBe(400);
    const answer = await put(coder, id, { state: '***' });
    expect([answer.status, answer.json.detail]).toEqual([400, 'illegal base64 data at input byte 0']);
  });

  it.each([
    ['state.no-workspace', 'No workspace exists for this job.'],
    ['state.write', 'Failed to update workspace build state.'],
  ] as const)('answers 500 at %s', async (point, message) => {
    const coder = await startCoder();
    coder.failures.next(point);
    const answer = await put(coder, coder.build('falcon').id, {});
    expect([answer.status, answer.json.message]).toEqual([500, message]);
  });
});
