import { measure } from './agent-metadata.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { WorkspaceRow } from './rows.ts';
import { isActive, jobStatus } from './status.ts';
import type { Store } from './store.ts';
import { PARTS } from './terraform-log.ts';
import { insertBuild } from './transitions.ts';

const PERIOD_MS = 4_000;
const STILL_MS = 10_000;
const MEASURE_MS = 5_000;
// Not `atlas-dev`: it is the first that a newcomer opens, and its agents should be there. Nor what the documentation starts:
// Coder would refuse that while a build of it is under way.
const ACTORS = ['falcon', 'willow'];

/**
 * Demo mode: whenever nothing runs, a workspace is started or stopped as by its owner, now and then failing;
 * the builds that the seed left running say every ten seconds that they still do; and agents measure.
 */
export class Activity {
  readonly #store: Store;
  readonly #lifecycle: Lifecycle;
  readonly #period: number;
  readonly #isWatched: () => boolean;
  /** By what they repeat. */
  readonly #timers = new Map<() => void, unknown>();
  #round = 0;

  /** While `isWatched` is false nothing happens, and so nothing grows. */
  constructor(store: Store, lifecycle: Lifecycle, speed: number, isWatched: () => boolean) {
    this.#isWatched = isWatched;
    this.#store = store;
    this.#lifecycle = lifecycle;
    this.#period = Number.isFinite(speed) ? PERIOD_MS / speed : PERIOD_MS / 100;
  }

  start(): void {
    this.#repeat(this.#period, () => this.#act());
    this.#repeat(STILL_MS, () => this.#still());
    this.#repeat(MEASURE_MS, () => this.#measure());
  }

  stop(): void {
    for (const timer of this.#timers.values()) this.#store.clock.clearTimeout(timer);
  }

  #repeat(period: number, act: () => void): void {
    if (this.#isWatched()) act();
    const timer = this.#store.clock.setTimeout(() => this.#repeat(period, act), period);
    this.#timers.set(act, timer);
  }

  /** Terraform's own sign of life during a long apply. */
  #still(): void {
    for (const workspace of this.#store.workspaces.values()) {
      const build = this.#store.latestBuild(workspace);
      if (build === undefined || ACTORS.includes(workspace.name) || jobStatus(build.job) !== 'running') continue;
      if (!this.#lifecycle.isHeld(build)) continue;
      const seconds = Math.round((this.#store.now() - (build.job.startedAt ?? 0)) / 10_000) * 10;
      const elapsed =
        seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
      const verb = build.transition === 'start' ? 'creating' : 'destroying';
      const { compute } = PARTS[this.#store.templateOf(workspace).flavor];
      this.#store.appendLogs(build.job, [{ output: `${compute}: Still ${verb}... [${elapsed} elapsed]` }]);
    }
  }

  #measure(): void {
    for (const { agent } of this.#store.agents.values()) {
      if (agent.alive && !agent.deleted) measure(this.#store, agent);
    }
  }

  #act(): void {
    const actors = ACTORS.map((name) => this.#find(name)).filter((workspace) => workspace !== undefined);
    if (actors.some((workspace) => this.#busy(workspace))) return;
    const workspace = actors[this.#round % Math.max(1, actors.length)];
    if (workspace === undefined) return;
    this.#round += 1;
    const latest = this.#store.latestBuild(workspace);
    const stop = latest?.transition === 'start' && latest.job.error === '';
    const build = insertBuild(this.#store, workspace, {
      transition: stop ? 'stop' : 'start',
      initiatorId: workspace.ownerId,
      reason: stop ? 'autostop' : 'dashboard',
    });
    this.#lifecycle.enqueue(build, this.#round % 7 === 0 && !stop ? { failsIn: 'apply' } : {});
  }

  #find(name: string): WorkspaceRow | undefined {
    return [...this.#store.workspaces.values()].find((row) => row.name === name && !row.deleted);
  }

  #busy(workspace: WorkspaceRow): boolean {
    const latest = this.#store.latestBuild(workspace);
    return latest !== undefined && isActive(latest.job);
  }
}
