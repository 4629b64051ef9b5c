import type { WorkspacePage } from '../../coder/model.ts';
import * as rest from '../../coder/rest/workspace.ts';
import type { WorkspaceNode } from '../../loaders/nodes.ts';
import { OrganizationNode } from '../../loaders/organizations.ts';
import { WorkspaceTemplateNode } from '../../loaders/template-nodes.ts';
import { buildNumber } from '../../resolvers/arguments.ts';
import { workspaceUrl } from '../../resolvers/build.ts';
import { buildPage } from '../../resolvers/build-pages.ts';
import { uuidArgument } from '../../resolvers/ids.ts';
import { workspaceWithName } from '../../resolvers/readable-workspace.ts';
import { workspaceById, workspacePage } from '../../resolvers/workspace.ts';
import { AppStatusRef } from '../agents/app-status.ts';
import { BuildConnection } from '../builds/build.ts';
import { builder } from '../foundation/builder.ts';
import { pageComplexity } from '../foundation/connection.ts';
import { AutomaticUpdates, BuildReason, BuildStatus, Transition } from '../foundation/enums.ts';
import { BuildRef, TemplateRef, WorkspaceRef } from '../foundation/refs.ts';
import { fromNode, nodeId } from '../foundation/rest-fields.ts';
import { ofWorkspaceDetail } from '../foundation/views.ts';
import { OrganizationRef } from './organization.ts';
import { UserRef } from './user.ts';
import { WorkspaceHealthRef } from './workspace-health.ts';
import { WorkspacePermissionsRef } from './workspace-permissions.ts';
import { WorkspaceShareRef } from './workspace-share.ts';

