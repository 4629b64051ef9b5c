import type { Agent, App, Build, Job, Resource, User, Workspace } from '../coder/model.ts';
import type { Uuid } from '../coder/rest/scalars.ts';

/**
 * What the graph's objects are made of. An object that came embedded in another may know only a part of itself;
 * its class says which, and it completes itself through a loader when asked for more. No resolver asks where
 * its parent came from. Classes have `__typename`, by which the interface `Node` tells them apart.
 */

type MaybePromise<T> = T | Promise<T>;

/** A build by the name of its workspace. */
export interface BuildName {
  /** Username, UUID or `me`. */
  owner: string;
  name: string;
  number: number;
}

/** The loaders through which a node completes itself; each gives null for what is out of reach. */
export interface NodeLoaders {
  readonly users: { load(id: Uuid): Promise<User | null> };
  readonly workspaces: { ofBuild(id: Uuid): Promise<Workspace | null> };
  readonly builds: {
    byId(id: Uuid): Promise<BuildNode | null>;
    byName(name: BuildName): Promise<BuildNode | null>;
  };
}

/** A workspace. One that came with a build knows its id, name and owner. */
export class WorkspaceNode {
  readonly id: Uuid;
  readonly name: string;
  readonly owner: UserNode;
  /** A build number that the workspace has reached. */
  readonly latestKnownBuildNumber: number;
  readonly #detail: Workspace | undefined;
  readonly #loaders: NodeLoaders;

  constructor(loaders: NodeLoaders, data: Workspace | Build) {
    this.#loaders = loaders;
    if ('workspace_id' in data) {
      this.id = data.workspace_id;
      this.name = data.workspace_name;
      this.latestKnownBuildNumber = data.build_number;
      this.owner = new UserNode(loaders, data.workspace_owner_id, {
        username: data.workspace_owner_name,
        avatar_url: data.workspace_owner_avatar_url ?? null,
      });
    } else {
      this.id = data.id;
      this.name = data.name;
      this.#detail = data;
      this.latestKnownBuildNumber = data.latest_build instanceof Error ? 1 : (data.latest_build?.build_number ?? 1);
      this.owner = new UserNode(loaders, data.owner_id, {
        username: data.owner_name,
        avatar_url: data.owner_avatar_url ?? null,
      });
    }
  }

  get __typename(): 'Workspace' {
    return 'Workspace';
  }

  /** Everything Coder says of it; null when it is out of reach by now. */
  detail(): MaybePromise<Workspace | null> {
    return this.#detail ?? this.#loaders.workspaces.ofBuild(this.id);
  }
}

/** A build, whole. */
export class BuildNode {
  readonly data: Build;
  protected readonly loaders: NodeLoaders;

  constructor(loaders: NodeLoaders, data: Build) {
    this.loaders = loaders;
    this.data = data;
  }

  get __typename(): 'Build' {
    return 'Build';
  }

  get id(): Uuid {
    return this.data.id;
  }

  /** The build with nothing blank; null when it is out of reach by now. */
  complete(): MaybePromise<Build | null> {
    return this.data;
  }

  matchedProvisioners(): MaybePromise<Build['matched_provisioners']> {
    return this.data.matched_provisioners;
  }
}

/** A build read by its id: Coder leaves `matched_provisioners` blank there, also while the job is pending. */
export class BuildByIdNode extends BuildNode {
  override matchedProvisioners(): MaybePromise<Build['matched_provisioners']> {
    const { job, workspace_owner_id: owner, workspace_name: name, build_number: number } = this.data;
    if (job.status !== 'pending') return this.data.matched_provisioners;
    return this.loaders.builds
      .byName({ owner, name, number })
      .then((node) => (node?.id === this.id ? node.data.matched_provisioners : undefined));
  }
}

/** A build as the answer to its creation shows it: what Coder fills in later is blank there, and is read again. */
export class CreatedBuildNode extends BuildNode {
  override complete(): MaybePromise<Build | null> {
    return this.loaders.builds.byId(this.id).then((node) => node?.data ?? null);
  }
}

export interface JobNode {
  job: Job;
  build: BuildNode;
}

export interface ResourceNode {
  resource: Resource;
  build: BuildNode;
}

/** An agent; the resource is known only to one that came with a build. */
export interface AgentNode {
  agent: Agent;
  resource: ResourceNode | undefined;
}

export interface AppNode {
  app: App;
  agent: AgentNode;
}

/** What an object that mentions a user says of them; `undefined` is unknown, null is unset. */
export interface PartialUser {
  username?: string | null | undefined;
  avatar_url?: string | null | undefined;
  name?: string | null | undefined;
  email?: string | null | undefined;
}

/** A user. One that came as owner or initiator knows the username, perhaps the avatar. */
export class UserNode {
  readonly id: Uuid;
  readonly #known: PartialUser;
  readonly #loaders: NodeLoaders;

  constructor(loaders: NodeLoaders, id: Uuid, data: PartialUser) {
    this.#loaders = loaders;
    this.id = id;
    this.#known = data;
  }

  get __typename(): 'User' {
    return 'User';
  }

  /** The username where it came along; the id, which Coder takes as well, where it did not. */
  get knownUsername(): string {
    return this.#known.username ?? this.id;
  }

  /** One property: as known, else read; null when it is unset or the user is hidden. */
  property(name: keyof PartialUser): MaybePromise<string | null> {
    const data = this.#known[name];
    if (data !== undefined) return data;
    return this.#loaders.users.load(this.id).then((user) => user?.[name] ?? null);
  }
}
