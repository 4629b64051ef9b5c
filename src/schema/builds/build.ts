import type { MatchedProvisioners } from '../../coder/model.ts';
import * as rest from '../../coder/rest/build.ts';
import type { AgentNode, BuildNode, ResourceNode } from '../../loaders/nodes.ts';
import { BuildVersionNode } from '../../loaders/template-nodes.ts';
import { buildNumber } from '../../resolvers/arguments.ts';
import { buildLogs, buildParameters, buildState, fullBuild, workspaceUrl } from '../../resolvers/build.ts';
import { uuidArgument } from '../../resolvers/ids.ts';
import { outcome } from '../../resolvers/job.ts';
import { builder } from '../foundation/builder.ts';
import { connection, pageComplexity } from '../foundation/connection.ts';
import { WHOLE_TEXT } from '../foundation/costs.ts';
import { BuildOutcome, BuildReason, BuildStatus, LogLevel, LogSource, Transition } from '../foundation/enums.ts';
import { logArguments } from '../foundation/log-arguments.ts';
import { AgentRef, BuildRef, JobRef, ResourceRef, TemplateVersionRef, WorkspaceRef } from '../foundation/refs.ts';
import { fromNode, ownView, RestFields } from '../foundation/rest-fields.ts';
import { ofBuild, ofBuildWithProvisioners, ofFullBuild, ofJobOfBuild } from '../foundation/views.ts';
import { UserRef } from '../workspaces/user.ts';
import { BuildLogConnection } from './build-log.ts';
import { BuildParameterRef } from './build-parameter.ts';
import { BuildTimingsRef } from './build-timings.ts';
import { ProvisionerStateRef } from './provisioner-state.ts';

const provisioners = new RestFields(ownView(rest.matchedProvisioners, (json: MatchedProvisioners) => json));

const MatchedProvisionersRef = builder.objectRef<MatchedProvisioners>('MatchedProvisioners').implement({
  description: 'The provisioner daemons that could take a pending job (REST: `matched_provisioners` of a build).',
  fields: (t) => ({
    count: t.field(provisioners.value('count', { type: 'Int', description: 'Daemons that fit and were ever seen.' })),
    available: t.field(provisioners.value('available', { type: 'Int', description: 'Of those, seen of late.' })),
    mostRecentlySeen: t.field(
      provisioners.value('most_recently_seen', {
        type: 'DateTime',
        description: 'Null when none was.',
      }),
    ),
  }),
});

function resourceNode(resource: ResourceNode['resource'], build: BuildNode): ResourceNode {
  return { resource, build };
}

