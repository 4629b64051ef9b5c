import type { Workspace } from '../coder/model.ts';
import * as rest from '../coder/rest/workspace.ts';
import { encodeNodeId } from '../resolvers/ids.ts';
import { builder } from './builder.ts';
import { ownView, RestFields } from './rest-fields.ts';

// A field of a template is reached only where the workspace has a `template_id`.
const template = new RestFields(ownView(rest.workspace, (json: Workspace) => json));

export const TemplateRef = builder.objectRef<Workspace>('Template').implement({
  description: 'The template that a workspace is made from, as the workspace shows it.',
  fields: (t) => ({
    id: t.field(
      template.computed(['template_id'], { type: 'ID', description: 'Opaque; unique in the graph.' }, ([id]) =>
        encodeNodeId('Template', id as string),
      ),
    ),
    uuid: t.field(
      template.computed(['template_id'], { type: 'UUID', description: 'REST: `template_id`.' }, ([id]) => id as string),
    ),
    name: t.field(template.value('template_name', { type: 'String' })),
    displayName: t.field(template.value('template_display_name', { type: 'String', description: 'Null when unset.' })),
    icon: t.field(
      template.value('template_icon', { type: 'String', description: 'URL or path in Coder; null when unset.' }),
    ),
    activeVersionId: t.field(
      template.value('template_active_version_id', {
        type: 'UUID',
        description: 'The version that new builds should use.',
      }),
    ),
    allowUserCancelWorkspaceJobs: t.field(
      template.value('template_allow_user_cancel_workspace_jobs', {
        type: 'Boolean',
        description: 'Whether users who are not owners of the deployment may cancel builds.',
      }),
    ),
    requireActiveVersion: t.field(
      template.value('template_require_active_version', {
        type: 'Boolean',
        description: 'Whether builds must use the active version.',
      }),
    ),
    useClassicParameterFlow: t.field(
      template.value('template_use_classic_parameter_flow', {
        type: 'Boolean',
        description: 'Whether parameters are static.',
      }),
    ),
  }),
});
