import type { JobInput, JobMetadata } from '../../coder/model.ts';
import * as rest from '../../coder/rest/job.ts';
import type { BuildNode, JobNode, ResourceNode } from '../../loaders/nodes.ts';
import { heldJobId, jobInitiator, queuedMs, runMs } from '../../resolvers/job.ts';
import { builder } from '../foundation/builder.ts';
import { JobErrorCode, JobStatus, JobType, Transition } from '../foundation/enums.ts';
import { KeyValueRef, keyValues } from '../foundation/key-value.ts';
import { BuildRef, JobRef, ResourceRef } from '../foundation/refs.ts';
import { fromNode, ownView, RestFields } from '../foundation/rest-fields.ts';
import { ofFullBuildOfJob, ofFullJob, ofJob } from '../foundation/views.ts';
import { UserRef } from '../workspaces/user.ts';

const input = new RestFields(ownView(rest.jobInput, (json: JobInput) => json));

const JobInputRef = builder.objectRef<JobInput>('JobInput').implement({
  description: 'What a job works on (REST: `job.input`).',
  fields: (t) => ({
    error: t.field(
      input.value('error', { type: 'String', description: 'Set only when Coder could not read the stored input.' }),
    ),
    templateVersionId: t.field(
      input.value('template_version_id', {
        type: 'UUID',
        description: 'Of imports and dry runs.',
      }),
    ),
    workspaceBuildId: t.field(
      input.value('workspace_build_id', {
        type: 'UUID',
        description: 'Of workspace builds.',
      }),
    ),
  }),
});

const metadata = new RestFields(ownView(rest.jobMetadata, (json: JobMetadata) => json));

const JobMetadataRef = builder.objectRef<JobMetadata>('JobMetadata').implement({
  description: 'What a job is about (REST: `job.metadata`).',
  fields: (t) => ({
    templateId: t.field(metadata.value('template_id', { type: 'UUID' })),
    templateName: t.field(metadata.value('template_name', { type: 'String' })),
    templateDisplayName: t.field(metadata.value('template_display_name', { type: 'String' })),
    templateIcon: t.field(metadata.value('template_icon', { type: 'String' })),
    templateVersionName: t.field(metadata.value('template_version_name', { type: 'String' })),
    workspaceId: t.field(metadata.value('workspace_id', { type: 'UUID' })),
    workspaceName: t.field(metadata.value('workspace_name', { type: 'String' })),
    workspaceBuildTransition: t.field(
      metadata.value('workspace_build_transition', {
        type: Transition,
      }),
    ),
  }),
});

/** All zero when the job came nested in a build: then it says nothing. */
function saysSomething(json: JobMetadata): boolean {
  const keys = Object.keys(rest.jobMetadata.fields) as (keyof typeof rest.jobMetadata.fields)[];
  return keys.some((key) => rest.jobMetadata.peek(json, key) !== null);
}

