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

/** Rows `offset` to `offset + limit - 1` of Coder's list of the versions of a template, oldest first. */
export interface VersionWindow {
  template: Uuid;
  offset: number;
  limit: number;
}

/** Windows of lists of versions; null when the template is out of reach. */
export function versionPageLoader(
  session: CoderSession,
): DataLoader<VersionWindow, RestList<TemplateVersion> | null, string> {
  return unbatchedLoader(
    ({ template, offset, limit }) =>
      session.read(endpoints.templateVersions, { path: { template }, query: { offset, limit } }),
    ({ template, offset, limit }) => `${template} ${offset} ${limit}`,
  );
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
