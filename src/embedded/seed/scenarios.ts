import { uuidFrom } from '../state/random.ts';
import { DAY, history, one, share, type WorkspaceScenario } from './history.ts';
import { RARE_SCENARIOS } from './rare-scenarios.ts';

const HALF_HOUR_MS = 1_800_000;

/** When the schedule of `atlas-dev` starts it next, in milliseconds. */
function nextStart(now: number): number {
  const local = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Oslo',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  let at = Math.floor(now / HALF_HOUR_MS) * HALF_HOUR_MS;
  do at += HALF_HOUR_MS;
  while (!/^(?:Mon|Tue|Wed|Thu|Fri),? 07:30$/.test(local.format(at)));
  return at;
}

/** The workspaces of the seed: between them every status, transition, reason and state of an agent. */
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
      workspace.nextStartAt = nextStart(start);
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
  ...RARE_SCENARIOS,
];
