import type { OrganizationNode } from '../../loaders/organizations.ts';
import { builder } from '../foundation/builder.ts';
import { fromNode, nodeId } from '../foundation/rest-fields.ts';

export const OrganizationRef = builder.objectRef<OrganizationNode>('Organization');

builder.node(OrganizationRef, {
  description:
    'The organization that a workspace belongs to, as the workspace names it (by its id: REST: `GET /organizations/{organization}`).',
  id: nodeId('Organization', ({ id }: OrganizationNode) => id),
  fields: (t) => ({
    uuid: t.field(
      fromNode({ type: 'UUID', description: 'REST: `organization_id`.' }, ({ id }: OrganizationNode) => id),
    ),
    name: t.field(
      fromNode(
        { type: 'String', nullable: true, description: 'REST: `organization_name`.' },
        ({ name }: OrganizationNode) => name,
      ),
    ),
  }),
});
