import { addVersion } from '../seed/templates.ts';
import { reportMetadata } from '../state/agent-metadata.ts';
import type { AgentRow } from '../state/agent-rows.ts';
import type { BuildScenario, Lifecycle } from '../state/lifecycle.ts';
import type { BuildRow, TemplateRow, TokenRow, VersionRow, WorkspaceRow } from '../state/rows.ts';
import type { LogInput, Store } from '../state/store.ts';
import { failJob, insertBuild, type NewBuild, type Success, succeedJob, takeJob } from '../state/transitions.ts';
import { workspaceRow } from '../state/workspace-row.ts';

/** Changes the state directly, for tests. Watchers and followers get the events that the server would send. */
export class Control {
  readonly #store: Store;
  readonly #lifecycle: Lifecycle;

  constructor(store: Store, lifecycle: Lifecycle) {
    this.#store = store;
    this.#lifecycle = lifecycle;
  }

  /** A workspace without builds; not listed, but counted, until it has one. */
  createWorkspace(input: { name: string; owner?: string; template?: string } & Partial<WorkspaceRow>): WorkspaceRow {
    const { owner = 'mira', template: templateName = 'docker', ...rest } = input;
    const store = this.#store;
    const template = this.template(templateName);
    const ownerRow = store.userByName(owner);
    if (ownerRow === undefined) throw new Error(`The embedded Coder has no user ${owner}`);
    const id = store.random.uuid();
    const workspace = workspaceRow(ownerRow, template, { id, createdAt: store.now(), ...rest });
    store.workspaces.set(workspace.id, workspace);
    return workspace;
  }

  /** So many workspaces with one running build each: `<prefix>-001` and on. */
  createRunningWorkspaces(
    count: number,
    input: { prefix?: string; owner?: string; template?: string } = {},
  ): WorkspaceRow[] {
    const { prefix = 'extra', ...rest } = input;
    return Array.from({ length: count }, (_, index) => {
      const workspace = this.createWorkspace({ name: `${prefix}-${String(index + 1).padStart(3, '0')}`, ...rest });
      this.createFinishedBuild(workspace, { reason: 'dashboard' });
      return workspace;
    });
  }

  /** A build that the workers run by the plan; `{ hold: 'running' }` is for driving it by hand. */
  createBuild(workspace: WorkspaceRow, input: Partial<NewBuild> = {}, plan: BuildScenario = {}): BuildRow {
    const build = insertBuild(this.#store, workspace, { transition: 'start', ...input });
    this.#lifecycle.enqueue(build, plan.hold === 'running' ? { ...plan, hold: 'pending' } : plan);
    if (plan.hold === 'running') {
      this.takeJob(build);
      this.#lifecycle.hold(build, 'running');
    }
    return build;
  }

  /** A build that is over already: succeeded, or failed with the error. */
  createFinishedBuild(workspace: WorkspaceRow, input: Partial<NewBuild> = {}, error = ''): BuildRow {
    const build = this.createBuild(workspace, input, { hold: 'running' });
    if (error === '') this.succeed(build);
    else this.fail(build, error);
    return build;
  }

  /** Sets how the next build created through the API runs. */
  planNext(plan: BuildScenario, workspace: WorkspaceRow | null = null): void {
    this.#lifecycle.planNext(plan, workspace?.id ?? null);
  }

  release(build: BuildRow): void {
    this.#lifecycle.release(build);
  }

  takeJob(build: BuildRow): void {
    takeJob(this.#store, build, this.#store.daemons[0]?.id ?? this.#store.random.uuid());
  }

  /** Appends the given lines, or this many numbered ones; followers are notified unless `announce` is false. */
  appendLogs(
    build: BuildRow,
    lines: number | readonly (string | LogInput)[],
    options: { announce?: boolean } = {},
  ): void {
    const list = typeof lines === 'number' ? Array.from({ length: lines }, (_, index) => `line ${index + 1}`) : lines;
    const inputs = list.map((line) => (typeof line === 'string' ? { output: line } : line));
    build.job.updatedAt = this.#store.now();
    this.#store.appendLogs(build.job, inputs, options);
  }

  succeed(build: BuildRow, options: Success = {}): void {
    succeedJob(this.#store, build, options);
  }

  fail(build: BuildRow, error = 'terraform apply: exit status 1', code = ''): void {
    failJob(this.#store, build, error, { code });
  }

  /** As the cancel call, without its checks. */
  cancel(build: BuildRow): void {
    this.#lifecycle.cancel(build);
  }

  reap(build: BuildRow): void {
    this.#lifecycle.reap(build);
  }

  /** Tells followers that the log is over though the job is not, or again. */
  announceEndOfLogs(build: BuildRow): void {
    this.#store.jobEvents.publish(build.job.id, 'end');
  }

  /** Agents of a build that the wire shows. */
  agents(build: BuildRow): AgentRow[] {
    return this.#store.liveAgents(build);
  }

  /** Changes an agent's row and announces its workspace. */
  changeAgent(agent: AgentRow, change: Partial<AgentRow>): void {
    Object.assign(agent, change);
    const build = this.#store.agents.get(agent.id)?.build;
    if (build !== undefined) this.#store.announceWorkspace(build.workspaceId);
  }

  appendAgentLogs(agent: AgentRow, lines: readonly { output: string; level?: string }[]): void {
    this.#store.appendAgentLogs(agent, lines);
  }

  /** Reports a value of an agent's metadata, which its watchers are then told of. */
  reportMetadata(agent: AgentRow, key: string, result: { value?: string; error?: string; collectedAt?: number }): void {
    reportMetadata(this.#store, agent, key, result);
  }

  /** A further token of a user. */
  addToken(username: string, input: Partial<TokenRow> = {}): string {
    const { random } = this.#store;
    const userId = this.#store.userByName(username)?.id;
    if (userId === undefined) throw new Error(`The embedded Coder has no user ${username}`);
    return this.#store.addToken({
      id: random.hex(10),
      secret: random.hex(22),
      userId,
      expiresAt: null,
      problem: null,
      ...input,
    });
  }

  /** From now on the token is unknown; open sockets stay, as they do upstream. */
  revokeToken(token: string): void {
    this.#store.tokens.delete(token.split('-')[0] ?? '');
  }

  /** Puts raw fields over the wire JSON of the object with this id; `undefined` removes a key. */
  override(id: string, fields: Record<string, unknown> | null): void {
    if (fields === null) this.#store.overrides.delete(id);
    else this.#store.overrides.set(id, fields);
  }

  template(name: string): TemplateRow {
    const template = [...this.#store.templates.values()].find((row) => row.name === name);
    if (template === undefined) throw new Error(`The embedded Coder has no template ${name}`);
    return template;
  }

  /** A further version of a template; give its `job` to make the import pending or failed. */
  addVersion(templateName: string, input: Parameters<typeof addVersion>[2] = {}): VersionRow {
    return addVersion(this.#store, this.template(templateName), input);
  }
}
