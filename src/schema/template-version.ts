import type { BuildNode } from '../loaders/nodes.ts';
import { withFullBuild } from '../resolvers/build.ts';
import { encodeNodeId } from '../resolvers/ids.ts';
import { builder } from './builder.ts';

export const TemplateVersionRef = builder.objectRef<BuildNode>('TemplateVersion').implement({
  description: 'The version of the template that a build uses, as the build names it.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque; unique in the graph.',
      resolve: ({ data }) => encodeNodeId('TemplateVersion', data.template_version_id),
    }),
    uuid: t.field({
      type: 'UUID',
      description: 'REST: `template_version_id`.',
      resolve: ({ data }) => data.template_version_id,
    }),
    name: t.string({
      description: 'REST: `template_version_name`.',
      resolve: (build) => withFullBuild(build, (known) => known.template_version_name),
    }),
  }),
});
