import type { Workspace } from '../coder/model.ts';
import { encodeNodeId } from '../resolvers/ids.ts';
import { builder } from './builder.ts';

/** A workspace whose template's id is known; what Coder says of the template stands in the workspace. */
export type TemplateSource = Workspace & { template_id: string };

export const TemplateRef = builder.objectRef<TemplateSource>('Template').implement({
  description: 'The template that a workspace is made from, as the workspace shows it.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque; unique in the graph.',
      resolve: (workspace) => encodeNodeId('Template', workspace.template_id),
    }),
    uuid: t.expose('template_id', { type: 'UUID', description: 'REST: `template_id`.' }),
    name: t.string({
      description: 'REST: `template_name`.',
      resolve: (workspace) => workspace.template_name as string,
    }),
    displayName: t.exposeString('template_display_name', {
      nullable: true,
      description: 'Null when unset (REST: `template_display_name`).',
    }),
    icon: t.exposeString('template_icon', {
      nullable: true,
      description: 'URL or path in Coder; null when unset (REST: `template_icon`).',
    }),
    activeVersionId: t.expose('template_active_version_id', {
      type: 'UUID',
      nullable: true,
      description: 'The version that new builds should use (REST: `template_active_version_id`).',
    }),
    allowUserCancelWorkspaceJobs: t.exposeBoolean('template_allow_user_cancel_workspace_jobs', {
      nullable: true,
      description:
        'Whether users who are not owners of the deployment may cancel builds (REST: `template_allow_user_cancel_workspace_jobs`).',
    }),
    requireActiveVersion: t.exposeBoolean('template_require_active_version', {
      nullable: true,
      description: 'Whether builds must use the active version (REST: `template_require_active_version`).',
    }),
    useClassicParameterFlow: t.exposeBoolean('template_use_classic_parameter_flow', {
      nullable: true,
      description: 'Whether parameters are static (REST: `template_use_classic_parameter_flow`).',
    }),
  }),
});
