import type { Build, Template, TemplateVersion, Workspace } from '../coder/model.ts';
import type { RestObject } from '../coder/response/check.ts';
import { build as ofBuild } from '../coder/rest/build.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import * as rest from '../coder/rest/template.ts';
import { workspace as ofWorkspace } from '../coder/rest/workspace.ts';
import { type BuildNode, type MaybePromise, type NodeLoaders, UserNode } from './nodes.ts';

/** The loaders through which templates and their versions complete themselves. */
export interface TemplateLoaders extends NodeLoaders {
  readonly templates: { load(id: Uuid): Promise<Template | null> };
  readonly templateVersions: { load(id: Uuid): Promise<TemplateVersion | null> };
}

/** A template, of which the most important is known whatever it came with. */
export abstract class TemplateNode {
  abstract readonly id: Uuid;
  abstract readonly name: string;
  abstract readonly displayName: string | null;
  abstract readonly icon: string | null;
  abstract readonly activeVersionId: Uuid | null;
  abstract readonly allowUserCancelWorkspaceJobs: boolean | null;
  abstract readonly requireActiveVersion: boolean | null;
  abstract readonly useClassicParameterFlow: boolean | null;
  /** Whether `detail` makes no call. */
  abstract readonly isRead: boolean;

  get __typename(): 'Template' {
    return 'Template';
  }

  /** Everything Coder says of it; null when it is out of reach. */
  abstract detail(): MaybePromise<Template | null>;
}

/** A template that was read. */
export class ReadTemplateNode extends TemplateNode {
  readonly isRead = true;
  readonly #data: Template;

  constructor(data: Template) {
    super();
    this.#data = data;
  }

  get id(): Uuid {
    return rest.template.read(this.#data, 'id');
  }

  get name(): string {
    return rest.template.read(this.#data, 'name');
  }

  get displayName(): string | null {
    return rest.template.read(this.#data, 'display_name');
  }

  get icon(): string | null {
    return rest.template.read(this.#data, 'icon');
  }

  get activeVersionId(): Uuid | null {
    return rest.template.read(this.#data, 'active_version_id');
  }

  get allowUserCancelWorkspaceJobs(): boolean | null {
    return rest.template.read(this.#data, 'allow_user_cancel_workspace_jobs');
  }

  get requireActiveVersion(): boolean | null {
    return rest.template.read(this.#data, 'require_active_version');
  }

  get useClassicParameterFlow(): boolean | null {
    return rest.template.read(this.#data, 'use_classic_parameter_flow');
  }

  detail(): Template {
    return this.#data;
  }
}

/** A template as a workspace that is made from it shows it. */
export class WorkspaceTemplateNode extends TemplateNode {
  readonly isRead = false;
  readonly id: Uuid;
  readonly #loaders: TemplateLoaders;
  readonly #workspace: Workspace;

  constructor(loaders: TemplateLoaders, id: Uuid, workspace: Workspace) {
    super();
    this.#loaders = loaders;
    this.id = id;
    this.#workspace = workspace;
  }

  get name(): string {
    return ofWorkspace.read(this.#workspace, 'template_name');
  }

  get displayName(): string | null {
    return ofWorkspace.read(this.#workspace, 'template_display_name');
  }

  get icon(): string | null {
    return ofWorkspace.read(this.#workspace, 'template_icon');
  }

  get activeVersionId(): Uuid | null {
    return ofWorkspace.read(this.#workspace, 'template_active_version_id');
  }

  get allowUserCancelWorkspaceJobs(): boolean | null {
    return ofWorkspace.read(this.#workspace, 'template_allow_user_cancel_workspace_jobs');
  }

  get requireActiveVersion(): boolean | null {
    return ofWorkspace.read(this.#workspace, 'template_require_active_version');
  }

  get useClassicParameterFlow(): boolean | null {
    return ofWorkspace.read(this.#workspace, 'template_use_classic_parameter_flow');
  }

  detail(): Promise<Template | null> {
    return this.#loaders.templates.load(this.id);
  }
}

/** A version of a template: its id and name are known whatever it came with. */
export abstract class TemplateVersionNode {
  abstract readonly id: Uuid;
  /** Whether `detail` makes no call. */
  abstract readonly isRead: boolean;
  /** The JSON that has the name; a promise where it takes a call. */
  abstract named(): MaybePromise<Build | TemplateVersion>;
  abstract readonly nameIsAtHand: boolean;
  abstract nameIn(json: RestObject): string;

  get __typename(): 'TemplateVersion' {
    return 'TemplateVersion';
  }

  /** Everything Coder says of it; null when it is out of reach. */
  abstract detail(): MaybePromise<TemplateVersion | null>;
}

/** A version that was read. */
export class ReadTemplateVersionNode extends TemplateVersionNode {
  readonly isRead = true;
  readonly nameIsAtHand = true;
  readonly #data: TemplateVersion;

  constructor(data: TemplateVersion) {
    super();
    this.#data = data;
  }

  get id(): Uuid {
    return rest.templateVersion.read(this.#data, 'id');
  }

  named(): TemplateVersion {
    return this.#data;
  }

  nameIn(json: RestObject): string {
    return rest.templateVersion.read(json as TemplateVersion, 'name');
  }

  detail(): TemplateVersion {
    return this.#data;
  }
}

/** The version that a build uses, as the build names it. */
export class BuildVersionNode extends TemplateVersionNode {
  readonly isRead = false;
  readonly #loaders: TemplateLoaders;
  readonly #build: BuildNode;
  readonly #full: (build: BuildNode) => MaybePromise<Build>;

  /** `full` gives a build with nothing blank. */
  constructor(loaders: TemplateLoaders, build: BuildNode, full: (build: BuildNode) => MaybePromise<Build>) {
    super();
    this.#loaders = loaders;
    this.#build = build;
    this.#full = full;
  }

  get id(): Uuid {
    return ofBuild.read(this.#build.data, 'template_version_id');
  }

  get nameIsAtHand(): boolean {
    return this.#build.isComplete;
  }

  named(): MaybePromise<Build> {
    return this.#full(this.#build);
  }

  nameIn(json: RestObject): string {
    return ofBuild.read(json as Build, 'template_version_name');
  }

  detail(): Promise<TemplateVersion | null> {
    return this.#loaders.templateVersions.load(this.id);
  }
}

/** Who made a version, as the version says. */
export function authorOf(loaders: NodeLoaders, version: TemplateVersion): UserNode | null {
  const author = rest.templateVersion.read(version, 'created_by');
  if (author === null) return null;
  return new UserNode(loaders, () => rest.versionAuthor.read(author, 'id'), {
    username: () => rest.versionAuthor.read(author, 'username'),
    name: () => rest.versionAuthor.read(author, 'name'),
    avatar_url: () => rest.versionAuthor.read(author, 'avatar_url'),
  });
}
