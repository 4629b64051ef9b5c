import { describe, expect, it } from 'vitest';
import { insertBuild } from '../../src/embedded/state/transitions.ts';
import { ManualClock } from '../../src/embedded/testing/manual-clock.ts';
import { call, postBuild as post, startCoder, until, versionOf as version } from './support.ts';

describe('POST /workspaces/{workspace}/builds', () => {
  it('answers 201 with blanks that later reads fill', async () => {
    const coder = await startCoder();
    const { status, json } = await post(coder, 'delta-docs', { transition: 'start', reason: 'cli' });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      template_version_name: '',
      resources: [],
      status: 'pending',
      deadline: null,
      max_deadline: null,
      reason: 'cli',
      build_number: 9,
      initiator_name: 'mira',
    });
    expect(json.job).toMatchObject({ status: 'pending', queue_position: 0, queue_size: 0 });
    expect(json).not.toHaveProperty('has_ai_task');
    expect(json.matched_provisioners).toMatchObject({ count: 3, available: 2 });
  });

  it('ignores a reason given for a delete', async () => {
    const coder = await startCoder();
    expect((await post(coder, 'gull', { transition: 'delete', reason: 'cli' })).json.reason).toBe('initiator');
  });

  it('merges parameters over those of the build before and drops unknown names', async () => {
    const coder = await startCoder();
    const values = [
      { name: 'greeting', value: 'hej' },
      { name: 'nonsense', value: 'x' },
    ];
    const { json } = await post(coder, 'gull', {
      transition: 'start',
      rich_parameter_values: [{ name: 'memory', value: '16' }],
    });
    const falcon = await post(coder, 'falcon', { transition: 'start', rich_parameter_values: values });
    const read = async (id: string): Promise<Record<string, string>> => {
      const rows: { name: string; value: string }[] = (await call(coder, `/workspacebuilds/${id}/parameters`)).json;
      return Object.fromEntries(rows.map((row) => [row.name, row.value]));
    };
    expect(await read(json.id)).toMatchObject({ memory: '16', namespace: 'coder-workspaces' });
    expect(await read(falcon.json.id)).toEqual({
      cpu: '8',
      dotfiles_uri: '',
      extensions: '["golang.go","biomejs.biome"]',
      greeting: 'hej',
    });
  });

  it("lets a preset's values win, and finds a preset that matches", async () => {
    const coder = await startCoder();
    const preset = coder.store.versionRow(version(coder, 'docker')).presets[0]?.id ?? '';
    const rich_parameter_values = [{ name: 'cpu', value: '16' }];
    const given = await post(coder, 'falcon', {
      transition: 'start',
      template_version_preset_id: preset,
      rich_parameter_values,
    });
    expect(given.json.template_version_preset_id).toBe(preset);
    expect(coder.build('falcon').parameters).toContainEqual({ name: 'cpu', value: '2' });
    const found = await post(coder, 'delta-docs', {
      transition: 'start',
      rich_parameter_values: [{ name: 'cpu', value: '2' }],
    });
    expect(found.json.template_version_preset_id).toBe(preset);
  });

  it('starts a dormant workspace by waking it', async () => {
    const coder = await startCoder();
    expect((await post(coder, 'harbor', { transition: 'start' }, 'omar')).status).toBe(201);
    expect(coder.workspace('harbor').dormantAt).toBeNull();
  });

  it('deletes an already deleted workspace once more', async () => {
    const coder = await startCoder();
    expect((await post(coder, 'mosaic', { transition: 'delete' })).status).toBe(201);
  });

  it('completes an orphan delete inline when no daemon could run it', async () => {
    const coder = await startCoder();
    for (const daemon of coder.store.daemons) Object.assign(daemon, { alive: false, lastSeenAt: 0 });
    const { status, json } = await post(coder, 'delta-docs', { transition: 'delete', orphan: true });
    expect([status, json.job.status, json.status]).toEqual([201, 'succeeded', 'deleted']);
    expect(coder.workspace('delta-docs').deleted).toBe(true);
  });

  it('accepts state as base64 or as an array of numbers', async () => {
    const coder = await startCoder();
    await post(coder, 'falcon', { transition: 'start', state: 'AP8=' });
    await post(coder, 'delta-docs', { transition: 'start', state: [0, 255] });
    expect([...coder.build('falcon').state]).toEqual([0, 255]);
    expect([...coder.build('delta-docs').state]).toEqual([0, 255]);
  });
});

