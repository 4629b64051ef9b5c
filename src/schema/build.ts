import type { MatchedProvisioners } from '../coder/model.ts';
import { buildNumber } from '../resolvers/arguments.ts';
import {
  allAgentsOf,
  buildLogs,
  buildParameters,
  buildState,
  buildUrl,
  initiatorOf,
  resourcesOf,
  withFullBuild,
} from '../resolvers/build.ts';
import { uuidArgument } from '../resolvers/ids.ts';
import { BuildLogConnection } from './build-log.ts';
import { BuildParameterRef } from './build-parameter.ts';
import { BuildTimingsRef } from './build-timings.ts';
import { builder } from './builder.ts';
import { connection } from './connection.ts';
import { BuildReason, BuildStatus, LogLevel, LogSource, Transition } from './enums.ts';
import { logArguments, logComplexity } from './log-arguments.ts';
import { ProvisionerStateRef } from './provisioner-state.ts';
import { AgentRef, BuildRef, JobRef, ResourceRef, WorkspaceRef } from './refs.ts';
import { TemplateVersionRef } from './template-version.ts';
import { UserRef } from './user.ts';

const MatchedProvisionersRef = builder.objectRef<MatchedProvisioners>('MatchedProvisioners').implement({
  description: 'The provisioner daemons that could take a pending job (REST: `matched_provisioners` of a build).',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'Daemons that fit and were ever seen (REST: `count`).' }),
    available: t.exposeInt('available', { description: 'Of those, seen of late (REST: `available`).' }),
    mostRecentlySeen: t.expose('most_recently_seen', {
      type: 'DateTime',
      nullable: true,
      description: 'Null when none was (REST: `most_recently_seen`).',
    }),
  }),
});

