import type { Lifecycle } from './lifecycle.ts';
import type { WorkspaceRow } from './model.ts';
import { isActive } from './status.ts';
import type { Store } from './store.ts';
import { insertBuild } from './transitions.ts';

const PERIOD_MS = 4_000;
const ACTORS = ['delta-docs', 'falcon', 'gull', 'atlas-dev', 'willow'];

/** Demo mode: whenever nothing runs, a workspace is started or stopped as by its owner, now and then failing. */
export class Activity {
  readonly #store: Store;
  readonly #lifecycle: Lifecycle;
  readonly #period: number;
  #timer: unknown = null;
  #round = 0;

  constructor(store: Store, lifecycle: Lifecycle, speed: number) {
    this.#store = store;
    this.#lifecycle = lifecycle;
    this.#period = Number.isFinite(speed) ? PERIOD_MS / speed : PERIOD_MS / 100;
  }

  start(): void {
    this.#act();
    this.#timer = this.#store.clock.setTimeout(() => this.start(), this.#period);
  }

  stop(): void {
    this.#store.clock.clearTimeout(this.#timer);
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
