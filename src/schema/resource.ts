import type { ResourceMetadata } from '../coder/model.ts';
import { agentsOf } from '../resolvers/build.ts';
import { compositeId } from '../resolvers/ids.ts';
import { dropInvalidItems } from '../resolvers/invalid-items.ts';
import { builder } from './builder.ts';
import { Transition } from './enums.ts';
import { AgentRef, BuildRef, JobRef, ResourceRef } from './refs.ts';

const ResourceMetadataRef = builder.objectRef<ResourceMetadata>('ResourceMetadata').implement({
  description: 'A fact that the template shows about a resource (REST: `metadata` of a resource).',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'REST: `key`.' }),
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
      resolve: ({ value, sensitive }, { reveal }) => (sensitive && !reveal ? null : value),
    }),
    sensitive: t.exposeBoolean('sensitive', { description: 'REST: `sensitive`.' }),
  }),
});

builder.node(ResourceRef, {
  description: 'Something that a build made: a container, a volume, an instance (REST: `resources` of a build).',
  id: { resolve: ({ resource, build }) => compositeId(build.id, resource.id), description: 'Global id.' },
  fields: (t) => ({
    uuid: t.field({ type: 'UUID', description: 'REST: `id`.', resolve: ({ resource }) => resource.id }),
    name: t.string({ description: 'Terraform name (REST: `name`).', resolve: ({ resource }) => resource.name }),
    type: t.string({
      description: 'Terraform type, such as `docker_container` (REST: `type`).',
      resolve: ({ resource }) => resource.type,
    }),
    icon: t.string({
      description: 'URL or path in Coder; may be empty (REST: `icon`).',
      resolve: ({ resource }) => resource.icon,
    }),
    hide: t.boolean({
      description: 'Whether the template wants it hidden in the UI (REST: `hide`).',
      resolve: ({ resource }) => resource.hide,
    }),
    dailyCost: t.int({
      description: 'Quota credits per day (REST: `daily_cost`).',
      resolve: ({ resource }) => resource.daily_cost,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When the job completed (REST: `created_at`).',
      resolve: ({ resource }) => resource.created_at,
    }),
    workspaceTransition: t.field({
      type: Transition,
      description: 'REST: `workspace_transition`.',
      resolve: ({ resource }) => resource.workspace_transition,
    }),
    metadata: t.field({
      type: [ResourceMetadataRef],
      description: 'REST: `metadata`.',
      resolve: ({ resource }, _, context, info) => [...dropInvalidItems(resource.metadata, context, info)],
    }),
    agents: t.field({
      type: [AgentRef],
      description: 'Its agents; empty once a newer build of the workspace has succeeded (REST: `agents`).',
      resolve: (node, _, context, info) => agentsOf(node, context, info),
    }),
    job: t.field({
      type: JobRef,
      description: 'The job that made it (REST: `job_id`).',
      resolve: ({ build }) => ({ job: build.data.job, build }),
    }),
    build: t.field({ type: BuildRef, description: 'The build that made it.', resolve: ({ build }) => build }),
  }),
});
