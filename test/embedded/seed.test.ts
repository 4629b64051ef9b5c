import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/embedded/testing/manual-clock.ts';
import { call, startCoder } from './support.ts';

describe('the seed', () => {
  it('has at least 14 workspaces and 170 builds in every status, transition and reason', async () => {
    const coder = await startCoder();
    const builds = [];
    for (const workspace of coder.store.workspaces.values()) {
      builds.push(...(await call(coder, `/workspaces/${workspace.id}/builds`)).json);
    }
    expect(coder.store.workspaces.size).toBeGreaterThanOrEqual(14);
    expect(builds.length).toBeGreaterThanOrEqual(170);
    expect(new Set(builds.map((build) => build.status))).toEqual(
      new Set('pending starting running stopping stopped failed canceling canceled deleting deleted'.split(' ')),
    );
    expect(new Set(builds.map((build) => build.transition))).toEqual(new Set(['start', 'stop', 'delete']));
    expect([...new Set(builds.map((build) => build.reason))].sort()).toEqual(
      (
        'autodelete autostart autostop cli dashboard dormancy failedstop initiator jetbrains_connection ' +
        'ssh_connection task_auto_pause task_manual_pause task_resume vscode_connection'
      ).split(' '),
    );
  });

  it('is the same for the same seed and clock', async () => {
    const read = async (seed: number): Promise<string> => {
      const coder = await startCoder({ seed, clock: new ManualClock() });
      const list = await call(coder, '/workspaces');
      const log = await call(coder, `/workspacebuilds/${coder.build('falcon').id}/logs`);
      return list.text + log.text;
    };
    const first = await read(7);
    expect(await read(7)).toBe(first);
    expect(await read(8)).not.toBe(first);
  });

  it.each([
    ['2026-11-28T12:00:00Z', '2026-11-30T06:30:00Z'],
    ['2026-06-26T05:29:00Z', '2026-06-26T05:30:00Z'],
    ['2026-06-26T05:30:00Z', '2026-06-29T05:30:00Z'],
  ])('starts atlas-dev next as its schedule says: at %s, %s', async (now, next) => {
    const coder = await startCoder({ clock: new ManualClock(Date.parse(now)) });
    const { json } = await call(coder, '/users/mira/workspace/atlas-dev');
    expect(json).toMatchObject({ autostart_schedule: 'CRON_TZ=Europe/Oslo 30 7 * * 1-5', next_start_at: next });
  });

  it('has every status and lifecycle of an agent', async () => {
    const coder = await startCoder();
    const { workspaces } = (await call(coder, '/workspaces')).json;
    const statuses = new Set<string>();
    const states = new Set<string>();
    for (const workspace of workspaces) {
      for (const resource of workspace.latest_build.resources) {
        for (const agent of resource.agents ?? []) {
          statuses.add(agent.status);
          states.add(agent.lifecycle_state);
        }
      }
    }
    expect([...statuses].sort()).toEqual(['connected', 'connecting', 'disconnected', 'timeout']);
    expect([...states].sort()).toEqual(
      'created off ready shutdown_error shutdown_timeout shutting_down start_error start_timeout starting'.split(' '),
    );
  });

  it('has log ids on both sides of 2^31, ascending with gaps', async () => {
    const coder = await startCoder();
    const ids = [...coder.store.jobs.values()]
      .flatMap((job) => job.logs.map((row) => Number(row.id)))
      .sort((a, b) => a - b);
    expect(ids[0]).toBeLessThan(2 ** 31);
    expect(ids.at(-1)).toBeGreaterThan(2 ** 31);
    expect(new Set(ids).size).toBe(ids.length);
    expect((ids.at(-1) ?? 0) - (ids[0] ?? 0)).toBeGreaterThan(ids.length);
  });
});
