import type { Workspace } from '../../coder/model.ts';
import * as rest from '../../coder/rest/workspace.ts';
import { encodeNodeId } from '../../resolvers/ids.ts';
import { builder } from '../foundation/builder.ts';
import { ownView, RestFields } from '../foundation/rest-fields.ts';

// A field of an organization is reached only where the workspace has an `organization_id`.
const organization = new RestFields(ownView(rest.workspace, (json: Workspace) => json));

export const OrganizationRef = builder.objectRef<Workspace>('Organization').implement({
  description: 'The organization that a workspace belongs to, as the workspace names it.',
  fields: (t) => ({
    id: t.field(
      organization.computed(['organization_id'], { type: 'ID', description: 'Opaque; unique in the graph.' }, ([id]) =>
        encodeNodeId('Organization', id as string),
      ),
    ),
    uuid: t.field(
      organization.computed(
        ['organization_id'],
        { type: 'UUID', description: 'REST: `organization_id`.' },
        ([id]) => id as string,
      ),
    ),
    name: t.field(organization.value('organization_name', { type: 'String' })),
  }),
});