builder.node(BuildRef, {
  description:
    'One start, stop or deletion of a workspace (REST: `GET /workspacebuilds/{workspacebuild}`). Its job, resources, agents and apps come with it.',
  id: ofBuild.globalId('Build', (id) => id),
  fields: (t) => ({
    uuid: t.field(ofBuild.value('id', { type: 'UUID' })),
    url: t.field(
      ofBuild.computed(
        ['workspace_owner_name', 'workspace_name', 'build_number'],
        {
          type: 'String',
          description:
            "The build in Coder's UI: `<Coder>/@owner/name/builds/7`, where `<Coder>` is the address that Coder gives for itself (REST: `dashboard_url` of `/buildinfo`).",
        },
        ([owner, name, number], _, context) => `${workspaceUrl(owner, name, context)}/builds/${number}`,
      ),
    ),
    buildNumber: t.field(
      ofBuild.value('build_number', { type: 'Int', description: 'From 1, consecutive within its workspace.' }),
    ),
    transition: t.field(
      ofBuild.value('transition', {
        type: Transition,
      }),
    ),
    status: t.field(ofBuild.value('status', { type: BuildStatus })),
    outcome: t.field(
      ofJobOfBuild.computed(
        ['status', 'completed_at', 'canceled_at'],
        {
          type: BuildOutcome,
          description: 'What became of it, by its job (REST: `job.status`, `job.completed_at`, `job.canceled_at`).',
        },
        ([status, completedAt, canceledAt]) => outcome(status, completedAt, canceledAt),
      ),
    ),
    reason: t.field(ofBuild.value('reason', { type: BuildReason })),
    createdAt: t.field(
      ofBuild.value('created_at', {
        type: 'DateTime',
      }),
    ),
    updatedAt: t.field(
      ofBuild.value('updated_at', {
        type: 'DateTime',
        description: 'Moves on completion, a change of the deadline, a write of the state.',
      }),
    ),
    deadline: t.field(
      ofFullBuild.value('deadline', {
        type: 'DateTime',
        description: 'When the workspace stops by itself; null when it does not.',
      }),
    ),
    maxDeadline: t.field(
      ofFullBuild.value('max_deadline', {
        type: 'DateTime',
        description: 'How far `deadline` can be moved; null for no bound.',
      }),
    ),
    dailyCost: t.field(ofBuild.value('daily_cost', { type: 'Int', description: 'Quota credits per day.' })),
    hasAiTask: t.field(
      ofFullBuild.value('has_ai_task', {
        type: 'Boolean',
        deprecationReason: 'Coder deprecates it. Use `workspace { taskId }`.',
        description: 'Null until the build succeeds.',
      }),
    ),
    hasExternalAgent: t.field(
      ofFullBuild.value('has_external_agent', { type: 'Boolean', description: 'Null until the build succeeds.' }),
    ),
    initiator: t.field(
      fromNode(
        {
          type: UserRef,
          description:
            'Who made the build; for AUTOSTART, AUTOSTOP and DORMANCY Coder names the owner (REST: `initiator_id`, `initiator_name`).',
        },
        ({ initiator }: BuildNode) => initiator,
      ),
    ),
    workspace: t.field(
      fromNode(
        {
          type: WorkspaceRef,
          description:
            'Its id, name and owner cost nothing; what else is selected is read (REST: `workspace_id`). A deleted workspace stays.',
        },
        ({ workspace }: BuildNode) => workspace,
      ),
    ),
    templateVersion: t.field(
      fromNode(
        {
          type: TemplateVersionRef,
          description: 'Its id and name cost nothing (REST: `template_version_id`, `template_version_name`).',
        },
        (build: BuildNode, { loaders }) => new BuildVersionNode(loaders, build, fullBuild),
      ),
    ),
    templateVersionPresetId: t.field(
      ofBuild.value('template_version_preset_id', {
        type: 'UUID',
        description: 'The preset that its parameters match; null when none.',
      }),
    ),
    matchedProvisioners: t.field(
      ofBuildWithProvisioners.object('matched_provisioners', {
        type: MatchedProvisionersRef,
        description:
          'Meaningful while the job is pending; then a build that was reached by its id is read once more, since Coder leaves it blank there.',
      }),
    ),
    job: t.field(ofBuild.object('job', { type: JobRef }, (job, build) => ({ job, build }))),
    resources: t.field(
      ofFullBuild.list(
        'resources',
        { type: [ResourceRef], description: 'What the build made; empty until its job succeeds.' },
        resourceNode,
      ),
    ),
    agents: t.field(
      ofFullBuild.listOfEach(
        ['resources', 'agents'],
        {
          type: [AgentRef],
          description: 'The agents of all resources, in order; empty once a newer build has succeeded.',
        },
        resourceNode,
        (agent, resource: ResourceNode): AgentNode => ({ agent, resource }),
      ),
    ),
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
      complexity: pageComplexity,
      resolve: (build, args, context, info) => buildLogs(build, args, context, info),
    }),
    logText: t.string({
      nullable: true,
      description:
        'The whole log as Coder formats it: `<time> [<level>] [provisioner|<stage>] <output>` (REST: `…/logs?format=text`; one upstream call).',
      complexity: WHOLE_TEXT,
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
