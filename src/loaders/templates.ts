import type DataLoader from 'dataloader';
import { endpoints } from '../coder/endpoints.ts';
import type { Preset, Template, TemplateParameter, TemplateVersion } from '../coder/model.ts';
import type { RestList } from '../coder/response/check.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import type { CoderSession } from '../coder/session.ts';
import { unbatchedLoader } from './unbatched-loader.ts';

/** Templates by id. */
export function templateLoader(session: CoderSession): DataLoader<Uuid, Template | null> {
  return unbatchedLoader((template) => session.read(endpoints.template, { path: { template } }));
}

/** Template versions by id. */
export function templateVersionLoader(session: CoderSession): DataLoader<Uuid, TemplateVersion | null> {
  return unbatchedLoader((templateversion) => session.read(endpoints.templateVersion, { path: { templateversion } }));
}

/** What a form for a build with a version asks, by the version's id. */
export interface FormLoaders {
  parameters: DataLoader<Uuid, RestList<TemplateParameter> | null>;
  presets: DataLoader<Uuid, RestList<Preset> | null>;
}

export function formLoaders(session: CoderSession): FormLoaders {
  return {
    parameters: unbatchedLoader((templateversion) =>
      session.read(endpoints.templateParameters, { path: { templateversion } }),
    ),
    presets: unbatchedLoader((templateversion) => session.read(endpoints.presets, { path: { templateversion } })),
  };
}
