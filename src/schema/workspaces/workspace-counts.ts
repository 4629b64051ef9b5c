import { type StatusCount, workspacesByStatus } from '../../resolvers/workspace-counts.ts';
import { builder } from '../foundation/builder.ts';
import { BuildStatus } from '../foundation/enums.ts';

const WorkspaceStatusCountRef = builder.objectRef<StatusCount>('WorkspaceStatusCount').implement({
  description: 'How many workspaces have a status.',
  fields: (t) => ({
    status: t.field({
      type: BuildStatus,
      description: 'The status of their latest builds (REST: `status:` of a search).',
      resolve: ({ status }) => status,
    }),
    count: t.exposeInt('count', {
      description: 'All matches, also a few that Coder hides when it lists them (REST: `count`).',
    }),
  }),
});

builder.queryField('workspacesByStatus', (t) =>
  t.field({
    type: [WorkspaceStatusCountRef],
    nullable: true,
    description:
      'How many workspaces have each status; those that none has are left out (REST: `count` of `GET /workspaces`; one upstream call per status, without rows).',
    args: {
      query: t.arg.string({
        description: "Coder's search, as for `workspaces`. With a `status:` of its own it is one upstream call.",
      }),
    },
    resolve: (_, args, context) => workspacesByStatus(args, context),
  }),
);
