import type { Agent, App, Build, Job, Resource, Workspace } from '../coder/model.ts';
import type { Uuid } from '../coder/types.ts';
import type { Loaders } from './loaders.ts';

/**
 * What the graph's objects are made of. An object that came embedded in another may know only a part of itself;
 * its class says which, and it completes itself through a loader when asked for more. No resolver asks where
 * its parent came from.
 */

type MaybePromise<T> = T | Promise<T>;

/** A workspace. One that came with a build knows its id, name and owner. */
export class WorkspaceNode {
  readonly id: Uuid;
  readonly name: string;
  readonly owner: UserNode;
  /** A build number that the workspace has reached. */
  readonly reached: number;
  readonly #detail: Workspace | undefined;
  readonly #loaders: Loaders;

  constructor(loaders: Loaders, known: Workspace | Build) {
    this.#loaders = loaders;
    if ('workspace_id' in known) {
      this.id = known.workspace_id;
      this.name = known.workspace_name;
      this.reached = known.build_number;
      this.owner = new UserNode(loaders, known.workspace_owner_id, {
        username: known.workspace_owner_name,
        avatar_url: known.workspace_owner_avatar_url ?? null,
      });
    } else {
      this.id = known.id;
      this.name = known.name;
      this.#detail = known;
      this.reached = known.latest_build instanceof Error ? 1 : (known.latest_build?.build_number ?? 1);
      this.owner = new UserNode(loaders, known.owner_id, {
        username: known.owner_name,
        avatar_url: known.owner_avatar_url ?? null,
      });
    }
  }

  /** Everything Coder says of it; null when it is out of reach by now. */
  detail(): MaybePromise<Workspace | null> {
    return this.#detail ?? this.#loaders.workspaces.ofBuild(this.id);
  }
}

/** A build, whole. */
export class BuildNode {
  readonly known: Build;
  protected readonly loaders: Loaders;

  constructor(loaders: Loaders, known: Build) {
    this.loaders = loaders;
    this.known = known;
  }

  get id(): Uuid {
    return this.known.id;
  }

  /** The build with nothing blank; null when it is out of reach by now. */
  complete(): MaybePromise<Build | null> {
    return this.known;
  }

  matchedProvisioners(): MaybePromise<Build['matched_provisioners']> {
    return this.known.matched_provisioners;
  }
}

/** A build read by its id: Coder leaves `matched_provisioners` blank there, also while the job is pending. */
export class BuildByIdNode extends BuildNode {
  override matchedProvisioners(): MaybePromise<Build['matched_provisioners']> {
    const { job, workspace_owner_id: owner, workspace_name: name, build_number: number } = this.known;
    if (job.status !== 'pending') return this.known.matched_provisioners;
    return this.loaders.builds
      .byName({ owner, name, number })
      .then((node) => (node?.id === this.id ? node.known.matched_provisioners : undefined));
  }
}

/** A build as the answer to its creation shows it: what Coder fills in later is blank there, and is read again. */
export class CreatedBuildNode extends BuildNode {
  override complete(): MaybePromise<Build | null> {
    return this.loaders.builds.byId(this.id).then((node) => node?.known ?? null);
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
export interface KnownOfUser {
  username?: string | null | undefined;
  avatar_url?: string | null | undefined;
  name?: string | null | undefined;
  email?: string | null | undefined;
}

/** A user. One that came as owner or initiator knows the username, perhaps the avatar. */
export class UserNode {
  readonly id: Uuid;
  readonly #known: KnownOfUser;
  readonly #loaders: Loaders;

  constructor(loaders: Loaders, id: Uuid, known: KnownOfUser) {
    this.#loaders = loaders;
    this.id = id;
    this.#known = known;
  }

  /** The username where it came along; the id, which Coder takes as well, where it did not. */
  get knownUsername(): string {
    return this.#known.username ?? this.id;
  }

  /** One property: as known, else read; null when it is unset or the user is hidden. */
  property(name: keyof KnownOfUser): MaybePromise<string | null> {
    const known = this.#known[name];
    if (known !== undefined) return known;
    return this.#loaders.users.load(this.id).then((user) => user?.[name] ?? null);
  }
}
