import type { JobInput, JobMetadata } from '../coder/model.ts';
import { jobInitiatorOf, jobInputOf, jobMetadataOf, resourcesOf, withFullBuild } from '../resolvers/build.ts';
import { compositeId } from '../resolvers/ids.ts';
import { dropInvalidItems } from '../resolvers/invalid-items.ts';
import { builder } from './builder.ts';
import { JobErrorCode, JobStatus, JobType, Transition } from './enums.ts';
import { KeyValueRef, keyValues } from './key-value.ts';
import { BuildRef, JobRef, ResourceRef } from './refs.ts';
import { UserRef } from './user.ts';

const JobInputRef = builder.objectRef<JobInput>('JobInput').implement({
  description: 'What a job works on (REST: `job.input`).',
  fields: (t) => ({
    error: t.exposeString('error', {
      nullable: true,
      description: 'Set only when Coder could not read the stored input (REST: `error`).',
    }),
    templateVersionId: t.expose('template_version_id', {
      type: 'UUID',
      nullable: true,
      description: 'Of imports and dry runs (REST: `template_version_id`).',
    }),
    workspaceBuildId: t.expose('workspace_build_id', {
      type: 'UUID',
      nullable: true,
      description: 'Of workspace builds (REST: `workspace_build_id`).',
    }),
  }),
});

const JobMetadataRef = builder.objectRef<JobMetadata>('JobMetadata').implement({
  description: 'What a job is about (REST: `job.metadata`).',
  fields: (t) => ({
    templateId: t.expose('template_id', { type: 'UUID', nullable: true, description: 'REST: `template_id`.' }),
    templateName: t.exposeString('template_name', { nullable: true, description: 'REST: `template_name`.' }),
    templateDisplayName: t.exposeString('template_display_name', {
      nullable: true,
      description: 'REST: `template_display_name`.',
    }),
    templateIcon: t.exposeString('template_icon', { nullable: true, description: 'REST: `template_icon`.' }),
    templateVersionName: t.exposeString('template_version_name', {
      nullable: true,
      description: 'REST: `template_version_name`.',
    }),
    workspaceId: t.expose('workspace_id', { type: 'UUID', nullable: true, description: 'REST: `workspace_id`.' }),
    workspaceName: t.exposeString('workspace_name', { nullable: true, description: 'REST: `workspace_name`.' }),
    workspaceBuildTransition: t.expose('workspace_build_transition', {
      type: Transition,
      nullable: true,
      description: 'REST: `workspace_build_transition`.',
    }),
  }),
});

builder.node(JobRef, {
  description: 'The provisioner job that carries out a build (REST: `job` of a build).',
  id: { resolve: ({ job, build }) => compositeId(build.id, job.id), description: 'Global id.' },
  fields: (t) => ({
    uuid: t.field({ type: 'UUID', description: 'REST: `id`.', resolve: ({ job }) => job.id }),
    type: t.field({ type: JobType, description: 'REST: `type`.', resolve: ({ job }) => job.type }),
    status: t.field({ type: JobStatus, description: 'REST: `status`.', resolve: ({ job }) => job.status }),
    error: t.string({
      nullable: true,
      description: 'Why it failed, in the words of the provisioner; null when it did not (REST: `error`).',
      resolve: ({ job }) => job.error,
    }),
    errorCode: t.field({
      type: JobErrorCode,
      nullable: true,
      description: 'Null where Coder has no code for the failure (REST: `error_code`).',
      resolve: ({ job }) => job.error_code,
    }),
    createdAt: t.field({ type: 'DateTime', description: 'REST: `created_at`.', resolve: ({ job }) => job.created_at }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When a provisioner took it; null before (REST: `started_at`).',
      resolve: ({ job }) => job.started_at,
    }),
    completedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended, whatever the outcome; null until then (REST: `completed_at`).',
      resolve: ({ job }) => job.completed_at,
    }),
    canceledAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When somebody asked to cancel it; stays when the job then ends `FAILED`, as a running one normally does (REST: `canceled_at`).',
      resolve: ({ job }) => job.canceled_at,
    }),
    fileId: t.field({
      type: 'UUID',
      nullable: true,
      description: "The template's source archive (REST: `file_id`).",
      resolve: ({ job }) => job.file_id,
    }),
    tags: t.field({
      type: [KeyValueRef],
      description: 'Which provisioners may take it (REST: `tags`).',
      resolve: ({ job }) => keyValues(job.tags),
    }),
    queuePosition: t.int({
      description: 'From 1; 0 when the job is not pending or no provisioner could take it (REST: `queue_position`).',
      resolve: ({ build }) => withFullBuild(build, ({ job }) => job.queue_position),
    }),
    queueSize: t.int({
      description: 'Pending jobs in the queue; 0 whenever `queuePosition` is 0 (REST: `queue_size`).',
      resolve: ({ build }) => withFullBuild(build, ({ job }) => job.queue_size),
    }),
    workerId: t.field({
      type: 'UUID',
      nullable: true,
      description: 'The provisioner that took it; null before (REST: `worker_id`).',
      resolve: ({ job }) => job.worker_id,
    }),
    workerName: t.string({
      nullable: true,
      description: "Coder sends it only in its list of jobs, so it is null for a build's job (REST: `worker_name`).",
      resolve: ({ job }) => job.worker_name,
    }),
    availableWorkers: t.field({
      type: ['UUID'],
      description:
        "Coder sends them only in its list of jobs, so they are empty for a build's job (REST: `available_workers`).",
      resolve: ({ job }, _, context, info) => [...dropInvalidItems(job.available_workers, context, info)],
    }),
    logsOverflowed: t.boolean({
      description: 'Whether the log reached 1 MiB and was cut (REST: `logs_overflowed`).',
      resolve: ({ job }) => job.logs_overflowed,
    }),
    initiator: t.field({
      type: UserRef,
      nullable: true,
      description: 'REST: `initiator_id`.',
      resolve: (node, _, context) => jobInitiatorOf(node, context),
    }),
    organizationId: t.field({
      type: 'UUID',
      description: 'REST: `organization_id`.',
      resolve: ({ job }) => job.organization_id,
    }),
    input: t.field({ type: JobInputRef, description: 'REST: `input`.', resolve: jobInputOf }),
    metadata: t.field({
      type: JobMetadataRef,
      nullable: true,
      description: 'Null when Coder leaves it blank, as it does for the job of a build (REST: `metadata`).',
      resolve: jobMetadataOf,
    }),
    build: t.field({
      type: BuildRef,
      description: 'The build that the job carries out.',
      resolve: ({ build }) => build,
    }),
    resources: t.field({
      type: [ResourceRef],
      description: 'What the job made; the same as `build { resources }`.',
      resolve: ({ build }, _, context, info) => resourcesOf(build, context, info),
    }),
  }),
});
