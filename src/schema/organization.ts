import type { Uuid } from '../coder/rest/scalars.ts';
import { encodeNodeId } from '../resolvers/ids.ts';
import { builder } from './builder.ts';

export const OrganizationRef = builder.objectRef<{ id: Uuid; name: string | null }>('Organization').implement({
  description: 'The organization that a workspace belongs to, as the workspace names it.',
  fields: (t) => ({
    id: t.id({ description: 'Opaque; unique in the graph.', resolve: ({ id }) => encodeNodeId('Organization', id) }),
    uuid: t.expose('id', { type: 'UUID', description: 'REST: `organization_id`.' }),
    name: t.exposeString('name', { nullable: true, description: 'REST: `organization_name`.' }),
  }),
});
