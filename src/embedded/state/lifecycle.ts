import { liveDaemons } from './provisioners.ts';
import type { BuildRow } from './rows.ts';
import { jobStatus } from './status.ts';
import type { LogInput, Store } from './store.ts';
import { FAILURES, type ScriptedLine, scriptedLog } from './terraform-log.ts';
import {
  cancelJob,
  connectAgent,
  endAgentScripts,
  failJob,
  startAgentScripts,
  succeedJob,
  takeJob,
} from './transitions.ts';

/** How a build runs; a build without options succeeds. */
export interface BuildScenario {
  /** Stays there until it is released or driven by hand. */
  hold?: 'pending' | 'running';
  failsIn?: 'init' | 'plan' | 'quota' | 'apply';
  /** Fails with this error after a full log. */
  error?: string;
  errorCode?: string;
  /** Written in place of the realistic log, in one burst each. */
  lines?: LogInput[];
  /** What a cancellation of the running job leads to; by default it fails, as it mostly does. */
  cancel?: 'fails' | 'completes';
  agents?: 'ready' | 'start_error' | 'start_timeout' | 'never-connect';
  state?: Buffer;
  /** Lines that come with the completion and are not announced. */
  warnings?: LogInput[];
}

const PICK_UP_MS = 284;
const HEARTBEAT_MS = 1_000;
/** A worker flushes its lines after so long without a new one. */
const BURST_MS = 250;
const REAPER_MS = 60_000;
const HUNG_MS = 5 * 60_000;
const HUNG_PENDING_MS = 30 * 60_000;

/** The workers: takes pending jobs, writes their logs, ends them and brings agents up. */
export class Lifecycle {
  readonly #store: Store;
  readonly #speed: number;
  readonly #plans = new Map<string, BuildScenario>();
  readonly #nextPlans: { workspaceId: string | null; plan: BuildScenario }[] = [];
  readonly #timers = new Set<unknown>();
  #stopped = false;

  constructor(store: Store, speed: number) {
    this.#store = store;
    this.#speed = speed;
  }

  /** Plans the next build of a workspace, or of any. */
  planNext(plan: BuildScenario, workspaceId: string | null = null): void {
    this.#nextPlans.push({ workspaceId, plan });
  }

  /** Gives a new pending build to the workers. */
  enqueue(build: BuildRow, plan: BuildScenario = this.#takePlan(build)): void {
    this.#plans.set(build.id, plan);
    if (plan.hold !== 'pending') this.#after(PICK_UP_MS, () => this.#pickUp(build));
  }

  /** Continues a held build. */
  release(build: BuildRow): void {
    const { hold, ...plan } = this.#plans.get(build.id) ?? {};
    this.#plans.set(build.id, plan);
    if (hold === 'running' || build.job.startedAt !== null) this.#run(build);
    else this.#pickUp(build);
  }

  /** Keeps a build where it is, safe from the reaper. */
  hold(build: BuildRow, where: 'pending' | 'running'): void {
    this.#plans.set(build.id, { ...this.#plans.get(build.id), hold: where });
  }

  isHeld(build: BuildRow): boolean {
    return this.#plans.get(build.id)?.hold !== undefined;
  }

  /** The cancel call: at once for a pending job, at the worker's next heartbeat for a running one. */
  cancel(build: BuildRow): void {
    const running = build.job.workerId !== null;
    cancelJob(this.#store, build);
    if (!running || this.#plans.get(build.id)?.cancel === 'completes') return;
    this.#after(HEARTBEAT_MS, () => this.#giveUp(build));
  }

  /** Watches for hung jobs. */
  startReaper(): void {
    const round = (): void => {
      this.reapHungJobs();
      this.#schedule(REAPER_MS, round);
    };
    this.#schedule(REAPER_MS, round);
  }

  reapHungJobs(): void {
    const now = this.#store.now();
    for (const workspace of this.#store.workspaces.values()) {
      const build = this.#store.latestBuild(workspace);
      if (build === undefined || build.job.completedAt !== null) continue;
      if (this.#plans.get(build.id)?.hold !== undefined) continue;
      const pending = build.job.startedAt === null;
      if (now - build.job.updatedAt > (pending ? HUNG_PENDING_MS : HUNG_MS)) this.reap(build);
    }
  }

  /** Ends a job as the reaper does: it appends five lines without an announcement and sends no watch event. */
  reap(build: BuildRow): void {
    const store = this.#store;
    const [type, minutes] = build.job.startedAt === null ? ['pending', 30] : ['hung', 5];
    const verdict = (will: string): string =>
      `Coder: Build has been detected as ${type} for ${minutes} minutes and ${will} terminated`;
    const stage = build.job.logs[build.job.logs.length - 1]?.stage ?? 'Unknown';
    const line = (output: string): LogInput => ({ output, level: 'error', source: 'provisioner_daemon', stage });
    const lines = ['', '====================', `${verdict('will be')}.`, '====================', ''].map(line);
    store.appendLogs(build.job, lines, { announce: false, microseconds: true });
    build.job.startedAt ??= store.now();
    build.job.completedAt = store.now();
    build.job.updatedAt = store.now();
    build.job.error = `${verdict('has been')} by the reaper.`;
    build.updatedAt = store.now();
    store.jobEvents.publish(build.job.id, 'end');
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) this.#store.clock.clearTimeout(timer);
    this.#timers.clear();
  }

  #takePlan(build: BuildRow): BuildScenario {
    const index = this.#nextPlans.findIndex(
      ({ workspaceId }) => workspaceId === null || workspaceId === build.workspaceId,
    );
    return index < 0 ? {} : (this.#nextPlans.splice(index, 1)[0]?.plan ?? {});
  }

  #pickUp(build: BuildRow): void {
    if (jobStatus(build.job) !== 'pending' || this.#plans.get(build.id)?.hold === 'pending') return;
    const [daemon] = liveDaemons(this.#store, build.job);
    if (daemon === undefined) {
      this.#after(HEARTBEAT_MS, () => this.#pickUp(build));
      return;
    }
    takeJob(this.#store, build, daemon.id);
    if (this.#plans.get(build.id)?.hold !== 'running') this.#run(build);
  }

  #run(build: BuildRow): void {
    const plan = this.#plans.get(build.id) ?? {};
    if (plan.lines !== undefined) {
      const bursts = plan.lines.map((line) => ({ after: 100, lines: [line] }));
      this.#write(build, plan.lines.length > 200 ? [{ after: 100, lines: plan.lines }] : bursts, 0);
      return;
    }
    const workspace = this.#store.workspace(build.workspaceId);
    const template = this.#store.templateOf(workspace);
    const script = scriptedLog({
      flavor: template.flavor,
      transition: build.transition,
      failsIn: plan.failsIn ?? null,
      workspaceId: workspace.id,
      workspaceName: workspace.name,
      ownerName: this.#store.user(workspace.ownerId).username,
      dailyCost: template.dailyCost,
      hasState: build.state.length > 0,
    });
    this.#write(build, inBursts(script), 0);
  }

  #write(build: BuildRow, bursts: Burst[], index: number): void {
    const burst = bursts[index];
    this.#after(burst?.after ?? 270, () => {
      // A given up, reaped or hand-driven job writes nothing more.
      if (build.job.completedAt !== null) return;
      if (burst === undefined) {
        this.#complete(build);
        return;
      }
      build.job.updatedAt = this.#store.now();
      this.#store.appendLogs(build.job, burst.lines);
      this.#write(build, bursts, index + 1);
    });
  }

