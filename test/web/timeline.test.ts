import { expect, it } from 'vitest';
import { rowsOf } from '../../examples/web/src/build/timeline/rows.ts';
import { type TimelineSource, timelineOf } from '../../examples/web/src/build/timeline/timeline.ts';

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1_000).toISOString();
const ms = (seconds: number) => 1_800_000_000_000 + seconds * 1_000;
const agent = { workspaceAgentId: 'a', workspaceAgentName: 'main' };

const finished: TimelineSource = {
  createdAt: at(0),
  job: { status: 'SUCCEEDED', startedAt: at(2), completedAt: at(12) },
  timings: {
    provisionerTimings: [
      {
        startedAt: at(6),
        endedAt: at(10),
        stage: 'APPLY',
        source: 'coder',
        action: 'terraform',
        resource: 'coder_stage_apply',
      },
      {
        startedAt: at(7),
        endedAt: at(9),
        stage: 'APPLY',
        source: 'docker',
        action: 'create',
        resource: 'docker_container.w',
      },
      { startedAt: at(3), endedAt: at(4), stage: 'INIT', source: '', action: 'load', resource: 'modules' },
    ],
    agentConnectionTimings: [{ ...agent, startedAt: at(11), endedAt: at(20), stage: 'CONNECT' }],
    agentScriptTimings: [
      {
        ...agent,
        startedAt: at(21),
        endedAt: at(30),
        stage: 'START',
        displayName: 'Install',
        status: 'EXIT_FAILURE',
        exitCode: 1,
      },
      {
        ...agent,
        startedAt: at(90_000),
        endedAt: at(90_001),
        stage: 'CRON',
        displayName: 'Nightly',
        status: 'OK',
        exitCode: 0,
      },
    ],
  },
};

const labels = (source: TimelineSource, stages: Parameters<typeof timelineOf>[1] = [], now = ms(50)) =>
  timelineOf(source, stages, now).groups.map(({ title, spans }) => [title, spans.map(({ label }) => label)]);

it('tells of the queue, the stages with their resources, the connection and the scripts', () => {
  const timeline = timelineOf(finished, [], ms(99));
  expect(labels(finished)).toEqual([
    ['Queue', ['Waited for a provisioner']],
    ['Provisioner', ['Provisioner job', 'Initialize', 'Apply']],
    ['Agent main', ['Connect', 'Install']],
  ]);
  const [, job, agents] = timeline.groups;
  expect(job?.spans[2]).toMatchObject({ start: ms(6), end: ms(10), facts: ['1 step'] });
  expect(job?.spans[2]?.parts).toMatchObject([
    { label: 'docker_container.w', start: ms(7), end: ms(9), facts: ['create', 'Provider docker'] },
  ]);
  expect(agents?.spans[1]).toMatchObject({ hasFailed: true, facts: ['Status exit failure', 'Exit code 1'] });
});

it('does not stretch over scripts that ran later', () => {
  const timeline = timelineOf(finished, [], ms(99));
  expect([timeline.start, timeline.end]).toEqual([ms(0), ms(30)]);
  expect(timeline.later.map(({ label }) => label)).toEqual(['Nightly']);
});

it('takes a stage without a total of its own from its resources', () => {
  const [, job] = timelineOf(finished, [], ms(99)).groups;
  expect(job?.spans[1]).toMatchObject({ label: 'Initialize', start: ms(3), end: ms(4) });
});

it('grows while a build waits, and while it runs', () => {
  const waiting: TimelineSource = { createdAt: at(0), job: { status: 'PENDING' }, timings: null };
  expect(timelineOf(waiting, [], ms(5))).toMatchObject({
    end: ms(5),
    groups: [{ spans: [{ label: 'Waiting for a provisioner', end: ms(5), isRunning: true }] }],
  });
  const running: TimelineSource = { createdAt: at(0), job: { status: 'RUNNING', startedAt: at(1) }, timings: null };
  const stages = [
    { name: 'Setting up', startedAt: at(1), errors: 0 },
    { name: 'Planning', startedAt: at(3), errors: 0 },
  ];
  const { end, groups } = timelineOf(running, stages, ms(8));
  expect(end).toBe(ms(8));
  expect(groups[1]?.spans).toMatchObject([
    { label: 'Provisioner job', isRunning: true },
    { label: 'Setting up', end: ms(3), isRunning: false },
    { label: 'Planning', end: ms(8), isRunning: true },
  ]);
});

it('shows where a build failed, by the stages of its log', () => {
  const failed: TimelineSource = {
    createdAt: at(0),
    job: { status: 'FAILED', startedAt: at(1), completedAt: at(9) },
    timings: { provisionerTimings: [], agentConnectionTimings: [], agentScriptTimings: [] },
  };
  const stages = [
    { name: 'Planning', startedAt: at(2), errors: 0 },
    { name: 'Starting workspace', startedAt: at(4), errors: 3 },
  ];
  expect(timelineOf(failed, stages, ms(99)).groups[1]?.spans.map(({ label, hasFailed }) => [label, hasFailed])).toEqual(
    [
      ['Provisioner job', true],
      ['Planning', false],
      ['Starting workspace', true],
    ],
  );
});

it('has a build that was canceled in the queue end there', () => {
  const canceled: TimelineSource = { createdAt: at(0), job: { status: 'CANCELED', completedAt: at(4) }, timings: null };
  const { groups, end } = timelineOf(canceled, [], ms(99));
  expect(groups).toHaveLength(1);
  expect(end).toBe(ms(4));
});

it('shows agents that connect or start', () => {
  const starting = (status: string, lifecycleState: string, firstConnectedAt: string | null): TimelineSource => ({
    createdAt: at(0),
    job: { status: 'SUCCEEDED', startedAt: at(1), completedAt: at(9) },
    agents: [{ uuid: 'a', name: 'main', createdAt: at(8), firstConnectedAt, status, lifecycleState }],
    timings: null,
  });
  const connecting = timelineOf(starting('CONNECTING', 'CREATED', null), [], ms(15));
  expect(connecting.groups[2]?.spans).toMatchObject([{ label: 'Connect', start: ms(8), end: ms(15), isRunning: true }]);
  const scripts = timelineOf(starting('CONNECTED', 'STARTING', at(12)), [], ms(15));
  expect(scripts.groups[2]?.spans).toMatchObject([{ label: 'Startup scripts', start: ms(12), isRunning: true }]);
  expect(timelineOf(starting('CONNECTED', 'READY', at(12)), [], ms(15)).groups).toHaveLength(2);
});

it('never ends before it begins, whatever the clocks of two machines say', () => {
  const skewed: TimelineSource = { ...finished, job: { status: 'SUCCEEDED', startedAt: at(2), completedAt: at(1) } };
  for (const { spans } of timelineOf(skewed, [], ms(50)).groups)
    for (const { start, end } of spans) expect(end).toBeGreaterThanOrEqual(start);
});

it('has rows for groups and spans, and for parts of those that are open', () => {
  const timeline = timelineOf(finished, [], ms(99));
  const closed = rowsOf(timeline, () => false);
  const open = rowsOf(timeline, ({ id }) => id === 'APPLY');
  expect(closed).toHaveLength(9);
  expect(open).toHaveLength(10);
  expect(new Set(open.map(({ id }) => id)).size).toBe(10);
});
