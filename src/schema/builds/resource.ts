import type { ResourceMetadata } from '../../coder/model.ts';
import * as rest from '../../coder/rest/build.ts';
import type { ResourceNode } from '../../loaders/nodes.ts';
import { compositeId } from '../../resolvers/ids.ts';
import { builder } from '../foundation/builder.ts';
import { Transition } from '../foundation/enums.ts';
import { AgentRef, BuildRef, JobRef, ResourceRef } from '../foundation/refs.ts';
import { fromNode, ownView, RestFields } from '../foundation/rest-fields.ts';
import { ofResource } from '../foundation/views.ts';

const metadata = new RestFields(ownView(rest.resourceMetadata, (json: ResourceMetadata) => json));

const ResourceMetadataRef = builder.objectRef<ResourceMetadata>('ResourceMetadata').implement({
  description: 'A fact that the template shows about a resource (REST: `metadata` of a resource).',
  fields: (t) => ({
    key: t.field(metadata.value('key', { type: 'String' })),
    value: t.string({
      nullable: true,
      description: 'REST: `value`, which Coder sends in clear even when it is sensitive.',
      args: {
        reveal: t.arg.boolean({
          required: true,
          defaultValue: false,
          description: 'Show the value although it is sensitive; without it, a sensitive value is null.',
        }),
      },
      resolve: (json, { reveal }) =>
        rest.resourceMetadata.read(json, 'sensitive') && !reveal ? null : rest.resourceMetadata.read(json, 'value'),
    }),
    sensitive: t.field(metadata.value('sensitive', { type: 'Boolean' })),
  }),
});

builder.node(ResourceRef, {
  description: 'Something that a build made: a container, a volume, an instance (REST: `resources` of a build).',
  id: ofResource.globalId('Resource', (id, { build }) => compositeId(build.id, id)),
  fields: (t) => ({
    uuid: t.field(ofResource.value('id', { type: 'UUID' })),
    name: t.field(ofResource.value('name', { type: 'String', description: 'Terraform name.' })),
    type: t.field(
      ofResource.value('type', { type: 'String', description: 'Terraform type, such as `docker_container`.' }),
    ),
    icon: t.field(ofResource.value('icon', { type: 'String', description: 'URL or path in Coder; may be empty.' })),
    hide: t.field(
      ofResource.value('hide', { type: 'Boolean', description: 'Whether the template wants it hidden in the UI.' }),
    ),
    dailyCost: t.field(ofResource.value('daily_cost', { type: 'Int', description: 'Quota credits per day.' })),
    createdAt: t.field(
      ofResource.value('created_at', {
        type: 'DateTime',
        description: 'When the job completed.',
      }),
    ),
    workspaceTransition: t.field(
      ofResource.value('workspace_transition', {
        type: Transition,
      }),
    ),
    metadata: t.field(
      ofResource.list('metadata', {
        type: [ResourceMetadataRef],
      }),
    ),
    agents: t.field(
      ofResource.list(
        'agents',
        { type: [AgentRef], description: 'Its agents; empty once a newer build of the workspace has succeeded.' },
        (agent, resource) => ({ agent, resource }),
      ),
    ),
    job: t.field(
      fromNode(
        { type: JobRef, description: 'The job that made it (REST: `job_id`).' },
        ({ build }: ResourceNode) => build.job,
      ),
    ),
    build: t.field(
      fromNode({ type: BuildRef, description: 'The build that made it.' }, ({ build }: ResourceNode) => build),
    ),
  }),
});
