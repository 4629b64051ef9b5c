import type DataLoader from 'dataloader';
import { endpoints } from '../coder/endpoints.ts';
import type { Organization, Template, TemplateVersion, User, Workspace } from '../coder/model.ts';
import { appHost } from '../coder/rest/app-host.ts';
import type { PermissionCheck } from '../coder/rest/authcheck.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import * as rest from '../coder/rest/workspace.ts';
import type { CoderSession } from '../coder/session.ts';
import { AgentLoader } from './agents.ts';
import { type DetailLoaders, detailLoaders } from './build-details.ts';
import { BuildLoader } from './builds.ts';
import { ReadWorkspaceNode, type WorkspaceNode } from './nodes.ts';
import { organizationLoader } from './organizations.ts';
import { permissionLoader } from './permissions.ts';
import { ScanBudget } from './scan-budget.ts';
import { ShownBuilds } from './shown-builds.ts';
import {
  type FormLoaders,
  formLoaders,
  templateLoader,
  templateVersionLoader,
  versionPageLoader,
} from './templates.ts';
import { userLoader } from './users.ts';
import { WorkspaceLoader } from './workspaces.ts';

/** The loaders of one request: each thing is read once, and what came embedded in another is not read at all. */
export class Loaders {
  readonly users: DataLoader<string, User | null>;
  readonly organizations: DataLoader<Uuid, Organization | null>;
  readonly workspaces: WorkspaceLoader;
  readonly builds: BuildLoader;
  readonly agents: AgentLoader;
  readonly details: DetailLoaders;
  readonly templates: DataLoader<string, Template | null>;
  readonly templateVersions: DataLoader<string, TemplateVersion | null>;
  readonly versionPages: ReturnType<typeof versionPageLoader>;
  readonly forms: FormLoaders;
  /** Rights stay what they are when a build is made: `clear` leaves them. */
  readonly permissions: DataLoader<PermissionCheck, boolean, string>;
  readonly shown = new ShownBuilds();
  /** What looking for rows may still cost. */
  readonly scans: ScanBudget;

  readonly #session: CoderSession;
  #appHost: Promise<string | null> | undefined;

  constructor(session: CoderSession) {
    this.#session = session;
    this.scans = new ScanBudget(session);
    this.users = userLoader(session);
    this.organizations = organizationLoader(session);
    this.templates = templateLoader(session);
    this.templateVersions = templateVersionLoader(session);
    this.versionPages = versionPageLoader(session);
    this.forms = formLoaders(session);
    this.permissions = permissionLoader(session);
    this.agents = new AgentLoader(session);
    this.details = detailLoaders(session, this.shown);
    this.builds = new BuildLoader(session, this);
    this.workspaces = new WorkspaceLoader(session, this.shown, (workspace) => {
      const latest = rest.workspace.peek(workspace, 'latest_build');
      if (latest) this.builds.node(latest);
    });
  }

  /** The pattern of the hosts of subdomain apps; null when the deployment has none. Read once. */
  appHost(): Promise<string | null> {
    this.#appHost ??= this.#session
      .read(endpoints.appHost, { path: {} })
      .then((json) => json && appHost.read(json, 'host'));
    return this.#appHost;
  }

  /** The node of a workspace that was read. */
  workspace(data: Workspace): WorkspaceNode {
    return new ReadWorkspaceNode(this, data);
  }

  /** After a mutation: what it may have changed is read again, by whatever path. Users and templates it does not change. */
  clear(): void {
    this.builds.clear();
    this.workspaces.clear();
    this.agents.clear();
    this.shown.clear();
    for (const loader of Object.values(this.details)) loader.clearAll();
  }
}
