import { expect, it } from 'vitest';
import { ManualClock } from '../../src/embedded/testing/manual-clock.ts';
import { call, follow, postBuild, startCoder } from './support.ts';

it('should close sockets of each kind with its own reason when the server shuts down', async () => {
  const coder = await startCoder();
  const build = coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'running' });
  const [agent] = coder.control.agents(coder.build('atlas-dev'));
  const sockets = await Promise.all([
    follow(coder, `/workspacebuilds/${build.id}/logs?follow`),
    follow(coder, `/workspaces/${build.workspaceId}/watch-ws`),
    follow(coder, `/workspaceagents/${agent?.id}/logs?follow`),
  ]);
  await coder.restart();
  expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([
    { code: 1000, reason: 'done' },
    { code: 1000, reason: 'Connection closed' },
    { code: 1000, reason: '' },
  ]);
});

it('should complete an orphan deletion at once and not tell the watch of all builds', async () => {
  const coder = await startCoder();
  coder.store.settings.experiments.push('workspace-build-updates');
  const watch = await follow(coder, '//api/experimental/watch-all-workspacebuilds');
  for (const daemon of coder.store.daemons) Object.assign(daemon, { alive: false, lastSeenAt: null });
  const { status, json } = await postBuild(coder, 'atlas-dev', { transition: 'delete', orphan: true });
  expect(status).toBe(201);
  expect(json).toMatchObject({ status: 'deleted', job: { status: 'succeeded', started_at: json.job.completed_at } });
  expect((await call(coder, `/workspacebuilds/${json.id}/logs`)).json).toEqual([]);
  const other = coder.control.createFinishedBuild(coder.workspace('falcon'));
  await watch.received(1);
  expect(watch.messages.map((text) => JSON.parse(text).build_id)).toEqual([other.id]);
});

it("should keep the microseconds of the reaper's lines, and the milliseconds of a worker's", async () => {
  const coder = await startCoder({ clock: new ManualClock(Date.UTC(2026, 0, 1) + 0.123) });
  const build = coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'running' });
  coder.control.appendLogs(build, 1);
  coder.control.reap(build);
  const { json } = await call(coder, `/workspacebuilds/${build.id}/logs`);
  const times = json.map(({ created_at }: { created_at: string }) => created_at);
  expect(times).toEqual(['2026-01-01T00:00:00Z', ...Array(5).fill('2026-01-01T00:00:00.000123Z')]);
});

it('should give a build that was canceled after its work was done its resources and timings', async () => {
  const coder = await startCoder();
  const build = coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'running' });
  build.job.canceledAt = coder.store.now();
  coder.control.succeed(build);
  const { json } = await call(coder, `/workspacebuilds/${build.id}`);
  expect([json.status, json.job.status]).toEqual(['canceled', 'canceled']);
  expect(json.resources.length).toBeGreaterThan(0);
  const timings = await call(coder, `/workspacebuilds/${build.id}/timings`);
  expect(timings.json.provisioner_timings.length).toBeGreaterThan(0);
});

it('should say that a new workspace was last used when it was created', async () => {
  const coder = await startCoder();
  const workspace = coder.control.createWorkspace({ name: 'fresh' });
  coder.control.createFinishedBuild(workspace);
  const { json } = await call(coder, `/workspaces/${workspace.id}`);
  expect(json.last_used_at).toBe(json.created_at);
});

it('should give those a workspace is shared with in any order', async () => {
  const coder = await startCoder();
  const { id } = coder.workspace('borealis');
  const actor = (name: string) => ({ id: name, actorType: 'user' as const, name, avatarUrl: '', roles: ['use'] });
  coder.workspace('borealis').sharedWith = ['a', 'b', 'c'].map(actor);
  const orders = new Set<string>();
  for (let read = 0; read < 40; read += 1) {
    const { json } = await call(coder, `/workspaces/${id}`);
    orders.add(json.shared_with.map(({ name }: { name: string }) => name).join());
  }
  expect(orders.size).toBeGreaterThan(1);
  expect([...orders].map((order) => order.split(',').sort().join())).toEqual(Array(orders.size).fill('a,b,c'));
});
