import type { AgentRow } from '../state/agent-rows.ts';
import type { Transition, WorkspaceRow } from '../state/rows.ts';
import type { Store } from '../state/store.ts';

/** The form of a seeded workspace, and the ordinary past that most of them have. */

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

export const DAY = 1440;
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
export function history(count: number, until: number, step: number = DAY / 2): ScenarioBuild[] {
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

export function one(
  transition: Transition,
  minutesAgo: number,
  reason: string,
  rest: Partial<ScenarioBuild> = {},
): ScenarioBuild {
  return { transition, minutesAgo, reason, ...rest };
}

export function share(store: Store, workspace: WorkspaceRow, username: string, role: string): void {
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
