import type { BuildParameter } from '../../coder/model.ts';
import * as rest from '../../coder/rest/build.ts';
import { builder } from '../foundation/builder.ts';
import { ownView, RestFields } from '../foundation/rest-fields.ts';

const parameter = new RestFields(ownView(rest.parameter, (json: BuildParameter) => json));

export const BuildParameterRef = builder.objectRef<BuildParameter>('BuildParameter').implement({
  description:
    'The value that a build has for a parameter of its template (REST: `GET /workspacebuilds/{workspacebuild}/parameters`).',
  fields: (t) => ({
    name: t.field(parameter.value('name', { type: 'String' })),
    value: t.field(parameter.value('value', { type: 'String', description: 'Always text; a list is JSON in text.' })),
  }),
});
