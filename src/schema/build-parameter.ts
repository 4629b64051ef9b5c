import type { BuildParameter } from '../coder/model.ts';
import { builder } from './builder.ts';

export const BuildParameterRef = builder.objectRef<BuildParameter>('BuildParameter').implement({
  description:
    'The value that a build has for a parameter of its template (REST: `GET /workspacebuilds/{workspacebuild}/parameters`).',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'REST: `name`.' }),
    value: t.exposeString('value', { description: 'Always text; a list is JSON in text (REST: `value`).' }),
  }),
});
