import type { WorkspaceHealth, WorkspaceShare } from '../coder/model.ts';
import { buildNumber } from '../resolvers/arguments.ts';
import { workspaceUrl } from '../resolvers/build.ts';
import { uuidArgument } from '../resolvers/ids.ts';
import { dropInvalidItems } from '../resolvers/invalid-items.ts';
import { buildPage, detail, failingAgents, latestBuild, workspaceById, workspacePage } from '../resolvers/workspace.ts';
import { AppStatusRef } from './app-status.ts';
import { BuildConnection } from './build.ts';
import { builder } from './builder.ts';
import { pageComplexity } from './connection.ts';
import { AutomaticUpdates, ShareActorType } from './enums.ts';
import { OrganizationRef } from './organization.ts';
import { AgentRef, BuildRef, WorkspaceRef } from './refs.ts';
import { TemplateRef, type TemplateSource } from './template.ts';
import { UserRef } from './user.ts';

const WorkspaceShareRef = builder.objectRef<WorkspaceShare>('WorkspaceShare').implement({
  description: 'A user or group that a workspace is shared with (REST: an entry of `shared_with`).',
  fields: (t) => ({
    uuid: t.expose('id', { type: 'UUID', description: 'REST: `id`.' }),
    name: t.exposeString('name', { description: 'REST: `name`.' }),
    actorType: t.expose('actor_type', { type: ShareActorType, description: 'REST: `actor_type`.' }),
    avatarUrl: t.exposeString('avatar_url', { nullable: true, description: 'Null when unset (REST: `avatar_url`).' }),
    roles: t.field({
      type: ['String'],
      description: 'What it may do: `admin`, `use` (REST: `roles`).',
      resolve: ({ roles }, _, context, info) => [...dropInvalidItems(roles, context, info)],
    }),
  }),
});

const WorkspaceHealthRef = builder.objectRef<WorkspaceHealth>('WorkspaceHealth').implement({
  description: 'Whether the agents of a workspace work as they should (REST: `health` of a workspace).',
  fields: (t) => ({
    healthy: t.exposeBoolean('healthy', { description: 'REST: `healthy`.' }),
    failingAgents: t.field({
      type: [AgentRef],
      description: 'Sub-agents are not considered (REST: `failing_agents`).',
      resolve: ({ failing_agents }, _, context, info) => failingAgents(failing_agents, context, info),
    }),
  }),
});