builder.node(BuildRef, {
  description:
    'One start, stop or deletion of a workspace (REST: `GET /workspacebuilds/{workspacebuild}`). Its job, resources, agents and apps come with it.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  fields: (t) => ({
    uuid: t.field({ type: 'UUID', description: 'REST: `id`.', resolve: ({ id }) => id }),
    url: t.string({
      description:
        "The build in Coder's UI: `<Coder>/@owner/name/builds/7`, where `<Coder>` is the address that Coder gives for itself (REST: `dashboard_url` of `/buildinfo`).",
      resolve: (build, _, context) => buildUrl(build, context),
    }),
    buildNumber: t.int({
      description: 'From 1, consecutive within its workspace (REST: `build_number`).',
      resolve: ({ data }) => data.build_number,
    }),
    transition: t.field({
      type: Transition,
      description: 'REST: `transition`.',
      resolve: ({ data }) => data.transition,
    }),
    status: t.field({ type: BuildStatus, description: 'REST: `status`.', resolve: ({ data }) => data.status }),
    reason: t.field({ type: BuildReason, description: 'REST: `reason`.', resolve: ({ data }) => data.reason }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'REST: `created_at`.',
      resolve: ({ data }) => data.created_at,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'Moves on completion, a change of the deadline, a write of the state (REST: `updated_at`).',
      resolve: ({ data }) => data.updated_at,
    }),
    deadline: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the workspace stops by itself; null when it does not (REST: `deadline`).',
      resolve: (build) => withFullBuild(build, ({ deadline }) => deadline),
    }),
    maxDeadline: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'How far `deadline` can be moved; null for no bound (REST: `max_deadline`).',
      resolve: (build) => withFullBuild(build, ({ max_deadline }) => max_deadline),
    }),
    dailyCost: t.int({
      description: 'Quota credits per day (REST: `daily_cost`).',
      resolve: ({ data }) => data.daily_cost,
    }),
    hasAiTask: t.boolean({
      nullable: true,
      deprecationReason: 'Coder deprecates it. Use `workspace { taskId }`.',
      description: 'Null until the build succeeds (REST: `has_ai_task`).',
      resolve: (build) => withFullBuild(build, ({ has_ai_task }) => has_ai_task),
    }),
    hasExternalAgent: t.boolean({
      nullable: true,
      description: 'Null until the build succeeds (REST: `has_external_agent`).',
      resolve: (build) => withFullBuild(build, ({ has_external_agent }) => has_external_agent),
    }),
    initiator: t.field({
      type: UserRef,
      description:
        'Who made the build; for AUTOSTART, AUTOSTOP and DORMANCY Coder names the owner (REST: `initiator_id`, `initiator_name`).',
      resolve: (build, _, context) => initiatorOf(build, context),
    }),
    workspace: t.field({
      type: WorkspaceRef,
      description:
        'Its id, name and owner cost nothing; what else is selected is read (REST: `workspace_id`). A deleted workspace stays.',
      resolve: ({ data }, _, { loaders }) => loaders.workspace(data),
    }),
    templateVersion: t.field({
      type: TemplateVersionRef,
      description: 'REST: `template_version_id`, `template_version_name`.',
      resolve: (build) => build,
    }),
    templateVersionPresetId: t.field({
      type: 'UUID',
      nullable: true,
      description: 'The preset that its parameters match; null when none (REST: `template_version_preset_id`).',
      resolve: ({ data }) => data.template_version_preset_id,
    }),
    matchedProvisioners: t.field({
      type: MatchedProvisionersRef,
      nullable: true,
      description:
        'Meaningful while the job is pending; then a build that was reached by its id is read once more, since Coder leaves it blank there (REST: `matched_provisioners`).',
      resolve: (build) => build.matchedProvisioners(),
    }),
    job: t.field({
      type: JobRef,
      description: 'REST: `job`.',
      resolve: (build) => ({ job: build.data.job, build }),
    }),
    resources: t.field({
      type: [ResourceRef],
      description: 'What the build made; empty until its job succeeds (REST: `resources`).',
      resolve: (build, _, context, info) => resourcesOf(build, context, info),
    }),
    agents: t.field({
      type: [AgentRef],
      description: 'The agents of all resources, in order; empty once a newer build has succeeded.',
      resolve: (build, _, context, info) => allAgentsOf(build, context, info),
    }),
    parameters: t.field({
      type: [BuildParameterRef],
      nullable: true,
      description: 'REST: `GET /workspacebuilds/{workspacebuild}/parameters`; one upstream call.',
      resolve: (build, _, context, info) => buildParameters(build, context, info),
    }),
    timings: t.field({
      type: BuildTimingsRef,
      nullable: true,
      description: 'REST: `GET /workspacebuilds/{workspacebuild}/timings`; one upstream call.',
      resolve: ({ id }, _, { loaders }) => loaders.details.timings.load(id),
    }),
    logs: t.field({
      type: BuildLogConnection,
      nullable: true,
      description:
        'The log, oldest line first; the cursor is the log id, so `endCursor` is where `buildLogs(after:)` goes on (REST: `GET /workspacebuilds/{workspacebuild}/logs`; one upstream call).',
      args: {
        ...logArguments(t),
        minLevel: t.arg({
          type: LogLevel,
          description: 'Only lines of this severity or higher; lines of an unknown level are shown.',
        }),
        source: t.arg({ type: LogSource, description: 'Only lines of this source.' }),
      },
      complexity: logComplexity,
      resolve: (build, args, context, info) => buildLogs(build, args, context, info),
    }),
    logText: t.string({
      nullable: true,
      description:
        'The whole log as Coder formats it: `<time> [<level>] [provisioner|<stage>] <output>` (REST: `…/logs?format=text`; one upstream call).',
      resolve: ({ id }, _, { loaders }) => loaders.details.buildLogText.load(id),
    }),
    state: t.field({
      type: ProvisionerStateRef,
      nullable: true,
      description:
        'A secret. Null for those who may not update the template (REST: `GET /workspacebuilds/{workspacebuild}/state`; one upstream call).',
      resolve: buildState,
    }),
  }),
});

export const BuildConnection = connection(BuildRef, 'Build', 'Builds of a workspace, newest first.');

builder.queryFields((t) => ({
  build: t.field({
    type: BuildRef,
    nullable: true,
    description: 'A build by its id (REST: `GET /workspacebuilds/{workspacebuild}`); null when hidden.',
    args: { id: t.arg.id({ required: true, description: 'Global id or UUID.' }) },
    resolve: (_, { id }, { loaders }) => loaders.builds.byId(uuidArgument('Build', 'id', String(id))),
  }),
  buildByNumber: t.field({
    type: BuildRef,
    nullable: true,
    description:
      'A build by the name of its workspace and its number (REST: `GET /users/{user}/workspace/{workspacename}/builds/{buildnumber}`); null when there is none.',
    args: {
      owner: t.arg.string({ required: true, defaultValue: 'me', description: 'Username, UUID, or `me`.' }),
      workspace: t.arg.string({ required: true, description: 'Name of the workspace; case does not matter.' }),
      number: t.arg.int({ required: true, description: 'Build number, from 1.' }),
    },
    resolve: (_, { owner, workspace, number }, { loaders }) =>
      loaders.builds.byName({ owner, name: workspace, number: buildNumber('number', number) }),
  }),
}));
