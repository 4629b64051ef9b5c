import type { LogId } from '../../coder/rest/scalars.ts';
import type { AgentLogRow, AgentRow } from './agent-rows.ts';
import { Bus } from './bus.ts';
import type { Clock } from './clock.ts';
import { type FailureSource, NO_FAILURES } from './failure-source.ts';
import { cutCharacters } from './go-encoding.ts';
import { Random } from './random.ts';
import type {
  BuildRow,
  DaemonRow,
  JobRow,
  OrganizationRow,
  TemplateRow,
  TokenRow,
  UserRow,
  VersionRow,
  WorkspaceRow,
} from './rows.ts';

/** One line to append; what is left out is what a worker's ordinary line has. */
export interface LogInput {
  output: string;
  level?: string;
  source?: string;
  stage?: string;
  at?: number;
}

/** Deployment-wide switches, all of which tests may turn. */
export interface StoreOptions {
  /** `--enable-terraform-debug-mode`. */
  debugMode: boolean;
  /** The reason after `Build is not permitted: `; `null` permits. */
  licenseRefusal: string | null;
  experiments: string[];
  /** The wildcard host of subdomain apps, such as `*.apps.example.com`; empty when the deployment has none. */
  wildcardHost: string;
  /** Milliseconds between protocol pings, and how long a pong may take. */
  heartbeatMs: number;
}

const LOG_CAP_BYTES = 1_048_576;
const OVERFLOW_NOTICE =
  'Provisioner logs exceeded the max size of 1MB. Will not continue to write provisioner logs for workspace build.';

/** All rows, their indexes and the announcements of their changes. */
export class Store {
  readonly clock: Clock;
  readonly random: Random;
  readonly version: string;
  readonly users = new Map<string, UserRow>();
  readonly tokens = new Map<string, TokenRow>();
  readonly organizations: OrganizationRow[] = [];
  readonly templates = new Map<string, TemplateRow>();
  readonly versions = new Map<string, VersionRow>();
  readonly workspaces = new Map<string, WorkspaceRow>();
  readonly builds = new Map<string, BuildRow>();
  readonly jobs = new Map<string, JobRow>();
  readonly agents = new Map<string, { agent: AgentRow; build: BuildRow }>();
  readonly daemons: DaemonRow[] = [];
  failures: FailureSource = NO_FAILURES;
  /** Fields put over the wire JSON of the object with this id (build, job, resource, agent, app, workspace, user). */
  readonly overrides = new Map<string, Record<string, unknown>>();
  readonly settings: StoreOptions = {
    debugMode: true,
    licenseRefusal: null,
    experiments: [],
    wildcardHost: '*.apps.example.com',
    heartbeatMs: 15_000,
  };
  /** Announcements by job id: `logs` (query again) and `end`. */
  readonly jobEvents = new Bus<'logs' | 'end'>();
  /** Announcements by workspace id: send the workspace again. */
  readonly workspaceEvents = new Bus<'changed'>();
  /** Announcements by agent id. */
  readonly agentEvents = new Bus<'logs'>();
  /** Announcements by agent id: its metadata have changed. */
  readonly metadataEvents = new Bus<'changed'>();
  /** Ends of builds, under the one key `all`. */
  readonly buildEvents = new Bus<{ build: BuildRow; jobStatus: string }>();
  /** The order of rows that the database gives without one. */
  readonly rowOrder: Random;
  readonly #idSteps: Random;
  #lastLogId: LogId = 2_147_480_112;

  constructor(clock: Clock, seed: number, version: string) {
    this.clock = clock;
    this.version = version;
    this.random = new Random(seed);
    this.rowOrder = new Random(seed ^ 0x2545f491);
    this.#idSteps = new Random(seed ^ 0x5bd1e995);
  }

  now(): number {
    return this.clock.now();
  }

  userByName(name: string): UserRow | undefined {
    const wanted = name.toLowerCase();
    for (const user of this.users.values()) if (user.username.toLowerCase() === wanted) return user;
    return undefined;
  }

  /** The live workspace of this name, in any case. */
  workspaceByName(ownerId: string, name: string): WorkspaceRow | undefined {
    const wanted = name.toLowerCase();
    for (const workspace of this.workspaces.values()) {
      if (workspace.ownerId === ownerId && !workspace.deleted && workspace.name.toLowerCase() === wanted) {
        return workspace;
      }
    }
    return undefined;
  }

  latestBuild(workspace: WorkspaceRow): BuildRow | undefined {
    return workspace.builds[workspace.builds.length - 1];
  }

  templateOf(workspace: WorkspaceRow): TemplateRow {
    return need(this.templates.get(workspace.templateId), 'template', workspace.templateId);
  }