builder.node(WorkspaceRef, {
  description:
    'A development workspace (REST: `GET /workspaces/{workspace}`). One that came with a build knows its id, name and owner; the rest is read once when selected, and is null when out of reach.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  fields: (t) => ({
    uuid: t.expose('id', { type: 'UUID', description: 'REST: `id`.' }),
    name: t.exposeString('name', { description: 'Unique among those of its owner (REST: `name`).' }),
    url: t.string({
      description:
        "The workspace in Coder's UI: `<Coder>/@owner/name`, where `<Coder>` is the address that Coder gives for itself (REST: `dashboard_url` of `/buildinfo`).",
      resolve: ({ owner, name }, _, context) => workspaceUrl(owner.knownUsername, name, context),
    }),
    owner: t.field({
      type: UserRef,
      description: 'REST: `owner_id`, `owner_name`, `owner_avatar_url`.',
      resolve: ({ owner }) => owner,
    }),
    organization: t.field({
      type: OrganizationRef,
      nullable: true,
      description: 'REST: `organization_id`, `organization_name`.',
      resolve: (workspace) =>
        detail(workspace, ({ organization_id: id, organization_name: name }) =>
          id ? { id, name: name ?? null } : null,
        ),
    }),
    template: t.field({
      type: TemplateRef,
      nullable: true,
      description: 'REST: the keys that begin with `template_`.',
      resolve: (workspace) => detail(workspace, (known) => (known.template_id ? (known as TemplateSource) : null)),
    }),
    latestBuild: t.field({
      type: BuildRef,
      nullable: true,
      description: 'The newest build; its status is the state of the workspace (REST: `latest_build`).',
      resolve: (workspace, _, context) => latestBuild(workspace, context),
    }),
    builds: t.field({
      type: BuildConnection,
      nullable: true,
      description:
        'All builds, newest first (REST: `GET /workspaces/{workspace}/builds`). No build is given twice or missed when new ones are made between two pages.',
      args: {
        first: t.arg.int({ description: 'How many: 1 to 100, default 25.' }),
        after: t.arg.string({ description: 'Go on behind this cursor of the same connection.' }),
        since: t.arg({ type: 'DateTime', description: 'Only builds created after this time.' }),
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
    createdAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'REST: `created_at`.',
      resolve: (workspace) => detail(workspace, ({ created_at }) => created_at),
    }),
    updatedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'REST: `updated_at`.',
      resolve: (workspace) => detail(workspace, ({ updated_at }) => updated_at),
    }),
    lastUsedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Null when never used (REST: `last_used_at`).',
      resolve: (workspace) => detail(workspace, ({ last_used_at }) => last_used_at),
    }),
    nextStartAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its schedule starts it next; null when it does not (REST: `next_start_at`).',
      resolve: (workspace) => detail(workspace, ({ next_start_at }) => next_start_at),
    }),
    dormantAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when it is dormant; null when it is not (REST: `dormant_at`).',
      resolve: (workspace) => detail(workspace, ({ dormant_at }) => dormant_at),
    }),
    deletingAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it will be deleted for dormancy; null when it will not (REST: `deleting_at`).',
      resolve: (workspace) => detail(workspace, ({ deleting_at }) => deleting_at),
    }),
    autostartSchedule: t.string({
      nullable: true,
      description: 'Cron with `CRON_TZ`; null when it has none (REST: `autostart_schedule`).',
      resolve: (workspace) => detail(workspace, ({ autostart_schedule }) => autostart_schedule),
    }),
    automaticUpdates: t.field({
      type: AutomaticUpdates,
      nullable: true,
      description: 'REST: `automatic_updates`.',
      resolve: (workspace) => detail(workspace, ({ automatic_updates }) => automatic_updates),
    }),
    ttlMs: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'Milliseconds after a start until it stops by itself; null when it does not (REST: `ttl_ms`).',
      resolve: (workspace) => detail(workspace, ({ ttl_ms }) => ttl_ms),
    }),
    outdated: t.boolean({
      nullable: true,
      description: "Whether its build uses another version than the template's active one (REST: `outdated`).",
      resolve: (workspace) => detail(workspace, ({ outdated }) => outdated),
    }),
    favorite: t.boolean({
      nullable: true,
      description: 'Whether the viewer is its owner and made it a favorite (REST: `favorite`).',
      resolve: (workspace) => detail(workspace, ({ favorite }) => favorite),
    }),
    allowRenames: t.boolean({
      nullable: true,
      description: 'REST: `allow_renames`.',
      resolve: (workspace) => detail(workspace, ({ allow_renames }) => allow_renames),
    }),
    isPrebuild: t.boolean({
      nullable: true,
      description: 'Whether it was built in advance and nobody has claimed it (REST: `is_prebuild`).',
      resolve: (workspace) => detail(workspace, ({ is_prebuild }) => is_prebuild),
    }),
    health: t.field({
      type: WorkspaceHealthRef,
      nullable: true,
      description: 'REST: `health`.',
      resolve: (workspace) => detail(workspace, ({ health }) => health),
    }),
    latestAppStatus: t.field({
      type: AppStatusRef,
      nullable: true,
      description: 'The newest status of any of its apps; null when there is none (REST: `latest_app_status`).',
      resolve: (workspace) => detail(workspace, ({ latest_app_status }) => latest_app_status as never),
    }),
    taskId: t.field({
      type: 'UUID',
      nullable: true,
      description: 'The AI task that it serves; null when none (REST: `task_id`).',
      resolve: (workspace) => detail(workspace, ({ task_id }) => task_id),
    }),
    sharedWith: t.field({
      type: [WorkspaceShareRef],
      nullable: true,
      description: 'REST: `shared_with`.',
      resolve: async (workspace, _, context, info) => {
        const shares = await detail(workspace, ({ shared_with }) => shared_with ?? []);
        return shares && [...dropInvalidItems(shares, context, info)];
      },
    }),
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
        resolve: (page) => (page as typeof page & { totalCount: number }).totalCount,
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
      'A workspace by its owner and name (REST: `GET /users/{user}/workspace/{workspacename}`); null when it is deleted or hidden.',
    args: {
      owner: t.arg.string({ required: true, defaultValue: 'me', description: 'Username, UUID, or `me`.' }),
      name: t.arg.string({ required: true, description: 'Name of the workspace; case does not matter.' }),
    },
    resolve: async (_, { owner, name }, { loaders }) => {
      const workspace = await loaders.workspaces.byName(owner, name);
      return workspace && loaders.workspace(workspace);
    },
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
