import type { TemplateNode } from '../../loaders/template-nodes.ts';
import { uuidArgument } from '../../resolvers/ids.ts';
import { activeVersion, templateById } from '../../resolvers/template.ts';
import { versionPage } from '../../resolvers/template-versions.ts';
import { builder } from '../foundation/builder.ts';
import { pageComplexity } from '../foundation/connection.ts';
import { TemplateRef, TemplateVersionRef } from '../foundation/refs.ts';
import { fromNode, nodeId } from '../foundation/rest-fields.ts';
import { ofTemplateDetail } from '../foundation/views.ts';
import { TemplateVersionConnection } from './template-version.ts';

builder.node(TemplateRef, {
  description:
    'What workspaces are made from (REST: `GET /templates/{template}`). One that came with a workspace knows all but its description, its deprecation and its versions; those are read when selected, and null when out of reach.',
  id: nodeId('Template', ({ id }: TemplateNode) => id),
  fields: (t) => ({
    uuid: t.field(fromNode({ type: 'UUID', description: 'REST: `id`, `template_id`.' }, ({ id }: TemplateNode) => id)),
    name: t.field(
      fromNode(
        { type: 'String', description: 'Unique in its organization (REST: `name`, `template_name`).' },
        ({ name }: TemplateNode) => name,
      ),
    ),
    displayName: t.field(
      fromNode(
        {
          type: 'String',
          nullable: true,
          description: 'Null when unset (REST: `display_name`, `template_display_name`).',
        },
        ({ displayName }: TemplateNode) => displayName,
      ),
    ),
    icon: t.field(
      fromNode(
        {
          type: 'String',
          nullable: true,
          description: 'URL or path in Coder; null when unset (REST: `icon`, `template_icon`).',
        },
        ({ icon }: TemplateNode) => icon,
      ),
    ),
    activeVersionId: t.field(
      fromNode(
        {
          type: 'UUID',
          nullable: true,
          description:
            'The version that new builds should use (REST: `active_version_id`, `template_active_version_id`).',
        },
        ({ activeVersionId }: TemplateNode) => activeVersionId,
      ),
    ),
    activeVersion: t.field({
      type: TemplateVersionRef,
      nullable: true,
      description:
        'The version that new builds should use (REST: `GET /templateversions/{templateversion}`; one upstream call).',
      resolve: (template, _, context) => activeVersion(template, context),
    }),
    versions: t.field({
      type: TemplateVersionConnection,
      nullable: true,
      description:
        'All versions but archived ones, newest first (REST: `GET /templates/{template}/versions`; one upstream call per page, a few more for the newest of more than 100). No version is given twice or missed when new ones are made between two pages.',
      args: {
        first: t.arg.int({ description: 'How many: 1 to 100, default 25.' }),
        after: t.arg.string({ description: 'Go on behind this cursor of the same connection.' }),
      },
      complexity: pageComplexity,
      resolve: (template, args, context, info) => versionPage(template, args, context, info),
    }),
    description: t.field(
      ofTemplateDetail.value('description', { type: 'String', description: 'Plain text; null when unset.' }),
    ),
    deprecated: t.field(
      ofTemplateDetail.value('deprecated', {
        type: 'Boolean',
        description: 'Whether no new workspace should be made from it.',
      }),
    ),
    allowUserCancelWorkspaceJobs: t.field(
      fromNode(
        {
          type: 'Boolean',
          nullable: true,
          description:
            'Whether users who are not owners of the deployment may cancel builds (REST: `allow_user_cancel_workspace_jobs`, `template_allow_user_cancel_workspace_jobs`).',
        },
        ({ allowUserCancelWorkspaceJobs }: TemplateNode) => allowUserCancelWorkspaceJobs,
      ),
    ),
    requireActiveVersion: t.field(
      fromNode(
        {
          type: 'Boolean',
          nullable: true,
          description:
            'Whether builds must use the active version (REST: `require_active_version`, `template_require_active_version`).',
        },
        ({ requireActiveVersion }: TemplateNode) => requireActiveVersion,
      ),
    ),
    useClassicParameterFlow: t.field(
      fromNode(
        {
          type: 'Boolean',
          nullable: true,
          description:
            'Whether parameters are static (REST: `use_classic_parameter_flow`, `template_use_classic_parameter_flow`).',
        },
        ({ useClassicParameterFlow }: TemplateNode) => useClassicParameterFlow,
      ),
    ),
  }),
});

builder.queryField('template', (t) =>
  t.field({
    type: TemplateRef,
    nullable: true,
    description: 'A template by its id (REST: `GET /templates/{template}`); null when there is none or it is hidden.',
    args: { id: t.arg.id({ required: true, description: 'Global id or UUID.' }) },
    resolve: (_, { id }, context) => templateById(uuidArgument('Template', 'id', String(id)), context),
  }),
);