  #complete(build: BuildRow): void {
    const plan = this.#plans.get(build.id) ?? {};
    this.#plans.delete(build.id);
    const failure = plan.failsIn === undefined ? null : FAILURES[plan.failsIn];
    const error = plan.error ?? failure?.error;
    if (error !== undefined) {
      const code = plan.errorCode ?? failure?.code ?? '';
      failJob(this.#store, build, error, { code, ...(plan.state === undefined ? {} : { state: plan.state }) });
      return;
    }
    succeedJob(this.#store, build, plan);
    if (build.transition === 'start') this.#bringUpAgents(build, plan.agents ?? 'ready');
  }

  /** Terraform is interrupted and fails with an error that does not mention the cancellation. */
  #giveUp(build: BuildRow): void {
    if (build.job.completedAt !== null) return;
    const stage = build.job.logs[build.job.logs.length - 1]?.stage ?? 'Setting up';
    const step = stage.startsWith('Initializing') ? 'init' : stage.startsWith('Planning') ? 'plan' : 'apply';
    this.#plans.delete(build.id);
    this.#store.appendLogs(build.job, [
      {
        output:
          'Interrupt received.\nPlease wait for Terraform to exit or data loss may occur.\nGracefully shutting down...',
      },
      { output: 'Stopping operation...' },
      { output: '', source: 'provisioner_daemon', stage: 'Cleaning Up' },
    ]);
    failJob(this.#store, build, FAILURES[step].error);
  }

  #bringUpAgents(build: BuildRow, outcome: NonNullable<BuildScenario['agents']>): void {
    if (outcome === 'never-connect') return;
    for (const agent of this.#store.liveAgents(build)) {
      const alive = (step: () => void) => (): void => {
        if (!agent.deleted) step();
      };
      this.#after(
        1_500,
        alive(() => connectAgent(this.#store, agent)),
      );
      this.#after(
        1_900,
        alive(() => startAgentScripts(this.#store, agent)),
      );
      this.#after(
        2_400,
        alive(() => this.#store.appendAgentLogs(agent, STARTUP_LINES)),
      );
      this.#after(
        4_300,
        alive(() => endAgentScripts(this.#store, agent, outcome)),
      );
    }
  }

  #after(milliseconds: number, run: () => void): void {
    this.#schedule(milliseconds / this.#speed, run);
  }

  #schedule(milliseconds: number, run: () => void): void {
    if (this.#stopped) return;
    const timer = this.#store.clock.setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, milliseconds);
    this.#timers.add(timer);
  }
}

const STARTUP_LINES = [
  { output: '==> Running startup script' },
  { output: "Cloning into '/home/coder/src'..." },
  { output: 'code-server 4.105.1 listening on http://127.0.0.1:13337/' },
];

interface Burst {
  /** Milliseconds since the burst before. */
  after: number;
  lines: LogInput[];
}

/** Lines that follow each other closely reach the server together. */
function inBursts(script: readonly ScriptedLine[]): Burst[] {
  const bursts: Burst[] = [];
  let previous = 0;
  let flushed = 0;
  for (const { at, ...line } of script) {
    const current = bursts[bursts.length - 1];
    if (current === undefined || at - previous >= BURST_MS) {
      bursts.push({ after: at - flushed, lines: [line] });
      flushed = at;
    } else current.lines.push(line);
    previous = at;
  }
  return bursts;
}
