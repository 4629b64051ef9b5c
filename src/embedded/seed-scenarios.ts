import type { AgentRow, Transition, WorkspaceRow } from './model.ts';
import { uuidFrom } from './random.ts';
import type { Store } from './store.ts';

/** The workspaces of the seed: between them every status, transition, reason and state of an agent. */

export interface ScenarioBuild {
  transition: Transition;
  minutesAgo: number;
  reason: string;
  outcome?:
    | 'succeeded'
    | 'pending'
    | 'running'
    | 'canceling'
    | 'canceled-pending'
    | 'canceled-running'
    | 'canceled-late'
    | 'failed-init'
    | 'failed-plan'
    | 'failed-quota'
    | 'failed-apply';
  version?: 1 | 2;
  initiator?: string;
  values?: Record<string, string>;
}

export interface WorkspaceScenario {
  name: string;
  owner: string;
  template: string;
  builds: ScenarioBuild[];
  /** Before the builds. */
  begin?: (store: Store, workspace: WorkspaceRow, start: number) => void;
  /** For each agent of the newest build. */
  agent?: (agent: AgentRow, start: number) => void;
  /** After everything. */
  finish?: (store: Store, workspace: WorkspaceRow, start: number) => void;
}

const DAY = 1440;
const START_REASONS = [
  'initiator',
  'dashboard',
  'autostart',
  'cli',
  'ssh_connection',
  'vscode_connection',
  'jetbrains_connection',
];
const STOP_REASONS = ['autostop', 'dashboard', 'initiator', 'cli', 'dormancy', 'failedstop'];

/** An alternation of starts and stops that ends before `until` minutes ago, with a failure now and then. */
function history(count: number, until: number, step: number = DAY / 2): ScenarioBuild[] {
  return Array.from({ length: count }, (_, index) => {
    const start = index % 2 === 0;
    const reasons = start ? START_REASONS : STOP_REASONS;
    const failing = index % 13 === 10;
    const initFailure = index % 26 === 10;
    return {
      transition: start ? 'start' : 'stop',
      minutesAgo: until + (count - index) * step,
      reason: reasons[Math.floor(index / 2) % reasons.length] ?? 'initiator',
      version: index < count / 2 ? 1 : 2,
      ...(failing ? { outcome: initFailure ? ('failed-init' as const) : ('failed-plan' as const) } : {}),
    };
  });
}

function one(
  transition: Transition,
  minutesAgo: number,
  reason: string,
  rest: Partial<ScenarioBuild> = {},
): ScenarioBuild {
  return { transition, minutesAgo, reason, ...rest };
}

function share(store: Store, workspace: WorkspaceRow, username: string, role: string): void {
  const user = store.userByName(username);
  if (user === undefined) return;
  workspace.sharedWith.push({
    id: user.id,
    actorType: 'user',
    name: user.username,
    avatarUrl: user.avatarUrl,
    roles: [role],
  });
}

