import DataLoader from 'dataloader';
import { endpoints } from '../coder/endpoints.ts';
import type { Workspace, WorkspacePage } from '../coder/model.ts';
import { isUserReference, isWorkspaceName } from '../coder/names.ts';
import { itemsOf } from '../coder/response/check.ts';
import { isCoderRefusal, UpstreamError } from '../coder/response/failures.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import * as rest from '../coder/rest/workspace.ts';
import type { CoderSession } from '../coder/session.ts';
import { settingNames } from '../config.ts';
import { Embedded } from './embedded.ts';
import { portions } from './portions.ts';
import type { ShownBuilds } from './shown-builds.ts';
import { errorAsValue, unbatchedLoader } from './unbatched-loader.ts';

/** Ids in one `q=id:` search: the URL stays below the 8 KiB that proxies usually allow. */
const IDS_PER_SEARCH = 180;

interface Wanted {
  id: Uuid;
  /** Also when it has been deleted: the builds of a deleted workspace stay, and lead to it. */
  deleted: boolean;
}

/** What a search by ids brought. */
interface Search {
  found: Map<Uuid, Workspace | Error>;
  /** The ids that were not found while rows of the answer could not be read. */
  unclear: Set<Uuid>;
}

/** Workspaces of one request: by id (batched), by name, and pages of the list. */
export class WorkspaceLoader {
  readonly #session: CoderSession;
  readonly #byId: DataLoader<Wanted, Workspace | null, string>;
  readonly #byName: DataLoader<{ owner: string; name: string }, Workspace | null, string>;
  readonly #embedded = new Embedded<Workspace>();
  /** What searches have not shown, where they have left something out. */
  readonly #leftOut = new Set<Uuid>();
  readonly #shown: Pick<ShownBuilds, 'addLatestOf'>;
  readonly #onSeen: (workspace: Workspace) => void;

