import { uuidFrom } from '../state/random.ts';
import type { WorkspaceRow } from '../state/rows.ts';
import type { Store } from '../state/store.ts';
import { DAY, history, one, type WorkspaceScenario } from './history.ts';

const LAB_VALUES = { disk_gib: '40', branch: 'main' };

/** The rarer workspaces: deleted, prebuilt, with tasks, stopped half way, under stricter templates. */
export const RARE_SCENARIOS: WorkspaceScenario[] = [
  {
    name: 'mosaic',
    owner: 'mira',
    template: 'docker',
    builds: [...history(7, 70 * DAY), one('delete', 60 * DAY, 'autodelete')],
  },
  {
    name: 'nimbus',
    owner: 'mira',
    template: 'docker',
    builds: [...history(6, 900), one('start', 55, 'autostart', { version: 1, initiator: 'mira' })],
    agent: (agent) => {
      agent.lifecycleState = 'start_error';
      const script = agent.scripts[0];
      if (script !== undefined) Object.assign(script, { exitCode: 127, status: 'exit_failure' });
    },
  },
  {
    name: 'orbit',
    owner: 'tara',
    template: 'tasks',
    builds: [
      one('start', 3 * DAY, 'initiator'),
      one('stop', 2 * DAY, 'task_auto_pause'),
      one('start', 2 * DAY - 60, 'task_resume'),
      one('stop', DAY, 'task_manual_pause'),
      one('start', 200, 'task_resume'),
    ],
    begin: (_store, workspace) => {
      workspace.taskId = uuidFrom('task/orbit');
    },
    agent: (agent) => {
      if (agent.name === 'builder') agent.lifecycleState = 'shutdown_error';
    },
    finish: (store, workspace, start) => addTaskStatuses(store, workspace, start),
  },
  {
    name: 'prebuilt-docker-1',
    owner: 'prebuilds',
    template: 'docker',
    builds: [one('start', 300, 'initiator')],
    agent: (agent) => {
      agent.lifecycleState = 'starting';
      agent.readyAt = null;
      for (const script of agent.scripts) Object.assign(script, { exitCode: null, status: null, firstRun: null });
      for (const app of agent.apps) if (app.healthcheck.url !== '') app.health = 'initializing';
    },
    begin: (_store, workspace) => {
      workspace.isPrebuild = true;
      workspace.lastUsedAt = null;
      workspace.ttlMs = null;
    },
  },
  {
    name: 'pylon',
    owner: 'omar',
    template: 'oslo',
    builds: [...history(4, 700), one('start', 1, 'dashboard', { outcome: 'running' })],
  },
  {
    name: 'quartz',
    owner: 'omar',
    template: 'oslo',
    builds: [...history(4, 750), one('start', 0.5, 'cli', { outcome: 'pending' })],
  },
  {
    name: 'rowan',
    owner: 'nina',
    template: 'docker',
    builds: [...history(5, 1_100), one('stop', 1, 'dashboard', { outcome: 'running' })],
  },
  {
    name: 'sable',
    owner: 'nina',
    template: 'kubernetes',
    builds: [...history(4, 1_300), one('delete', 1, 'initiator', { outcome: 'running', initiator: 'mira' })],
  },
  {
    name: 'tundra',
    owner: 'nina',
    template: 'aws-linux',
    builds: [...history(4, 1_400), one('start', 1, 'initiator', { outcome: 'canceling' })],
  },
  {
    name: 'umbra',
    owner: 'omar',
    template: 'locked-down',
    builds: [...history(3, 1_600), one('start', 100, 'dashboard')],
    agent: (agent, start) => {
      agent.lifecycleState = 'off';
      agent.alive = false;
      agent.disconnectedAt = start - 300_000;
      agent.lastConnectedAt = start - 300_000;
    },
  },
  {
    name: 'xenon',
    owner: 'nina',
    template: 'classic',
    builds: [...history(3, 1_650), one('start', 105, 'cli')],
    agent: (agent) => {
      agent.lifecycleState = 'shutdown_timeout';
      agent.subsystems = ['envbox', 'envbuilder', 'exectrace'];
      const [script] = agent.scripts;
      if (script !== undefined) Object.assign(script, { exitCode: 0, status: 'pipes_left_open' });
    },
    // Its state was lost.
    finish: (store, workspace) => {
      const latest = store.latestBuild(workspace);
      if (latest !== undefined) latest.state = Buffer.alloc(0);
    },
  },
  {
    name: 'vesper',
    owner: 'omar',
    template: 'hidden',
    builds: [...history(3, 1_700), one('start', 110, 'dashboard')],
    agent: (agent) => {
      agent.lifecycleState = 'shutting_down';
    },
  },
  {
    name: 'willow',
    owner: 'nina',
    template: 'aws-linux',
    builds: [...history(5, 1_800), one('start', 95, 'autostart', { outcome: 'failed-quota' })],
  },
  {
    // Its form asks for every kind of parameter; its last build is of the version before the active one.
    name: 'yarrow',
    owner: 'mira',
    template: 'lab',
    builds: [
      one('start', 2_100, 'dashboard', { values: LAB_VALUES }),
      one('stop', 1_900, 'autostop', { values: LAB_VALUES }),
    ],
  },
];

function addTaskStatuses(store: Store, workspace: WorkspaceRow, start: number): void {
  const latest = store.latestBuild(workspace);
  if (latest === undefined) return;
  const app = store
    .liveAgents(latest)
    .flatMap((agent) => agent.apps)
    .find((candidate) => candidate.slug === 'agent-tui');
  const messages: [string, string][] = [
    ['working', 'Reading the failing test'],
    ['failure', 'The test still fails: expected <3> & got <4>'],
    ['working', 'Fixing an off-by-one in the pager'],
    ['idle', 'Waiting for review'],
    ['complete', 'Opened a pull request'],
  ];
  for (const [index, [state, message]] of messages.entries()) {
    app?.statuses.push({
      id: uuidFrom(`status/${workspace.id}/${index}`),
      createdAt: start - (messages.length - index) * 420_000,
      state,
      message,
      uri: state === 'complete' ? 'https://git.example.com/atlas/pulls/42' : '',
    });
  }
}