export const SCENARIOS: WorkspaceScenario[] = [
  {
    name: 'atlas-dev',
    owner: 'mira',
    template: 'docker',
    builds: [...history(60, 90), one('start', 81, 'dashboard')],
    begin: (store, workspace) => {
      const mira = store.userByName('mira');
      if (mira !== undefined) workspace.favoriteOf.add(mira.id);
      workspace.autostartSchedule = 'CRON_TZ=Europe/Oslo 30 7 * * 1-5';
    },
    finish: (_store, workspace, start) => {
      workspace.nextStartAt = start + 14 * 3_600_000;
    },
  },
  {
    name: 'borealis',
    owner: 'mira',
    template: 'kubernetes',
    builds: [...history(8, 200), one('start', 180, 'vscode_connection')],
    begin: (store, workspace) => {
      share(store, workspace, 'omar', 'use');
      workspace.sharedWith.push({
        id: uuidFrom('group/platform'),
        actorType: 'group',
        name: 'platform',
        avatarUrl: '',
        roles: ['admin'],
      });
    },
    agent: (agent) => {
      if (agent.parentId !== null) agent.lifecycleState = 'start_timeout';
    },
  },
  {
    name: 'citadel',
    owner: 'mira',
    template: 'aws-linux',
    builds: [...history(10, 400), one('start', 320, 'cli')],
    begin: (_store, workspace) => {
      // Thirty days are more milliseconds than fit 32 bits.
      workspace.ttlMs = 30 * 86_400_000;
      workspace.automaticUpdates = 'always';
    },
    agent: (agent, start) => {
      if (agent.name !== 'builder') return;
      agent.alive = false;
      agent.lastConnectedAt = start - 600_000;
      for (const app of agent.apps) app.health = 'unhealthy';
    },
  },
  {
    name: 'delta-docs',
    owner: 'tara',
    template: 'docker',
    builds: [...history(7, 2_000), one('stop', 1_500, 'autostop')],
  },
  {
    name: 'ember',
    owner: 'tara',
    template: 'docker',
    builds: [...history(6, 3_000), one('start', 45, 'cli', { outcome: 'failed-apply' })],
  },
  {
    name: 'falcon',
    owner: 'omar',
    template: 'docker',
    builds: [
      ...history(8, 600),
      one('start', 30, 'ssh_connection', { values: { cpu: '8', greeting: 'こんにちは 👋' } }),
    ],
  },
  {
    name: 'gull',
    owner: 'omar',
    template: 'kubernetes',
    builds: [...history(5, 800), one('stop', 700, 'autostop', { initiator: 'omar' })],
  },
  {
    name: 'harbor',
    owner: 'omar',
    template: 'docker',
    builds: [...history(5, 50 * DAY), one('stop', 40 * DAY, 'dormancy')],
    finish: (_store, workspace, start) => {
      workspace.dormantAt = start - 10 * 86_400_000;
      workspace.deletingAt = start + 20 * 86_400_000;
      workspace.lastUsedAt = start - 45 * 86_400_000;
    },
  },
  {
    name: 'iris',
    owner: 'omar',
    template: 'docker',
    builds: [...history(4, 900), one('start', 240, 'dashboard', { outcome: 'canceled-pending' })],
  },
  {
    name: 'juniper',
    owner: 'omar',
    template: 'aws-linux',
    builds: [...history(4, 1_200), one('start', 120, 'jetbrains_connection', { outcome: 'canceled-running' })],
  },
  {
    name: 'kestrel',
    owner: 'nina',
    template: 'docker',
    builds: [...history(6, 1_000), one('stop', 66, 'dashboard', { outcome: 'canceled-late', initiator: 'mira' })],
  },
  {
    name: 'lumen',
    owner: 'nina',
    template: 'kubernetes',
    builds: [...history(6, 500), one('start', 25, 'cli')],
    agent: (agent, start) => {
      agent.alive = false;
      agent.firstConnectedAt = null;
      agent.lastConnectedAt = null;
      agent.startedAt = null;
      agent.readyAt = null;
      agent.version = '';
      agent.apiVersion = '';
      agent.lifecycleState = 'created';
      // The dev container was added a moment ago and is still connecting.
      if (agent.parentId !== null) agent.createdAt = start - 20_000;
    },
  },
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
    finish: (store, workspace, start) => addTaskStatuses(store, workspace, start),
  },
  {
    name: 'prebuilt-docker-1',
    owner: 'prebuilds',
    template: 'docker',
    builds: [one('start', 300, 'initiator')],
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
    name: 'vesper',
    owner: 'omar',
    template: 'hidden',
    builds: [...history(3, 1_700), one('start', 110, 'dashboard')],
  },
  {
    name: 'willow',
    owner: 'nina',
    template: 'aws-linux',
    builds: [...history(5, 1_800), one('start', 95, 'autostart', { outcome: 'failed-quota' })],
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