  user(id: string): UserRow {
    return need(this.users.get(id), 'user', id);
  }

  workspace(id: string): WorkspaceRow {
    return need(this.workspaces.get(id), 'workspace', id);
  }

  versionRow(id: string): VersionRow {
    return need(this.versions.get(id), 'template version', id);
  }

  build(id: string): BuildRow {
    return need(this.builds.get(id), 'build', id);
  }

  organization(id: string): OrganizationRow {
    return need(
      this.organizations.find((organization) => organization.id === id),
      'organization',
      id,
    );
  }

  addBuild(workspace: WorkspaceRow, build: BuildRow): void {
    workspace.builds.push(build);
    this.builds.set(build.id, build);
    this.jobs.set(build.job.id, build.job);
  }

  addToken(token: TokenRow): string {
    this.tokens.set(token.id, token);
    return `${token.id}-${token.secret}`;
  }

  /** Sets the next log id; ids from 2^53 on are bigints. */
  setNextLogId(id: LogId): void {
    this.#lastLogId = typeof id === 'bigint' ? id - 1n : id - 1;
  }

  /** One sequence for all jobs and agents: what others wrote meanwhile shows as gaps. */
  nextLogId(): LogId {
    const step = this.#idSteps.next() < 0.92 ? 1 : this.#idSteps.integer(2, 7);
    const last = this.#lastLogId;
    if (typeof last === 'number' && Number.isSafeInteger(last + step)) this.#lastLogId = last + step;
    else this.#lastLogId = BigInt(last) + BigInt(step);
    return this.#lastLogId;
  }

  /**
   * Stores lines of a job, cut and capped as Coder does, and announces them once. With `announce: false` no
   * follower hears of them, as of the lines that the reaper and the completion write. Workers' times count
   * milliseconds, the reaper's microseconds.
   */
  appendLogs(
    job: JobRow,
    lines: readonly LogInput[],
    options: { announce?: boolean; microseconds?: boolean } = {},
  ): void {
    for (const line of lines) {
      if (job.logsOverflowed) break;
      const at = line.at ?? this.now();
      const previous = job.logs[job.logs.length - 1];
      const output = cutCharacters(line.output, 1024);
      const size = Buffer.byteLength(output);
      const stage = cutCharacters(line.stage ?? previous?.stage ?? 'Setting up', 128);
      const full = job.logBytes + size > LOG_CAP_BYTES - OVERFLOW_NOTICE.length;
      job.logsOverflowed = full;
      job.logBytes += full ? OVERFLOW_NOTICE.length : size;
      job.logs.push({
        id: this.nextLogId(),
        createdAt: options.microseconds === true ? at : Math.floor(at),
        source: line.source ?? 'provisioner',
        level: full ? 'warn' : (line.level ?? 'info'),
        stage,
        output: full ? OVERFLOW_NOTICE : output,
      });
    }
    if (options.announce !== false) this.jobEvents.publish(job.id, 'logs');
  }

  appendAgentLogs(agent: AgentRow, lines: readonly { output: string; level?: string; at?: number }[]): void {
    const first = agent.logs.length === 0;
    for (const line of lines) {
      const output = cutCharacters(line.output, 1024);
      const size = Buffer.byteLength(output);
      if (agent.logsLength + size > LOG_CAP_BYTES) {
        agent.logsOverflowed = true;
        break;
      }
      agent.logsLength += size;
      agent.logs.push({
        id: this.nextLogId(),
        createdAt: line.at ?? this.now(),
        output,
        level: line.level ?? 'info',
        sourceId: agent.logSources[0]?.id ?? '',
      });
    }
    this.agentEvents.publish(agent.id, 'logs');
    const build = this.agents.get(agent.id)?.build;
    if (build !== undefined && (first || agent.logsOverflowed)) this.announceWorkspace(build.workspaceId);
  }

  announceWorkspace(workspaceId: string): void {
    this.workspaceEvents.publish(workspaceId, 'changed');
  }

  /** Agents of the build that the wire shows: none once a newer build succeeded. */
  liveAgents(build: BuildRow): AgentRow[] {
    return build.resources.flatMap((resource) => resource.agents.filter((agent) => !agent.deleted));
  }
}

/** The entries after an id, found by bisection: a log may have tens of thousands of lines. */
export function entriesAfter<T extends JobRow['logs'][number] | AgentLogRow>(entries: readonly T[], id: LogId): T[] {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && entry.id > id) high = middle;
    else low = middle + 1;
  }
  return entries.slice(low);
}

function need<T>(row: T | undefined, kind: string, id: string): T {
  if (row === undefined) throw new Error(`The embedded Coder has no ${kind} ${id}`);
  return row;
}
