import { describe, expect, it } from 'vitest';
import { call, follow, startCoder } from './support.ts';

describe('watching a workspace', () => {
  it('gives a ping, the workspace, and the workspace again at each event', async () => {
    const coder = await startCoder();
    const workspace = coder.workspace('falcon');
    const watch = await follow(coder, `/workspaces/${workspace.id}/watch-ws`);
    await watch.received(2);
    const build = coder.control.createBuild(workspace, {}, { hold: 'running' });
    await watch.received(4);
    coder.control.succeed(build);
    await watch.received(5);
    const events = watch.messages.map((message) => JSON.parse(message));
    expect(events[0]).toEqual({ type: 'ping', data: null });
    expect(events.slice(1).map((event) => event.data.latest_build.status)).toEqual([
      'running',
      'pending',
      'starting',
      'running',
    ]);
  });

  it('hears nothing of schedule, state and the reaper', async () => {
    const coder = await startCoder();
    const workspace = coder.workspace('falcon');
    const build = coder.control.createBuild(workspace, {}, { hold: 'running' });
    const watch = await follow(coder, `/workspaces/${workspace.id}/watch-ws`);
    await watch.received(2);
    await call(coder, `/workspaces/${workspace.id}/ttl`, { method: 'PUT', body: { ttl_ms: 3_600_000 } });
    await call(coder, `/workspacebuilds/${build.id}/state`, { method: 'PUT', body: {} });
    coder.control.reap(build);
    await call(coder, '/buildinfo');
    expect(watch.messages.length).toBe(2);
  });

  it('closes 1002 on a data message of the client', async () => {
    const coder = await startCoder();
    const watch = await follow(coder, `/workspaces/${coder.workspace('falcon').id}/watch-ws`);
    watch.socket.send('hello');
    expect(await watch.closed).toEqual({
      code: 1002,
      reason: 'Clients cannot send messages for one-way WebSockets',
    });
  });

  it('speaks server-sent events too', async () => {
    const coder = await startCoder();
    const abort = new AbortController();
    const response = await fetch(`${coder.url}/api/v2/workspaces/${coder.workspace('falcon').id}/watch`, {
      headers: { 'coder-session-token': coder.user('mira').token },
      signal: abort.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString('utf8');
      if (text.includes('event: data\n') && text.endsWith('\n\n')) break;
    }
    abort.abort();
    expect(text).toMatch(
      /^event: ping\n\nevent: data\ndata: \{"type":"data"|^event: ping\n\nevent: data\ndata: \{"id"/,
    );
  });

  it('follows one agent compactly', async () => {
    const coder = await startCoder();
    const workspace = coder.workspace('falcon');
    const watch = await follow(coder, `/workspaces/${workspace.id}/agent-connection-watch`);
    await watch.received(2);
    expect(watch.messages.map((message) => JSON.parse(message))).toEqual([
      { error: null, build_update: { transition: 'start', job_status: 'succeeded' } },
      { error: null, agent_update: { lifecycle: 'ready', id: expect.any(String) } },
    ]);
    const many = await follow(coder, `/workspaces/${coder.workspace('citadel').id}/agent-connection-watch`);
    expect(await many.closed).toEqual({ code: 1000, reason: 'error' });
    expect(JSON.parse(many.messages[1] ?? '').error.code).toBe(1);
  });

  it('of all builds needs an experiment, and then hears ends only, whoever listens', async () => {
    const coder = await startCoder();
    const path = '//api/experimental/watch-all-workspacebuilds';
    expect((await call(coder, path)).status).toBe(403);
    coder.store.settings.experiments.push('workspace-build-updates');
    const watch = await follow(coder, path, { user: 'omar' });
    const build = coder.control.createBuild(coder.workspace('atlas-dev'), {}, { hold: 'running' });
    coder.control.cancel(build);
    coder.control.fail(build);
    await watch.received(2);
    expect(watch.messages.map((message) => JSON.parse(message).job_status)).toEqual(['canceled', 'failed']);
  });
});

describe('jobs, users and the rest', () => {
  it('lists jobs to administrators with global queue numbers and filled metadata', async () => {
    const coder = await startCoder();
    const path = '/organizations/default/provisionerjobs';
    expect((await call(coder, path, { user: 'tara' })).status).toBe(404);
    expect((await call(coder, path)).json.length).toBe(50);
    const [pending] = (await call(coder, `${path}?status=pending`)).json;
    expect(pending).toMatchObject({ queue_position: 1, queue_size: 1, metadata: { workspace_name: 'quartz' } });
    expect(pending.available_workers.length).toBe(1);
    const { job } = coder.build('falcon');
    const [done] = (await call(coder, `${path}?ids=${job.id}`)).json;
    expect(done).toMatchObject({ queue_position: 0, queue_size: 1, worker_name: expect.stringMatching(/^built-in-/) });
    expect((await call(coder, `${path}?foo=1`)).json.message).toBe('Invalid query parameters.');
    expect((await call(coder, `${path}?status=odd`)).status).toBe(500);
    expect((await call(coder, `${path}/${job.id}`)).json.id).toBe(job.id);
  });

  it('shows members themselves only, admins everyone', async () => {
    const coder = await startCoder();
    expect((await call(coder, '/users', { user: 'omar' })).json.count).toBe(1);
    const { users } = (await call(coder, '/users')).json;
    const names = users.map((user: { username: string }) => user.username);
    expect(names).toEqual([...names].sort());
    expect(users.find((user: { username: string }) => user.username === 'dora').last_seen_at).toBe(
      '0001-01-01T00:00:00Z',
    );
    expect((await call(coder, '/users/mira', { user: 'omar' })).status).toBe(404);
    expect((await call(coder, '/users?q=status:suspended')).json.users[0].username).toBe('sven');
  });

  it('answers build info and health to anyone', async () => {
    const coder = await startCoder();
    expect((await call(coder, '/buildinfo', { user: null })).json).toMatchObject({
      version: 'v2.34.0',
      telemetry: false,
    });
    expect((await call(coder, '//healthz', { user: null })).text).toBe('OK');
    expect((await call(coder, '/experiments')).json).toEqual([]);
  });

  it('shows a template version with its import job', async () => {
    const coder = await startCoder();
    const { json } = await call(coder, `/templateversions/${coder.build('falcon').versionId}`);
    expect(json.job).toMatchObject({ type: 'template_version_import', status: 'succeeded' });
    expect(json.job.input).toEqual({ template_version_id: json.id });
  });
});
