import type { AgentRow } from '../state/agent-rows.ts';
import { uuidFrom } from '../state/random.ts';
import type { BuildRow, WorkspaceRow } from '../state/rows.ts';
import type { Store } from '../state/store.ts';
import { FAILURES, scriptedLog } from '../state/terraform-log.ts';
import {
  cancelJob,
  connectAgent,
  endAgentScripts,
  failJob,
  insertBuild,
  startAgentScripts,
  succeedJob,
  takeJob,
} from '../state/transitions.ts';
import { workspaceRow } from '../state/workspace-row.ts';
import type { ScenarioBuild, WorkspaceScenario } from './history.ts';
import { SCENARIOS } from './scenarios.ts';

/** Runs the seeded builds in the order of their times, so that log ids ascend too. */
export function seedWorkspaces(store: Store): void {
  const start = store.now();
  const events: { at: number; workspace: WorkspaceRow; scenario: WorkspaceScenario; build: ScenarioBuild }[] = [];
  for (const scenario of SCENARIOS) {
    const workspace = addScenarioWorkspace(store, scenario, start);
    for (const build of scenario.builds) {
      // A second and a bit, as no clock runs in whole minutes.
      const jitter = store.random.integer(0, 59_999) + store.random.integer(0, 999) / 1000;
      events.push({
        at: start - build.minutesAgo * 60_000 + (build.minutesAgo > 5 ? jitter : 0),
        workspace,
        scenario,
        build,
      });
    }
  }
  events.sort((a, b) => a.at - b.at);
  for (const event of events) replay(store, event.workspace, event.build, event.at);
  for (const scenario of SCENARIOS) {
    const id = uuidFrom(`workspace/${scenario.name}`);
    const workspace = store.workspace(id);
    const latest = store.latestBuild(workspace);
    if (latest === undefined) continue;
    for (const agent of store.liveAgents(latest)) settleAgent(store, agent, scenario, start);
    scenario.finish?.(store, workspace, start);
  }
}

function addScenarioWorkspace(store: Store, scenario: WorkspaceScenario, start: number): WorkspaceRow {
  const owner = store.userByName(scenario.owner);
  const templateId = uuidFrom(`template/${scenario.template}`);
  const template = store.templates.get(templateId);
  if (owner === undefined || template === undefined) throw new Error(`Scenario ${scenario.name} lacks its owner`);
  const oldest = Math.max(...scenario.builds.map((build) => build.minutesAgo));
  const workspace = workspaceRow(owner, template, {
    id: uuidFrom(`workspace/${scenario.name}`),
    name: scenario.name,
    createdAt: start - oldest * 60_000,
    ttlMs: 8 * 3_600_000,
    lastUsedAt: start - 90_000,
  });
  store.workspaces.set(workspace.id, workspace);
  scenario.begin?.(store, workspace, start);
  return workspace;
}

function replay(store: Store, workspace: WorkspaceRow, plan: ScenarioBuild, at: number): void {
  const template = store.templateOf(workspace);
  const parameters = store
    .versionRow(template.activeVersionId)
    .parameters.map(({ name, defaultValue }) => ({ name, value: plan.values?.[name] ?? defaultValue }));
  const build = insertBuild(store, workspace, {
    transition: plan.transition,
    versionId: uuidFrom(`version/${template.name}/${plan.version ?? 2}`),
    initiatorId: plan.initiator === undefined ? workspace.ownerId : (store.userByName(plan.initiator)?.id ?? ''),
    reason: plan.reason,
    parameters,
    at,
  });
  const outcome = plan.outcome ?? 'succeeded';
  if (outcome === 'pending') return;
  if (outcome === 'canceled-pending') {
    cancelJob(store, build, at + 41_207.331);
    return;
  }
  const startedAt = at + 284.567;
  const worker = template.name === 'oslo' ? 'oslo-1' : `built-in-${1 + (build.number % 2)}`;
  takeJob(store, build, uuidFrom(`daemon/${worker}`), startedAt);
  const failsIn = outcome.startsWith('failed-') ? (outcome.slice(7) as keyof typeof FAILURES) : null;
  const lines = scriptedLog({
    flavor: template.flavor,
    transition: build.transition,
    failsIn: outcome === 'canceled-running' ? 'apply' : failsIn,
    workspaceId: workspace.id,
    workspaceName: workspace.name,
    ownerName: store.user(workspace.ownerId).username,
    dailyCost: template.dailyCost,
    hasState: build.state.length > 0,
  });
  const running = outcome === 'running' || outcome === 'canceling';
  const shown = running ? lines.slice(0, 20) : lines;
  store.appendLogs(
    build.job,
    shown.map((line) => ({ ...line, at: startedAt + line.at })),
  );
  const end = startedAt + (lines[lines.length - 1]?.at ?? 0) + 268.913;
  finish(store, build, plan, end);
}

function finish(store: Store, build: BuildRow, plan: ScenarioBuild, end: number): void {
  const outcome = plan.outcome ?? 'succeeded';
  if (outcome === 'running') return;
  if (outcome.startsWith('cancel')) build.job.canceledAt = end - 4_000;
  if (outcome === 'canceling') {
    build.job.canceledAt = store.now() - 2_000;
    return;
  }
  if (outcome === 'canceled-running') {
    failJob(store, build, FAILURES.apply.error, { at: end });
    return;
  }
  if (outcome.startsWith('failed-')) {
    const failure = FAILURES[outcome.slice(7) as keyof typeof FAILURES];
    failJob(store, build, failure.error, { at: end, code: failure.code });
    return;
  }
  succeedJob(store, build, { at: end });
  for (const agent of store.liveAgents(build)) liveAgent(store, agent, end);
}

function liveAgent(store: Store, agent: AgentRow, end: number): void {
  connectAgent(store, agent, end + 5_830.02);
  startAgentScripts(store, agent, end + 6_213.504);
  endAgentScripts(store, agent, 'ready', end + 13_615.948);
}

/** Brings the newest build's agents into the state of the scenario. */
function settleAgent(store: Store, agent: AgentRow, scenario: WorkspaceScenario, start: number): void {
  store.appendAgentLogs(agent, [
    { output: '==> Running startup script', at: (agent.startedAt ?? start) + 120 },
    { output: "Cloning into '/home/coder/src'...", at: (agent.startedAt ?? start) + 480 },
    {
      output: 'warning: redirecting to https://git.example.com/src.git/',
      level: 'warn',
      at: (agent.startedAt ?? start) + 910,
    },
    { output: 'code-server 4.105.1 listening on http://127.0.0.1:13337/', at: (agent.startedAt ?? start) + 5_220 },
  ]);
  scenario.agent?.(agent, start);
}