builder.node(WorkspaceRef, {
  description:
    'A development workspace (REST: `GET /workspaces/{workspace}`). One that came with a build knows its id, name and owner; the rest is read once when selected, and is null when out of reach. One whose template the token may not read is known in the same way, from its builds, by whatever path: all else is `FORBIDDEN`.',
  id: nodeId('Workspace', ({ id }: WorkspaceNode) => id),
  fields: (t) => ({
    uuid: t.field(fromNode({ type: 'UUID', description: 'REST: `id`.' }, ({ id }: WorkspaceNode) => id)),
    name: t.field(
      fromNode(
        { type: 'String', description: 'Unique among those of its owner (REST: `name`).' },
        ({ name }: WorkspaceNode) => name,
      ),
    ),

    url: t.field(
      fromNode(
        {
          type: 'String',
          description:
            "The workspace in Coder's UI: `<Coder>/@owner/name`, where `<Coder>` is the address that Coder gives for itself (REST: `dashboard_url` of `/buildinfo`).",
        },
        ({ ownerName, name }: WorkspaceNode, context) => workspaceUrl(ownerName, name, context),
      ),
    ),
    owner: t.field(
      fromNode(
        { type: UserRef, description: 'REST: `owner_id`, `owner_name`, `owner_avatar_url`.' },
        ({ owner }: WorkspaceNode) => owner,
      ),
    ),
    organization: t.field(
      ofWorkspaceDetail.computed(
        ['organization_id'],
        { type: OrganizationRef, nullable: true, description: 'REST: `organization_id`, `organization_name`.' },
        ([id], _, __, json) => (id === null ? null : OrganizationNode.ofWorkspace(id, json)),
      ),
    ),
    template: t.field(
      ofWorkspaceDetail.computed(
        ['template_id'],
        { type: TemplateRef, nullable: true, description: 'REST: the keys that begin with `template_`.' },
        ([id], _, { loaders }, json) => (id === null ? null : new WorkspaceTemplateNode(loaders, id, json)),
      ),
    ),
    latestBuild: t.field(
      ofWorkspaceDetail.object(
        'latest_build',
        { type: BuildRef, description: 'The newest build; its status is the state of the workspace.' },
        (json, _, { loaders }) => loaders.builds.node(json),
      ),
    ),
    builds: t.field({
      type: BuildConnection,
      nullable: true,
      description:
        'Its builds, newest first (REST: `GET /workspaces/{workspace}/builds`). No build is given twice or missed when new ones are made between two pages. Coder does not filter by status, transition or reason: the gateway looks through the list, in pages that grow, through 2000 builds in one operation at most. A page that ends early for that has fewer items than asked for, perhaps none, `hasNextPage` (with `last`: `hasPreviousPage`), and a cursor to go on.',
      args: {
        first: t.arg.int({ description: 'How many, from the newest on: 1 to 100, default 25.' }),
        after: t.arg.string({ description: 'Only builds older than the one at this cursor of the same connection.' }),
        last: t.arg.int({ description: 'How many, from the oldest on: 1 to 100; not together with `first`.' }),
        before: t.arg.string({ description: 'Only builds newer than the one at this cursor of the same connection.' }),
        since: t.arg({ type: 'DateTime', description: 'Only builds created after this time.' }),
        status: t.arg({
          type: [BuildStatus],
          description: 'Only builds in one of these states; `UNKNOWN` is any that this version does not know.',
        }),
        transition: t.arg({ type: Transition, description: 'Only builds that do this.' }),
        reason: t.arg({ type: [BuildReason], description: 'Only builds made for one of these reasons.' }),
      },
      complexity: pageComplexity,
      resolve: (workspace, args, context, info) => buildPage(workspace, args, context, info),
    }),
    build: t.field({
      type: BuildRef,
      nullable: true,
      description: 'One of its builds by its number; null when there is none.',
      args: { number: t.arg.int({ required: true, description: 'Build number, from 1.' }) },
      resolve: ({ id, latestKnownBuildNumber }, { number }, { loaders }) =>
        loaders.builds.byNumber(id, buildNumber('number', number), latestKnownBuildNumber),
    }),
    createdAt: t.field(
      ofWorkspaceDetail.value('created_at', {
        type: 'DateTime',
      }),
    ),
    updatedAt: t.field(
      ofWorkspaceDetail.value('updated_at', {
        type: 'DateTime',
      }),
    ),
    lastUsedAt: t.field(
      ofWorkspaceDetail.value('last_used_at', {
        type: 'DateTime',
        description: 'Null when never used.',
      }),
    ),
    nextStartAt: t.field(
      ofWorkspaceDetail.value('next_start_at', {
        type: 'DateTime',
        description: 'When its schedule starts it next; null when it does not.',
      }),
    ),
    dormantAt: t.field(
      ofWorkspaceDetail.value('dormant_at', {
        type: 'DateTime',
        description: 'Since when it is dormant; null when it is not.',
      }),
    ),
    deletingAt: t.field(
      ofWorkspaceDetail.value('deleting_at', {
        type: 'DateTime',
        description: 'When it will be deleted for dormancy; null when it will not.',
      }),
    ),
    autostartSchedule: t.field(
      ofWorkspaceDetail.value('autostart_schedule', {
        type: 'String',
        description: 'Cron with `CRON_TZ`; null when it has none.',
      }),
    ),
    automaticUpdates: t.field(
      ofWorkspaceDetail.value('automatic_updates', {
        type: AutomaticUpdates,
      }),
    ),
    ttlMs: t.field(
      ofWorkspaceDetail.value('ttl_ms', {
        type: 'BigInt',
        description: 'Milliseconds after a start until it stops by itself; null when it does not.',
      }),
    ),
    outdated: t.field(
      ofWorkspaceDetail.value('outdated', {
        type: 'Boolean',
        description: "Whether its build uses another version than the template's active one.",
      }),
    ),
    favorite: t.field(
      ofWorkspaceDetail.value('favorite', {
        type: 'Boolean',
        description: 'Whether the viewer is its owner and made it a favorite.',
      }),
    ),
    allowRenames: t.field(ofWorkspaceDetail.value('allow_renames', { type: 'Boolean' })),
    isPrebuild: t.field(
      ofWorkspaceDetail.value('is_prebuild', {
        type: 'Boolean',
        description: 'Whether it was built in advance and nobody has claimed it.',
      }),
    ),
    health: t.field(
      ofWorkspaceDetail.object('health', {
        type: WorkspaceHealthRef,
      }),
    ),
    latestAppStatus: t.field(
      ofWorkspaceDetail.object(
        'latest_app_status',
        { type: AppStatusRef, description: 'The newest status of any of its apps; null when there is none.' },
        (status) => ({ status }),
      ),
    ),
    taskId: t.field(
      ofWorkspaceDetail.value('task_id', {
        type: 'UUID',
        description: 'The AI task that it serves; null when none.',
      }),
    ),
    sharedWith: t.field(
      ofWorkspaceDetail.list('shared_with', {
        type: [WorkspaceShareRef],
        description: 'Sorted by name: Coder sends them in another order each time.',
      }),
    ),
    viewerCan: t.field(
      ofWorkspaceDetail.computed(
        [],
        {
          type: WorkspacePermissionsRef,
          nullable: true,
          description:
            'What the viewer may do with it (REST: `POST /authcheck`; the workspaces of a request share its calls). Null when Coder does not say.',
        },
        (_, __, ___, json) => json,
      ),
    ),
  }),
});