  /** `onSeen` is told of every workspace, so that what it embeds can be primed. */
  constructor(session: CoderSession, shown: Pick<ShownBuilds, 'addLatestOf'>, onSeen: (workspace: Workspace) => void) {
    this.#session = session;
    this.#shown = shown;
    this.#onSeen = onSeen;
    this.#byId = new DataLoader((wanted) => this.#readMany(wanted), {
      cacheKeyFn: ({ id, deleted }) => `${id} ${deleted}`,
    });
    this.#byName = unbatchedLoader(
      ({ owner, name }) =>
        this.#session
          .read(endpoints.workspaceByName, { path: { user: owner, workspacename: name } })
          .then((workspace) => workspace && this.primeFrom(this.#wasShown(workspace))),
      ({ owner, name }) => `${owner}/${name}`.toLowerCase(),
    );
  }

  byId(id: Uuid): Promise<Workspace | null> {
    return this.#find(id, false);
  }

  /** Whether a search may have left it out because the token may not read its template. */
  wasLeftOut(id: Uuid): boolean {
    return this.#leftOut.has(id);
  }

  /** The workspace that a readable build belongs to: there is one, be it deleted. */
  ofBuild(id: Uuid): Promise<Workspace | null> {
    return this.#find(id, true);
  }

  #find(id: Uuid, deleted: boolean): Promise<Workspace | null> {
    const known = this.#embedded.find(id);
    return known ? Promise.resolve(known) : this.#byId.load({ id, deleted });
  }

  /** `owner` is a username, UUID or `me`. A name that Coder could not have given is null without a call. */
  async byName(owner: string, name: string): Promise<Workspace | null> {
    return isUserReference(owner) && isWorkspaceName(name) ? this.#byName.load({ owner, name }) : null;
  }

  /** One window of Coder's list. */
  async page(query: string, offset: number, limit: number): Promise<WorkspacePage> {
    const page = await this.#session.read(endpoints.workspaces, {
      path: {},
      query: { ...(query !== '' && { q: query }), offset, limit },
    });
    if (!page) throw noWorkspaceList();
    for (const workspace of workspacesOf(page)) this.primeFrom(this.#wasShown(workspace));
    return page;
  }

  clear(): void {
    this.#byId.clearAll();
    this.#leftOut.clear();
    this.#embedded.clear();
    this.#byName.clearAll();
  }

  /** Every path to this workspace, and to the build that came with it, is free from then on. */
  primeFrom<W extends Workspace | null>(workspace: W): W {
    if (workspace) {
      this.#embedded.add(() => {
        const id = rest.workspace.peek(workspace, 'id');
        return id === undefined ? [] : [[id, workspace]];
      });
      this.#onSeen(workspace);
    }
    return workspace;
  }

  async #readMany(wanted: readonly Wanted[]): Promise<(Workspace | null | Error)[]> {
    const ids = [...new Set(wanted.map(({ id }) => id))];
    // The list is one rate-limit bucket, each workspace's own route is another: one alone takes its own.
    const search = ids.length === 1 ? undefined : await this.#search(ids);
    if (!search) return Promise.all(wanted.map(({ id, deleted }) => errorAsValue(this.#readOne(id, deleted))));
    const { found, unclear } = search;
    return Promise.all(
      wanted.map(({ id, deleted }) => {
        const workspace = found.get(id);
        // The search leaves deleted workspaces out, and its unreadable rows cannot be told from missing ones.
        return workspace ?? (deleted || unclear.has(id) ? errorAsValue(this.#readOne(id, deleted)) : null);
      }),
    );
  }

  async #readOne(workspace: Uuid, deleted: boolean): Promise<Workspace | null> {
    const query = deleted ? { include_deleted: true } : {};
    const read = await this.#session.read(endpoints.workspace, { path: { workspace }, query });
    if (read) this.#onSeen(this.#wasShown(read));
    return read;
  }

  #wasShown(workspace: Workspace): Workspace {
    this.#shown.addLatestOf(workspace);
    return workspace;
  }

  /** `undefined` when this Coder cannot search by id. */
  async #search(ids: readonly Uuid[]): Promise<Search | undefined> {
    const { version } = this.#session.client;
    if (this.#session.fact('lacksIdSearch')) return undefined;
    const found = new Map<Uuid, Workspace | Error>();
    const unclear = new Set<Uuid>();
    await Promise.all(
      portions(ids, IDS_PER_SEARCH).map(async (chunk) => {
        const page = await errorAsValue(this.page(`id:${chunk.join(',')}`, 0, chunk.length));
        if (page instanceof Error) {
          for (const id of chunk) found.set(id, page);
          return;
        }
        let unreadable = false;
        const rows = itemsOf(rest.workspaces.read(page, 'workspaces'));
        for (const row of rows) {
          const workspace = rest.workspace.peekObject(row);
          const id = workspace && rest.workspace.peek(workspace, 'id');
          if (workspace && id !== undefined) found.set(id, workspace);
          else unreadable = true;
        }
        const absent = chunk.filter((id) => !found.has(id));
        if (unreadable) for (const id of absent) unclear.add(id);
        // Coder counts the rows that it leaves out, but neither missing nor deleted workspaces.
        const count = rest.workspaces.peek(page, 'count') ?? 0;
        if (count > rows.length) for (const id of absent) this.#leftOut.add(id);
      }),
    );
    if (![...found.values()].some(refusesIds)) return { found, unclear };
    version.refuses('idSearch');
    return undefined;
  }
}

/** The ids are well-formed, so what is refused of them is the key. */
function refusesIds(error: unknown): boolean {
  return isCoderRefusal(error) && error.status === 400 && error.validations.some(({ field }) => field === 'id');
}

/** Every Coder has the list; null would say that there are no workspaces. */
export function noWorkspaceList(): UpstreamError {
  return new UpstreamError(
    'UPSTREAM_BAD_RESPONSE',
    `Coder has no list of workspaces. Is ${settingNames.coderUrl} its address?`,
  );
}

/** The rows of a page that are objects. */
function workspacesOf(page: WorkspacePage): Workspace[] {
  const list = rest.workspaces.peek(page, 'workspaces');
  return (list ? itemsOf(list) : []).flatMap((row) => rest.workspace.peekObject(row) ?? []);
}
