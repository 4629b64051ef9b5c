import type { Workspace } from '../../coder/model.ts';
import { mayCancelBuild, mayDo, mayUpdateState } from '../../resolvers/permissions.ts';
import { builder } from '../foundation/builder.ts';

export const WorkspacePermissionsRef = builder.objectRef<Workspace>('WorkspacePermissions').implement({
  description:
    'What the viewer has the right to do with a workspace, whatever state it is in: a right to start it is also there while it runs (REST: `POST /authcheck`). A mutation asks Coder anew.',
  fields: (t) => ({
    start: t.boolean({
      description: 'Start it (REST: action `start`; `update` for a dormant one).',
      resolve: (workspace, _, context) => mayDo('start', workspace, context),
    }),
    stop: t.boolean({
      description: 'Stop it (REST: action `stop`).',
      resolve: (workspace, _, context) => mayDo('stop', workspace, context),
    }),
    delete: t.boolean({
      description: 'Delete it (REST: action `delete`).',
      resolve: (workspace, _, context) => mayDo('delete', workspace, context),
    }),
    update: t.boolean({
      description: 'Change it (REST: action `update`).',
      resolve: (workspace, _, context) => mayDo('update', workspace, context),
    }),
    cancelBuild: t.boolean({
      description:
        'Cancel a build of it: who may change it, if its template lets users cancel, and else the owner of the site alone (REST: `template_allow_user_cancel_workspace_jobs`).',
      resolve: (workspace, _, context) => mayCancelBuild(workspace, context),
    }),
    updateState: t.boolean({
      description:
        'Read and replace the state of its builds: who may change its template (REST: action `update` of it).',
      resolve: (workspace, _, context) => mayUpdateState(workspace, context),
    }),
  }),
});
