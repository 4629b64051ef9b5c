import type { TemplateVersionNode } from '../../loaders/template-nodes.ts';
import { authorOf } from '../../loaders/template-nodes.ts';
import { uuidArgument } from '../../resolvers/ids.ts';
import { presets, templateOf, templateParameters, versionById } from '../../resolvers/template.ts';
import { builder } from '../foundation/builder.ts';
import { connection } from '../foundation/connection.ts';
import { JobRef, TemplateRef, TemplateVersionRef } from '../foundation/refs.ts';
import { fromNode, nodeId } from '../foundation/rest-fields.ts';
import { ofVersionDetail, ofVersionName } from '../foundation/views.ts';
import { UserRef } from '../workspaces/user.ts';
import { TemplateParameterRef } from './template-parameter.ts';
import { TemplatePresetRef } from './template-preset.ts';

builder.node(TemplateVersionRef, {
  description:
    'A version of a template (REST: `GET /templateversions/{templateversion}`). One that came with a build knows its id and name; the rest is read when selected, and null when out of reach.',
  id: nodeId('TemplateVersion', ({ id }: TemplateVersionNode) => id),
  fields: (t) => ({
    uuid: t.field(
      fromNode(
        { type: 'UUID', description: 'REST: `id`, `template_version_id`.' },
        ({ id }: TemplateVersionNode) => id,
      ),
    ),
    name: t.field(
      ofVersionName.computed(
        [],
        { type: 'String', description: 'Unique in its template (REST: `name`, `template_version_name`).' },
        (_, node, __, json) => node.nameIn(json),
      ),
    ),
    message: t.field(
      ofVersionDetail.value('message', { type: 'String', description: 'What its author says of it; null when unset.' }),
    ),
    readme: t.field(ofVersionDetail.value('readme', { type: 'String', description: 'Markdown; null when empty.' })),
    createdAt: t.field(ofVersionDetail.value('created_at', { type: 'DateTime' })),
    createdBy: t.field(
      ofVersionDetail.computed(
        [],
        { type: UserRef, nullable: true, description: 'REST: `created_by`.' },
        (_, __, { loaders }, json) => authorOf(loaders, json),
      ),
    ),
    archived: t.field(
      ofVersionDetail.value('archived', {
        type: 'Boolean',
        description: 'Whether it was put away; its builds go on.',
      }),
    ),
    job: t.field(
      ofVersionDetail.computed(
        ['job'],
        {
          type: JobRef,
          nullable: true,
          description: 'Its import: parameters are known when that has ended (REST: `job`).',
        },
        ([job], _, __, version) => job && { job, build: undefined, version },
      ),
    ),
    template: t.field({
      type: TemplateRef,
      nullable: true,
      description:
        'Its template; null for a version that belongs to none (REST: `template_id`, `GET /templates/{template}`; one upstream call).',
      resolve: (version, _, context) => templateOf(version, context),
    }),
    parameters: t.field({
      type: [TemplateParameterRef],
      nullable: true,
      description:
        'What a form for a build asks; `NOT_READY` until the import has ended (REST: `GET /templateversions/{templateversion}/rich-parameters`; one upstream call).',
      resolve: (version, _, context, info) => templateParameters(version, context, info),
    }),
    presets: t.field({
      type: [TemplatePresetRef],
      nullable: true,
      description:
        'Sets of values to choose from (REST: `GET /templateversions/{templateversion}/presets`; one upstream call).',
      resolve: (version, _, context, info) => presets(version, context, info),
    }),
  }),
});

export const TemplateVersionConnection = connection(
  TemplateVersionRef,
  'TemplateVersion',
  'Versions of a template, newest first.',
);

builder.queryField('templateVersion', (t) =>
  t.field({
    type: TemplateVersionRef,
    nullable: true,
    description:
      'A version of a template by its id (REST: `GET /templateversions/{templateversion}`); null when there is none or it is hidden.',
    args: { id: t.arg.id({ required: true, description: 'Global id or UUID.' }) },
    resolve: (_, { id }, context) => versionById(uuidArgument('TemplateVersion', 'id', String(id)), context),
  }),
);