const WorkspaceConnection = builder.connectionObject(
  {
    type: WorkspaceRef,
    name: 'WorkspaceConnection',
    description:
      "Workspaces in Coder's order: own favorites, then running ones, then by owner and name. One that changes its place between two pages may be missed or given twice.",
    fields: (t) => ({
      totalCount: t.int({
        description: 'All matches, also those of other pages and a few that Coder then hides (REST: `count`).',
        resolve: (page) => rest.workspaces.read((page as typeof page & { json: WorkspacePage }).json, 'count'),
      }),
    }),
  },
  { name: 'WorkspaceEdge', description: 'An item of a WorkspaceConnection and its cursor.' },
);

builder.queryFields((t) => ({
  workspace: t.field({
    type: WorkspaceRef,
    nullable: true,
    description:
      'A workspace by its id (REST: `GET /workspaces/{workspace}`; several in one query are one search); null when it is deleted or hidden.',
    args: { id: t.arg.id({ required: true, description: 'Global id or UUID.' }) },
    resolve: (_, { id }, context, info) => workspaceById(uuidArgument('Workspace', 'id', String(id)), context, info),
  }),
  workspaceByName: t.field({
    type: WorkspaceRef,
    nullable: true,
    description:
      'A workspace by its owner and name (REST: `GET /users/{user}/workspace/{workspacename}`); null when it is deleted or hidden, which takes a second call to know: Coder answers alike where only the template is hidden.',
    args: {
      owner: t.arg.string({ required: true, defaultValue: 'me', description: 'Username, UUID, or `me`.' }),
      name: t.arg.string({ required: true, description: 'Name of the workspace; case does not matter.' }),
    },
    resolve: (_, { owner, name }, { loaders }) => workspaceWithName(owner, name, loaders),
  }),
  workspaces: t.field({
    type: WorkspaceConnection,
    nullable: true,
    description: 'The workspaces that the viewer may see (REST: `GET /workspaces`).',
    args: {
      first: t.arg.int({ description: 'How many: 1 to 100, default 25.' }),
      after: t.arg.string({ description: 'Go on behind this cursor of the same connection.' }),
      query: t.arg.string({
        description:
          "Coder's search, such as `owner:me status:running`. Keys: id, owner, template, name, status, has-agent, dormant, last_used_after, last_used_before, outdated, organization, shared and others.",
      }),
    },
    complexity: pageComplexity,
    resolve: (_, args, context, info) => workspacePage(args, context, info),
  }),
}));
