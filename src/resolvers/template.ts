import type { GraphQLResolveInfo } from 'graphql';
import type { BuildParameter, Preset, PresetParameter, TemplateParameter } from '../coder/model.ts';
import { isInvalid, itemsOf, type RestList, takeItem } from '../coder/response/check.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { templateVersion as ofVersion } from '../coder/rest/template.ts';
import * as form from '../coder/rest/template-form.ts';
import {
  ReadTemplateNode,
  ReadTemplateVersionNode,
  type TemplateNode,
  type TemplateVersionNode,
} from '../loaders/template-nodes.ts';
import { showableItems } from '../plan/invalid-items.ts';
import { selectionOf } from '../plan/selection.ts';
import type { RequestContext } from './context.ts';

/** `GET /templates/{template}`; null when it is missing or hidden. */
export async function templateById(id: Uuid, { loaders }: RequestContext): Promise<ReadTemplateNode | null> {
  const template = await loaders.templates.load(id);
  return template && new ReadTemplateNode(template);
}

/** `GET /templateversions/{templateversion}`; null when it is missing or hidden. */
export async function versionById(id: Uuid, { loaders }: RequestContext): Promise<ReadTemplateVersionNode | null> {
  const version = await loaders.templateVersions.load(id);
  return version && new ReadTemplateVersionNode(version);
}

/** Read when selected: a template names only the id of its active version. */
export function activeVersion(
  { activeVersionId }: TemplateNode,
  context: RequestContext,
): Promise<ReadTemplateVersionNode | null> | null {
  return activeVersionId === null ? null : versionById(activeVersionId, context);
}

/** The template of a version; null for a version that belongs to none yet. */
export async function templateOf(
  version: TemplateVersionNode,
  context: RequestContext,
): Promise<ReadTemplateNode | null> {
  const json = await version.detail();
  const id = json && ofVersion.read(json, 'template_id');
  return id === null ? null : templateById(id, context);
}

/** `GET /templateversions/{templateversion}/rich-parameters`; fails with `NOT_READY` until the import has ended. */
export async function templateParameters(
  { id }: TemplateVersionNode,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<TemplateParameter[] | null> {
  const list = await context.loaders.forms.parameters.load(id);
  return list && showableItems(list, form.templateParameter, [selectionOf(info)], context, info);
}

/** `GET /templateversions/{templateversion}/presets`; null when the version is missing or hidden. */
export async function presets(
  { id }: TemplateVersionNode,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Preset[] | null> {
  const list = await context.loaders.forms.presets.load(id);
  return list && showableItems(list, form.preset, [selectionOf(info)], context, info);
}

/** The parameters of a preset under the keys that those of a build have. */
export function presetParameters(list: RestList<PresetParameter>): BuildParameter[] {
  return itemsOf(list).map((raw) => {
    const item = takeItem(list, raw, form.presetParameter, 'Parameters');
    if (isInvalid(item)) throw item;
    const name = form.presetParameter.read(item as PresetParameter, 'Name');
    const value = form.presetParameter.read(item as PresetParameter, 'Value');
    return { name, value } as unknown as BuildParameter;
  });
}
