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

/**
 * The loaders of one request: each thing is read once, and what came embedded in another is not read at all. A loader is
 * made when it is first used: most requests use few of them, and one whose result is kept uses none.
 */
export class Loaders {
  readonly shown = new ShownBuilds();
  readonly #session: CoderSession;
  readonly #made: Partial<Pick<Loaders, LoaderName>> = {};
  #appHost: Promise<string | null> | undefined;

  constructor(session: CoderSession) {
    this.#session = session;
  }

  get users(): DataLoader<string, User | null> {
    return this.#once('users', userLoader);
  }

  get organizations(): DataLoader<Uuid, Organization | null> {
    return this.#once('organizations', organizationLoader);
  }

  get workspaces(): WorkspaceLoader {
    return this.#once(
      'workspaces',
      (session) =>
        new WorkspaceLoader(session, this.shown, (workspace) => {
          const latest = rest.workspace.peek(workspace, 'latest_build');
          if (latest) this.builds.node(latest);
        }),
    );
  }

  get builds(): BuildLoader {
    return this.#once('builds', (session) => new BuildLoader(session, this));
  }

  get agents(): AgentLoader {
    return this.#once('agents', (session) => new AgentLoader(session));
  }

  get details(): DetailLoaders {
    return this.#once('details', (session) => detailLoaders(session, this.shown));
  }

  get templates(): DataLoader<string, Template | null> {
    return this.#once('templates', templateLoader);
  }

  get templateVersions(): DataLoader<string, TemplateVersion | null> {
    return this.#once('templateVersions', templateVersionLoader);
  }

  get versionPages(): ReturnType<typeof versionPageLoader> {
    return this.#once('versionPages', versionPageLoader);
  }

  get forms(): FormLoaders {
    return this.#once('forms', formLoaders);
  }

  /** Rights stay what they are when a build is made: `clear` leaves them. */
  get permissions(): DataLoader<PermissionCheck, boolean, string> {
    return this.#once('permissions', permissionLoader);
  }

  /** What looking for rows may still cost. */
  get scans(): ScanBudget {
    return this.#once('scans', (session) => new ScanBudget(session));
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
    const { builds, workspaces, agents, details } = this.#made;
    builds?.clear();
    workspaces?.clear();
    agents?.clear();
    this.shown.clear();
    for (const loader of Object.values(details ?? {})) loader.clearAll();
  }

  #once<Name extends LoaderName>(name: Name, make: (session: CoderSession) => Loaders[Name]): Loaders[Name] {
    const made: Partial<Pick<Loaders, Name>> = this.#made;
    made[name] ??= make(this.#session);
    return made[name] as Loaders[Name];
  }
}

/** Those that are made when they are first used. */
type LoaderName = Exclude<keyof Loaders, 'shown' | 'appHost' | 'workspace' | 'clear'>;