describe("a build's life", () => {
  it('goes from pending to running with a log, resources, timings and living agents', async () => {
    const coder = await startCoder({ speed: 100 });
    const { json } = await post(coder, 'delta-docs', { transition: 'start' });
    const build = coder.store.build(json.id);
    await until(coder, json.workspace_id, () => {
      return coder.control.agents(build)[0]?.lifecycleState === 'ready';
    });
    const read = (await call(coder, `/workspacebuilds/${json.id}`)).json;
    expect(read).toMatchObject({ status: 'running', has_ai_task: false, has_external_agent: false });
    expect(read.deadline).not.toBeNull();
    expect(read.resources[0].agents[0]).toMatchObject({ status: 'connected', health: { healthy: true } });
    const stages = (await call(coder, `/workspacebuilds/${json.id}/logs`)).json.map(
      (line: { stage: string }) => line.stage,
    );
    expect([...new Set(stages)]).toEqual([
      'Setting up',
      'Initializing Terraform Directory',
      'Planning Infrastructure',
      'Starting workspace',
      'Cleaning Up',
    ]);
    const timings = (await call(coder, `/workspacebuilds/${json.id}/timings`)).json;
    expect(timings.provisioner_timings.length).toBeGreaterThan(5);
    expect(timings.agent_script_timings.length).toBe(2);
    expect(timings.agent_connection_timings.length).toBe(1);
  });

  it('takes the agents away from the build before once it succeeds, and not earlier', async () => {
    const coder = await startCoder();
    const old = coder.build('falcon');
    const build = coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'running' });
    const agents = async (id: string): Promise<unknown> =>
      (await call(coder, `/workspacebuilds/${id}`)).json.resources[0]?.agents;
    expect(await agents(old.id)).toBeDefined();
    const [agent] = coder.control.agents(old);
    coder.control.succeed(build);
    expect(await agents(old.id)).toBeUndefined();
    expect(await agents(build.id)).toBeDefined();
    const gone = await call(coder, `/workspaceagents/${agent?.id}`);
    expect([gone.status, gone.json.message]).toEqual([
      404,
      "Agent doesn't exist with that id, or you do not have access to it.",
    ]);
  });

  it('fails without resources, timings and flags', async () => {
    const coder = await startCoder({ speed: Number.POSITIVE_INFINITY });
    coder.control.planNext({ failsIn: 'plan' });
    const { json } = await post(coder, 'falcon', { transition: 'start' });
    await until(coder, json.workspace_id, () => coder.build('falcon').job.completedAt !== null);
    const read = (await call(coder, `/workspacebuilds/${json.id}`)).json;
    expect(read).toMatchObject({ status: 'failed', resources: [], job: { error: 'terraform plan: exit status 1' } });
    expect(read).not.toHaveProperty('has_ai_task');
    expect((await call(coder, `/workspacebuilds/${json.id}/timings`)).json.provisioner_timings).toEqual([]);
  });

  it('waits with a place in the queue, by number but not by id showing who could run it', async () => {
    const coder = await startCoder();
    const first = coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'pending' });
    const second = coder.control.createBuild(coder.workspace('delta-docs'), {}, { hold: 'pending' });
    const byNumber = (await call(coder, `/users/tara/workspace/delta-docs/builds/${second.number}`)).json;
    expect(byNumber.job).toMatchObject({ queue_position: 2, queue_size: 2, status: 'pending' });
    expect(byNumber.matched_provisioners).toMatchObject({ count: 3, available: 2 });
    const byId = (await call(coder, `/workspacebuilds/${first.id}`)).json;
    expect(byId.job.queue_position).toBe(1);
    expect(byId.matched_provisioners).toEqual({ count: 0, available: 0, most_recently_seen: null });
  });

  it('is found by the reaper after 5 minutes of silence, or 30 in the queue', async () => {
    const clock = new ManualClock();
    const coder = await startCoder({ clock });
    const hung = insertBuild(coder.store, coder.workspace('falcon'), { transition: 'start' });
    coder.control.takeJob(hung);
    const waiting = insertBuild(coder.store, coder.workspace('delta-docs'), { transition: 'start' });
    clock.advance(6 * 60_000);
    expect([hung.job.error, waiting.job.error]).toEqual([expect.stringContaining('hung for 5 minutes'), '']);
    clock.advance(25 * 60_000);
    expect(waiting.job.error).toContain('pending for 30 minutes');
    expect(waiting.job.startedAt).not.toBeNull();
    expect(waiting.job.logs[0]?.stage).toBe('Unknown');
  });

  it('is ended by the reaper when nobody works on it any more', async () => {
    const coder = await startCoder();
    const build = coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'running' });
    coder.control.appendLogs(build, ['planning']);
    coder.control.reap(build);
    const read = (await call(coder, `/workspacebuilds/${build.id}`)).json;
    expect(read.job.error).toBe(
      'Coder: Build has been detected as hung for 5 minutes and has been terminated by the reaper.',
    );
    const log = (await call(coder, `/workspacebuilds/${build.id}/logs`)).json;
    expect(log.slice(-5).map((line: { output: string }) => line.output)).toEqual([
      '',
      '====================',
      'Coder: Build has been detected as hung for 5 minutes and will be terminated.',
      '====================',
      '',
    ]);
  });
});
