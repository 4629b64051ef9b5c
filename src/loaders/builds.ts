import DataLoader from 'dataloader';
import { endpoints } from '../coder/endpoints.ts';
import type { Build, Workspace } from '../coder/model.ts';
import { isUserReference, isWorkspaceName } from '../coder/names.ts';
import * as rest from '../coder/rest/build.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { workspace as ofWorkspace } from '../coder/rest/workspace.ts';
import type { CoderSession } from '../coder/session.ts';
import type { BatchedReads } from './batched-reads.ts';
import { type BuildWindow, buildPageLoader, MAX_ROWS } from './build-pages.ts';
import { type BuildRow, isReadable } from './build-rows.ts';
import { Embedded } from './embedded.ts';
import { BuildByIdNode, type BuildName, BuildNode, CreatedBuildNode, type NodeLoaders } from './nodes.ts';
import type { ShownBuilds } from './shown-builds.ts';
import { errorAsValue, unbatchedLoader } from './unbatched-loader.ts';

/** The other loaders that this one uses. */
interface RelatedLoaders extends NodeLoaders {
  readonly shown: Pick<ShownBuilds, 'add'>;
  readonly agents: { primeFrom(build: BuildNode): void };
  readonly workspaces: NodeLoaders['workspaces'] & { byName(owner: string, name: string): Promise<Workspace | null> };
}

/** From this many near numbers on, reading the workspace and a page of its builds is fewer calls. */
const MIN_BUILDS_FOR_PAGE = 3;

/** Builds of one request: by id, by number, and windows of a workspace's list. */
export class BuildLoader {
  readonly #session: CoderSession;
  readonly #loaders: RelatedLoaders;
  readonly #byId: DataLoader<Uuid, BuildNode | null>;
  readonly #embedded = new Embedded<BuildNode>();
  readonly #byName: DataLoader<BuildName, BuildNode | null, string>;
  /** Of builds that came whole, so that what they embed is primed once. */
  readonly #nodes = new WeakMap<Build, BuildNode>();
  readonly #pages: BatchedReads<BuildWindow, BuildRow[] | null>;
  /** By where they begin, the widest that was asked for; a narrower one is its first rows. */
  readonly #windows = new Map<string, { limit: number; rows: Promise<BuildRow[] | null> }>();

  constructor(session: CoderSession, loaders: RelatedLoaders) {
    this.#session = session;
    this.#loaders = loaders;
    this.#byId = unbatchedLoader(async (workspacebuild) => {
      const build = await session.read(endpoints.build, { path: { workspacebuild } });
      return build && this.nodeReadById(this.#shown(build));
    });
    this.#byName = new DataLoader((names) => this.#readNames(names), {
      cacheKeyFn: ({ owner, name, number }) => `${owner}/${name}/${number}`.toLowerCase(),
    });
    this.#pages = buildPageLoader(session);
  }

  byId(id: Uuid): Promise<BuildNode | null> {
    const known = this.#embedded.find(id);
    return known ? Promise.resolve(known) : this.#byId.load(id);
  }

  /** Null without a call when Coder could not have given such a name. */
  async byName(name: BuildName): Promise<BuildNode | null> {
    return isUserReference(name.owner) && isWorkspaceName(name.name) ? this.#byName.load(name) : null;
  }

  /**
   * A build of a workspace by its number. Numbers are consecutive, so `reached` (a number that the workspace has
   * reached) tells about where it stands in the list; the row found there tells exactly.
   */
  async byNumber(workspace: Uuid, number: number, reached: number): Promise<BuildNode | null> {
    let offset = Math.max(0, reached - number);
    for (;;) {
      const rows = await this.window({ workspace, since: undefined, offset, limit: 1 });
      const [row] = rows ?? [];
      if (!row) return null;
      // Something stands there, but nobody can say whether it is the build.
      if (!isReadable(row)) throw row;
      if (row.number < number) return null;
      if (row.number === number) return this.node(row.build);
      offset += row.number - number;
    }
  }

  /** Rows of a workspace's list, newest first; null when the workspace is out of reach. */
  async window(window: BuildWindow): Promise<BuildRow[] | null> {
    const { workspace, since, offset, limit } = window;
    const begin = `${workspace} ${since} ${offset}`;
    let known = this.#windows.get(begin);
    if (known === undefined || known.limit < limit) {
      known = { limit, rows: this.#readWindow(window) };
      this.#windows.set(begin, known);
    }
    const rows = await known.rows;
    return rows && rows.length > limit ? rows.slice(0, limit) : rows;
  }

  async #readWindow(window: BuildWindow): Promise<BuildRow[] | null> {
    const rows = await this.#pages.load(window);
    for (const row of rows ?? []) if (isReadable(row)) this.node(this.#shown(row.build));
    return rows;
  }

  /** The node of a build that came whole; every other path to its id is free from then on. */
  node(build: Build): BuildNode {
    let node = this.#nodes.get(build);
    if (!node) {
      node = this.#primeFrom(new BuildNode(this.#loaders, build));
      this.#nodes.set(build, node);
    }
    return node;
  }

  /** The node of a build that came by a read of its id, where one thing is blank. */
  nodeReadById(build: Build): BuildNode {
    return this.#primeFrom(new BuildByIdNode(this.#loaders, build));
  }

  /** The node of a build as the answer to its creation shows it. */
  created(build: Build): BuildNode {
    return new CreatedBuildNode(this.#loaders, build);
  }

  clear(): void {
    this.#byId.clearAll();
    this.#embedded.clear();
    this.#byName.clearAll();
    this.#windows.clear();
  }

  #shown(build: Build): Build {
    this.#loaders.shown.add(build);
    return build;
  }

  #primeFrom(node: BuildNode): BuildNode {
    this.#embedded.add(() => {
      const id = rest.build.peek(node.data, 'id');
      return id === undefined ? [] : [[id, node]];
    });
    this.#loaders.agents.primeFrom(node);
    return node;
  }

  async #readNames(names: readonly BuildName[]): Promise<(BuildNode | null | Error)[]> {
    return Promise.all(
      names.map((name) => errorAsValue(shouldReadPage(name, names) ? this.#readFromList(name) : this.#readName(name))),
    );
  }

  async #readName({ owner, name, number }: BuildName): Promise<BuildNode | null> {
    const path = { user: owner, workspacename: name, buildnumber: number };
    const build = await this.#session.read(endpoints.buildByNumber, { path });
    return build && this.node(this.#shown(build));
  }

  async #readFromList({ owner, name, number }: BuildName): Promise<BuildNode | null> {
    const workspace = await this.#loaders.workspaces.byName(owner, name);
    if (!workspace) return null;
    const latest = ofWorkspace.peek(workspace, 'latest_build');
    const reached = latest ? rest.build.peek(latest, 'build_number') : undefined;
    return this.byNumber(ofWorkspace.read(workspace, 'id'), number, reached ?? number);
  }
}

/** Whether enough builds of the same workspace are asked for around this one. */
function shouldReadPage({ owner, name, number }: BuildName, names: readonly BuildName[]): boolean {
  const numbers = new Set<number>();
  for (const other of names) {
    if (other.owner === owner && other.name === name && Math.abs(other.number - number) < MAX_ROWS / 2)
      numbers.add(other.number);
  }
  return numbers.size >= MIN_BUILDS_FOR_PAGE;
}
