import type DataLoader from 'dataloader';
import { endpoints } from '../coder/endpoints.ts';
import type { Organization, Workspace } from '../coder/model.ts';
import { organization as ofOrganization } from '../coder/rest/organization.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { workspace as ofWorkspace } from '../coder/rest/workspace.ts';
import type { CoderSession } from '../coder/session.ts';
import { unbatchedLoader } from './unbatched-loader.ts';

/** Organizations by UUID. */
export function organizationLoader(session: CoderSession): DataLoader<Uuid, Organization | null> {
  return unbatchedLoader((organization) => session.read(endpoints.organization, { path: { organization } }));
}

/** An organization: its id and name are known whatever it came with. */
export class OrganizationNode {
  readonly #id: () => Uuid;
  readonly #name: () => string | null;

  constructor(id: () => Uuid, name: () => string | null) {
    this.#id = id;
    this.#name = name;
  }

  /** One that was read. */
  static of(json: Organization): OrganizationNode {
    return new OrganizationNode(
      () => ofOrganization.read(json, 'id'),
      () => ofOrganization.read(json, 'name'),
    );
  }

  /** As a workspace names it. */
  static ofWorkspace(id: Uuid, json: Workspace): OrganizationNode {
    return new OrganizationNode(
      () => id,
      () => ofWorkspace.read(json, 'organization_name'),
    );
  }

  get __typename(): 'Organization' {
    return 'Organization';
  }

  get id(): Uuid {
    return this.#id();
  }

  get name(): string | null {
    return this.#name();
  }
}
