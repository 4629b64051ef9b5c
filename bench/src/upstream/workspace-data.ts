import { BUILDS, build, ownerName, parameters, time, workspaceName } from './build-data.ts';
import { buildId, uuid, workspaceId } from './identifiers.ts';

/** Workspaces of the fixture; more than the largest page. */
export const WORKSPACES = 120;

/** The workspaces and their builds as JSON text, each text made once and again only when its build changes. */
export class Fixture {
  readonly #builds = new Map<string, string>();
  readonly #revisions = new Map<number, number>();
  /** Answers that are ready, grouped by what makes them stale: a workspace, any workspace (`list`), nothing. */
  readonly #answers = new Map<number | 'list' | 'parameters', Map<string, Buffer>>();
  readonly #workspaceOf = new Map<string, number>();
  readonly #buildOf = new Map<string, { workspace: number; number: number }>();

  constructor() {
    for (let workspace = 0; workspace < WORKSPACES; workspace++) {
      this.#workspaceOf.set(workspaceId(workspace), workspace);
      for (let number = 1; number <= BUILDS; number++)
        this.#buildOf.set(buildId(workspace, number), { workspace, number });
    }
  }

  /** The position of a workspace in the list. */
  indexOf(id: string): number | undefined {
    return this.#workspaceOf.get(id);
  }

  /** Changes the newest build of a workspace, as its agents do that say that they are still there. */
  touch(workspace: number): void {
    this.#revisions.set(workspace, (this.#revisions.get(workspace) ?? 0) + 1);
    this.#builds.delete(`${workspace} ${BUILDS}`);
    this.#answers.delete(workspace);
    this.#answers.delete('list');
  }

  workspaces(limit: number, offset: number): Buffer {
    const count = Math.max(0, Math.min(limit, WORKSPACES - offset));
    return this.#answer('list', `${count} ${offset}`, () => {
      const items = Array.from({ length: count }, (_, index) => this.#workspace(offset + index));
      return `{"workspaces":[${items.join(',')}],"count":${WORKSPACES}}`;
    });
  }

  /** Builds of a workspace, newest first. */
  builds(workspace: number, limit: number, offset: number): Buffer {
    const count = Math.max(0, Math.min(limit, BUILDS - offset));
    return this.#answer(workspace, `${count} ${offset}`, () => {
      const items = Array.from({ length: count }, (_, index) => this.#build(workspace, BUILDS - offset - index));
      return `[${items.join(',')}]`;
    });
  }

  workspace(id: string): Buffer | undefined {
    const workspace = this.#workspaceOf.get(id);
    return workspace === undefined ? undefined : Buffer.from(`${this.#workspace(workspace)}\n`);
  }

  build(id: string): Buffer | undefined {
    const known = this.#buildOf.get(id);
    return known && Buffer.from(`${this.#build(known.workspace, known.number)}\n`);
  }

  parameters(id: string): Buffer | undefined {
    const known = this.#buildOf.get(id);
    return known && this.#answer('parameters', id, () => JSON.stringify(parameters(known.workspace, known.number)));
  }

  #answer(group: number | 'list' | 'parameters', key: string, text: () => string): Buffer {
    const answers = this.#answers.get(group) ?? new Map<string, Buffer>();
    this.#answers.set(group, answers);
    let answer = answers.get(key);
    if (!answer) {
      // Go's encoder ends its output with a newline.
      answer = Buffer.from(`${text()}\n`);
      answers.set(key, answer);
    }
    return answer;
  }

  #build(workspace: number, number: number): string {
    const key = `${workspace} ${number}`;
    let text = this.#builds.get(key);
    if (!text) {
      const revision = number === BUILDS ? (this.#revisions.get(workspace) ?? 0) : 0;
      text = JSON.stringify(build(workspace, number, revision));
      this.#builds.set(key, text);
    }
    return text;
  }

  #workspace(index: number): string {
    const [head, tail] = frame(index);
    return `${head}${this.#build(index, BUILDS)}${tail}`;
  }
}

/** What stands before and behind `latest_build` in a workspace. */
function frame(index: number): [string, string] {
  const before = {
    id: workspaceId(index),
    created_at: time(index),
    updated_at: time(index),
    owner_id: uuid(`user ${ownerName(index)}`),
    owner_name: ownerName(index),
    owner_avatar_url: '',
    organization_id: uuid('organization'),
    organization_name: 'coder',
    template_id: uuid('template'),
    template_name: 'kubernetes',
    template_display_name: 'Kubernetes',
    template_icon: '/icon/k8s.png',
    template_allow_user_cancel_workspace_jobs: true,
    template_active_version_id: uuid('template version'),
    template_require_active_version: false,
    template_use_classic_parameter_flow: false,
  };
  const behind = {
    latest_app_status: null,
    outdated: false,
    name: workspaceName(index),
    autostart_schedule: 'CRON_TZ=Europe/Berlin 30 8 * * 1-5',
    ttl_ms: 28_800_000,
    last_used_at: time(index + 60),
    deleting_at: null,
    dormant_at: null,
    health: { healthy: true, failing_agents: [] },
    automatic_updates: 'never',
    allow_renames: false,
    favorite: false,
    next_start_at: time(index + 90_000),
    is_prebuild: false,
    task_id: null,
  };
  return [`${JSON.stringify(before).slice(0, -1)},"latest_build":`, `,${JSON.stringify(behind).slice(1)}`];
}