builder.node(JobRef, {
  description: 'The provisioner job that carries out a build or imports a template version (REST: `job` of either).',
  id: ofJob.globalId('Job', (id, node) => heldJobId(id, node)),
  fields: (t) => ({
    uuid: t.field(ofJob.value('id', { type: 'UUID' })),
    type: t.field(ofJob.value('type', { type: JobType })),
    status: t.field(ofJob.value('status', { type: JobStatus })),
    error: t.field(
      ofJob.value('error', {
        type: 'String',
        description: 'Why it failed, in the words of the provisioner; null when it did not.',
      }),
    ),
    errorCode: t.field(
      ofJob.value('error_code', {
        type: JobErrorCode,
        description: 'Null where Coder has no code for the failure.',
      }),
    ),
    createdAt: t.field(ofJob.value('created_at', { type: 'DateTime' })),
    startedAt: t.field(
      ofJob.value('started_at', {
        type: 'DateTime',
        description: 'When a provisioner took it; null before.',
      }),
    ),
    completedAt: t.field(
      ofJob.value('completed_at', {
        type: 'DateTime',
        description: 'When it ended, whatever the outcome; null until then.',
      }),
    ),
    canceledAt: t.field(
      ofJob.value('canceled_at', {
        type: 'DateTime',
        description:
          'When somebody asked to cancel it; stays when the job then ends `FAILED`, as a running one normally does.',
      }),
    ),
    queuedMs: t.field(
      ofJob.computed(
        ['created_at', 'started_at', 'completed_at'],
        {
          type: 'Float',
          nullable: true,
          description:
            'Milliseconds from `createdAt` to `startedAt`, or to the end when it never started; null while queued.',
        },
        ([createdAt, startedAt, completedAt]) => queuedMs(createdAt, startedAt, completedAt),
      ),
    ),
    durationMs: t.field(
      ofJob.computed(
        ['started_at', 'completed_at'],
        {
          type: 'Float',
          nullable: true,
          description: 'Milliseconds from `startedAt` to `completedAt`; null before that, and when it never started.',
        },
        ([startedAt, completedAt]) => runMs(startedAt, completedAt),
      ),
    ),
    fileId: t.field(
      ofJob.value('file_id', {
        type: 'UUID',
        description: "The template's source archive.",
      }),
    ),
    tags: t.field(
      ofJob.computed(
        ['tags'],
        { type: [KeyValueRef], description: 'Which provisioners may take it (REST: `tags`).' },
        ([map]) => keyValues(map),
      ),
    ),
    queuePosition: t.field(
      ofFullJob.value('queue_position', {
        type: 'Int',
        description: 'From 1; 0 when the job is not pending or no provisioner could take it.',
      }),
    ),
    queueSize: t.field(
      ofFullJob.value('queue_size', {
        type: 'Int',
        description: 'Pending jobs in the queue; 0 whenever `queuePosition` is 0.',
      }),
    ),
    workerId: t.field(
      ofJob.value('worker_id', {
        type: 'UUID',
        description: 'The provisioner that took it; null before.',
      }),
    ),
    workerName: t.field(
      ofJob.value('worker_name', {
        type: 'String',
        description: "Coder sends it only in its list of jobs, so it is null for a build's job.",
      }),
    ),
    availableWorkers: t.field(
      ofJob.value('available_workers', {
        type: ['UUID'],
        description: "Coder sends them only in its list of jobs, so they are empty for a build's job.",
      }),
    ),
    logsOverflowed: t.field(
      ofJob.value('logs_overflowed', { type: 'Boolean', description: 'Whether the log reached 1 MiB and was cut.' }),
    ),
    initiator: t.field(
      ofJob.computed(
        ['initiator_id'],
        { type: UserRef, nullable: true, description: 'REST: `initiator_id`.' },
        ([id], node, { loaders }) => (id === null ? null : jobInitiator(id, node, loaders)),
      ),
    ),
    organizationId: t.field(
      ofJob.value('organization_id', {
        type: 'UUID',
      }),
    ),
    input: t.field(ofJob.object('input', { type: JobInputRef })),
    metadata: t.field(
      ofJob.computed(
        ['metadata'],
        {
          type: JobMetadataRef,
          nullable: true,
          description: 'Null when Coder leaves it blank, as it does for the job of a build (REST: `metadata`).',
        },
        ([json]) => (json && saysSomething(json) ? json : null),
      ),
    ),
    build: t.field(
      fromNode(
        {
          type: BuildRef,
          nullable: true,
          description: 'The build that the job carries out; null when it imports a template version.',
        },
        ({ build }: JobNode) => build,
      ),
    ),
    resources: t.field(
      ofFullBuildOfJob.list(
        'resources',
        {
          type: [ResourceRef],
          description: 'What the job made; the same as `build { resources }`, and empty for imports.',
        },
        (resource, { build }): ResourceNode => ({ resource, build: build as BuildNode }),
      ),
    ),
  }),
});
