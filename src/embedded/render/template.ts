import { formatTime, present } from '../state/go-encoding.ts';
import type { ParameterDefinition, PresetRow, TemplateRow, VersionRow } from '../state/rows.ts';
import type { Store } from '../state/store.ts';
import { renderJob } from './build.ts';
import { overridden } from './overridden.ts';

/** Templates and their versions as the wire has them: keys in the server's order. */

const HOUR = 3_600_000;
const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export function renderTemplate(store: Store, template: TemplateRow): Record<string, unknown> {
  const organization = store.organization(template.organizationId);
  const creator = store.userByName('tara');
  const owners = [...store.workspaces.values()]
    .filter((workspace) => workspace.templateId === template.id && !workspace.deleted)
    .map((workspace) => workspace.ownerId);
  return overridden(store, template.id, {
    id: template.id,
    created_at: formatTime(template.createdAt),
    updated_at: formatTime(template.createdAt),
    organization_id: organization.id,
    organization_name: organization.name,
    organization_display_name: organization.displayName,
    organization_icon: '',
    name: template.name,
    display_name: template.displayName,
    provisioner: 'terraform',
    active_version_id: template.activeVersionId,
    active_user_count: new Set(owners).size,
    build_time_stats: {
      delete: { P50: null, P95: null },
      start: { P50: 11_245, P95: 18_020 },
      stop: { P50: 7_310, P95: 9_900 },
    },
    description: template.description,
    deprecated: template.deprecated,
    deprecation_message: template.deprecated ? 'Use another template.' : '',
    deleted: template.deleted,
    icon: template.icon,
    default_ttl_ms: 8 * HOUR,
    activity_bump_ms: HOUR,
    time_til_autostop_notify_ms: 0,
    autostop_requirement: { days_of_week: [], weeks: 1 },
    autostart_requirement: { days_of_week: WEEK },
    created_by_id: creator?.id ?? '',
    created_by_name: creator?.username ?? '',
    allow_user_autostart: template.autostartAllowed,
    allow_user_autostop: true,
    allow_user_cancel_workspace_jobs: template.allowUserCancel,
    failure_ttl_ms: 0,
    time_til_dormant_ms: 0,
    time_til_dormant_autodelete_ms: 0,
    require_active_version: template.requireActiveVersion,
    max_port_share_level: 'public',
    cors_behavior: 'simple',
    use_classic_parameter_flow: template.classicParameterFlow,
    disable_module_cache: false,
  });
}

/** A template version; its job is an import. */
export function renderVersion(store: Store, version: VersionRow): Record<string, unknown> {
  const author = store.user(version.createdBy);
  return overridden(store, version.id, {
    id: version.id,
    template_id: version.templateId,
    organization_id: version.job.organizationId,
    created_at: formatTime(version.createdAt),
    updated_at: formatTime(version.createdAt),
    name: version.name,
    message: version.message,
    job: renderJob(store, version.job),
    readme: version.readme,
    created_by: {
      id: author.id,
      username: author.username,
      ...present('name', author.name),
      ...present('avatar_url', author.avatarUrl),
    },
    archived: version.archived,
    has_external_agent: false,
  });
}

export function renderParameter(parameter: ParameterDefinition): Record<string, unknown> {
  return {
    name: parameter.name,
    ...present('display_name', parameter.displayName),
    description: parameter.description,
    description_plaintext: plainText(parameter.description),
    type: parameter.type,
    form_type: parameter.formType,
    mutable: parameter.mutable,
    default_value: parameter.defaultValue,
    icon: parameter.icon,
    options: parameter.options,
    ...(parameter.pattern === null
      ? {}
      : { validation_error: parameter.patternError, validation_regex: parameter.pattern.source }),
    ...present('validation_min', parameter.min),
    ...present('validation_max', parameter.max),
    ...present('validation_monotonic', parameter.monotonic),
    required: parameter.required,
    ephemeral: parameter.ephemeral,
  };
}

/** The keys of presets are capitalized. */
export function renderPreset(preset: PresetRow): Record<string, unknown> {
  return {
    ID: preset.id,
    Name: preset.name,
    Parameters: Object.entries(preset.values).map(([Name, Value]) => ({ Name, Value })),
    Default: preset.isDefault,
    DesiredPrebuildInstances: preset.desiredPrebuilds,
    Description: preset.description,
    Icon: preset.icon,
  };
}

/** Markdown without its marks: as far as the seed uses them. */
function plainText(markdown: string): string {
  return markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*_`]/g, '');
}
