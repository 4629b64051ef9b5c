import type { Preset } from '../../coder/model.ts';
import * as rest from '../../coder/rest/template-form.ts';
import { presetParameters } from '../../resolvers/template.ts';
import { BuildParameterRef } from '../builds/build-parameter.ts';
import { builder } from '../foundation/builder.ts';
import { ownView, RestFields } from '../foundation/rest-fields.ts';

const preset = new RestFields(ownView(rest.preset, (json: Preset) => json));

export const TemplatePresetRef = builder.objectRef<Preset>('TemplatePreset').implement({
  description: 'A set of values for parameters (REST: `GET /templateversions/{templateversion}/presets`).',
  fields: (t) => ({
    uuid: t.field(
      preset.value('ID', { type: 'UUID', description: "The `templateVersionPresetId` of `createBuild`'s input." }),
    ),
    name: t.field(preset.value('Name', { type: 'String' })),
    description: t.field(preset.value('Description', { type: 'String', description: 'May be empty.' })),
    icon: t.field(preset.value('Icon', { type: 'String', description: 'URL or path in Coder; null when unset.' })),
    default: t.field(
      preset.value('Default', { type: 'Boolean', description: 'Whether a form should begin with this one.' }),
    ),
    parameters: t.field(
      preset.computed(
        ['Parameters'],
        { type: [BuildParameterRef], description: 'The values that it sets (REST: `Parameters`).' },
        ([list]) => presetParameters(list),
      ),
    ),
    desiredPrebuildInstances: t.field(
      preset.value('DesiredPrebuildInstances', {
        type: 'Int',
        description: 'How many workspaces Coder keeps built in advance; null when it keeps none.',
      }),
    ),
  }),
});
