import type { BuildNode } from '../loaders/nodes.ts';
import { encodeNodeId } from '../resolvers/ids.ts';
import { builder } from './builder.ts';
import { ofBuild, ofFullBuild } from './views.ts';

export const TemplateVersionRef = builder.objectRef<BuildNode>('TemplateVersion').implement({
  description: 'The version of the template that a build uses, as the build names it.',
  fields: (t) => ({
    id: t.field(
      ofBuild.computed(['template_version_id'], { type: 'ID', description: 'Opaque; unique in the graph.' }, ([id]) =>
        encodeNodeId('TemplateVersion', id),
      ),
    ),
    uuid: t.field(ofBuild.value('template_version_id', { type: 'UUID' })),
    name: t.field(ofFullBuild.value('template_version_name', { type: 'String' })),
  }),
});
