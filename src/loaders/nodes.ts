import type { Agent, App, Build, Job, Resource, Script, TemplateVersion, User, Workspace } from '../coder/model.ts';
import { build as ofBuild } from '../coder/rest/build.ts';
import { job as ofJob } from '../coder/rest/job.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { user as ofUser } from '../coder/rest/user.ts';
import { workspace as ofWorkspace } from '../coder/rest/workspace.ts';

/**
 * What the graph's objects are made of. An object that came embedded in another may know only a part of itself;
 * its class says which, and it completes itself through a loader when asked for more. No resolver asks where
 * its parent came from. Classes have `__typename`, by which the interface `Node` tells them apart.
 */

/** A value that is there, or one that takes a call. */
export type MaybePromise<T> = T | Promise<T>;

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

/** A workspace, of which something is known whatever it came with. */
export abstract class WorkspaceNode {
  abstract readonly id: Uuid;
  abstract readonly name: string;
  abstract readonly ownerName: string;
  abstract readonly owner: UserNode;
  /** A build number that the workspace has reached. */
  abstract readonly latestKnownBuildNumber: number;

  get __typename(): 'Workspace' {
    return 'Workspace';
  }

  /** Whether `detail` makes no call. */
  abstract readonly isRead: boolean;

  /** Everything Coder says of it; null when it is out of reach by now. */
  abstract detail(): MaybePromise<Workspace | null>;
}

/** A workspace that was read. */
export class ReadWorkspaceNode extends WorkspaceNode {
  readonly isRead = true;
  readonly #loaders: NodeLoaders;
  readonly #data: Workspace;

  constructor(loaders: NodeLoaders, data: Workspace) {
    super();
    this.#loaders = loaders;
    this.#data = data;
  }

  get id(): Uuid {
    return ofWorkspace.read(this.#data, 'id');
  }

  get name(): string {
    return ofWorkspace.read(this.#data, 'name');
  }

  get ownerName(): string {
    return ofWorkspace.read(this.#data, 'owner_name');
  }

  get owner(): UserNode {
    return new UserNode(this.#loaders, () => ofWorkspace.read(this.#data, 'owner_id'), {
      username: () => this.ownerName,
      avatar_url: () => ofWorkspace.read(this.#data, 'owner_avatar_url'),
    });
  }

  get latestKnownBuildNumber(): number {
    const latest = ofWorkspace.peek(this.#data, 'latest_build');
    return (latest && ofBuild.peek(latest, 'build_number')) ?? 1;
  }

  detail(): Workspace {
    return this.#data;
  }
}

/** A workspace that came with a build: it knows its id, name and owner. */
class BuildWorkspaceNode extends WorkspaceNode {
  readonly isRead = false;
  readonly #loaders: NodeLoaders;
  readonly #build: Build;

  constructor(loaders: NodeLoaders, build: Build) {
    super();
    this.#loaders = loaders;
    this.#build = build;
  }

  get id(): Uuid {
    return ofBuild.read(this.#build, 'workspace_id');
  }

  get name(): string {
    return ofBuild.read(this.#build, 'workspace_name');
  }

  get ownerName(): string {
    return ofBuild.read(this.#build, 'workspace_owner_name');
  }

  get owner(): UserNode {
    return new UserNode(this.#loaders, () => ofBuild.read(this.#build, 'workspace_owner_id'), {
      username: () => this.ownerName,
      avatar_url: () => ofBuild.read(this.#build, 'workspace_owner_avatar_url'),
    });
  }

  get latestKnownBuildNumber(): number {
    return ofBuild.peek(this.#build, 'build_number') ?? 1;
  }

  detail(): MaybePromise<Workspace | null> {
    return this.#loaders.workspaces.ofBuild(this.id);
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
    return ofBuild.read(this.data, 'id');
  }

  get job(): JobNode {
    return { job: ofBuild.read(this.data, 'job'), build: this };
  }

  get workspace(): WorkspaceNode {
    return new BuildWorkspaceNode(this.loaders, this.data);
  }

  get initiator(): UserNode {
    return new UserNode(this.loaders, () => ofBuild.read(this.data, 'initiator_id'), {
      username: () => ofBuild.read(this.data, 'initiator_name') ?? undefined,
    });
  }

  /** The job's initiator is a bare id; where the build names the same user, it is known by name. */
  jobInitiator(id: Uuid): UserNode {
    return id === ofBuild.peek(this.data, 'initiator_id') ? this.initiator : new UserNode(this.loaders, () => id, {});
  }

  /** Whether `complete` makes no call. */
  get isComplete(): boolean {
    return true;
  }

  /** The build with nothing blank; null when it is out of reach by now. */
  complete(): MaybePromise<Build | null> {
    return this.data;
  }

  /** The JSON that shows its provisioners; null when it is out of reach. */
  withProvisioners(): MaybePromise<Build | null> {
    return this.data;
  }
}

/** A build read by its id: Coder leaves `matched_provisioners` blank there, also while the job is pending. */
export class BuildByIdNode extends BuildNode {
  override withProvisioners(): MaybePromise<Build | null> {
    if (ofJob.peek(ofBuild.read(this.data, 'job'), 'status') !== 'pending') return this.data;
    const owner = ofBuild.read(this.data, 'workspace_owner_id');
    const name = ofBuild.read(this.data, 'workspace_name');
    const number = ofBuild.read(this.data, 'build_number');
    return this.loaders.builds
      .byName({ owner, name, number })
      .then((node) => (node?.id === this.id ? node.data : null));
  }
}

/** A build as the answer to its creation shows it: what Coder fills in later is blank there, and is read again. */
export class CreatedBuildNode extends BuildNode {
  override get isComplete(): boolean {
    return false;
  }

  override complete(): MaybePromise<Build | null> {
    return this.loaders.builds.byId(this.id).then((node) => node?.data ?? null);
  }
}

/** A job: of a build, or the import of a template version. */
export interface JobNode {
  job: Job;
  build: BuildNode | undefined;
  /** What it imports. */
  version?: TemplateVersion;
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

export interface ScriptNode {
  script: Script;
  agent: AgentNode;
}

export interface AppNode {
  app: App;
  agent: AgentNode;
}

/** What an object that mentions a user says of them. Absent: it does not say; `undefined`: it does not know. */
export type PartialUser = { [Key in UserKey]?: () => string | null | undefined };
type UserKey = 'username' | 'avatar_url' | 'name' | 'email';

/** A user. One that came as owner or initiator knows the username, perhaps the avatar. */
export class UserNode {
  readonly #id: () => Uuid;
  readonly #known: PartialUser;
  readonly #loaders: NodeLoaders;

  constructor(loaders: NodeLoaders, id: () => Uuid, known: PartialUser) {
    this.#loaders = loaders;
    this.#id = id;
    this.#known = known;
  }

  /** A user that was read. */
  static of(loaders: NodeLoaders, data: User): UserNode {
    const known = (key: UserKey) => () => ofUser.read(data, key);
    return new UserNode(loaders, () => ofUser.read(data, 'id'), {
      username: known('username'),
      avatar_url: known('avatar_url'),
      name: known('name'),
      email: known('email'),
    });
  }

  get id(): Uuid {
    return this.#id();
  }

  get __typename(): 'User' {
    return 'User';
  }

  /** One property: as known, else read; null when it is unset or the user is hidden. */
  property(key: UserKey): MaybePromise<string | null> {
    const known = this.#known[key]?.();
    if (known !== undefined) return known;
    return this.#loaders.users.load(this.id).then((user) => user && ofUser.read(user, key));
  }
}
