import { computed, enumeration, globalId, isUnset, list, object, same, type TypeRules, unset } from '../rules.ts';

const UUID_ONLY = { only: ['uuid'] } as const;

const VALIDATION = ['error', 'regex', 'min', 'max', 'monotonic'].map((name) => `validation_${name}`);

/** Templates, their versions, and what a form for a build asks. */
export const templateRules: Readonly<Record<string, TypeRules>> = {
  Template: {
    id: globalId,
    uuid: same('id'),
    name: same('name'),
    displayName: unset('display_name'),
    icon: unset('icon'),
    activeVersionId: unset('active_version_id'),
    activeVersion: computed(['active_version_id'], (rest) => ({ id: rest.active_version_id }), {
      type: 'TemplateVersion',
      ...UUID_ONLY,
    }),
    description: unset('description'),
    deprecated: same('deprecated'),
    allowUserCancelWorkspaceJobs: same('allow_user_cancel_workspace_jobs'),
    requireActiveVersion: same('require_active_version'),
    useClassicParameterFlow: same('use_classic_parameter_flow'),
  },
  TemplateVersion: {
    id: globalId,
    uuid: same('id'),
    name: same('name'),
    message: unset('message'),
    readme: unset('readme'),
    createdAt: unset('created_at'),
    createdBy: object('created_by', 'User', { only: ['id', 'uuid', 'username', 'name', 'avatarUrl'] }),
    archived: same('archived'),
    job: object('job', 'Job'),
    template: computed(['template_id'], (rest) => (isUnset(rest.template_id) ? null : { id: rest.template_id }), {
      type: 'Template',
      ...UUID_ONLY,
    }),
    parameters: list('parameters', 'TemplateParameter'),
    presets: list('presets', 'TemplatePreset'),
  },
  TemplateParameter: {
    name: same('name'),
    displayName: unset('display_name'),
    description: same('description'),
    descriptionPlaintext: same('description_plaintext'),
    type: enumeration('type'),
    formType: enumeration('form_type'),
    mutable: same('mutable'),
    required: same('required'),
    ephemeral: same('ephemeral'),
    defaultValue: same('default_value'),
    icon: unset('icon'),
    options: list('options', 'TemplateParameterOption'),
    validation: computed(VALIDATION, (rest) => (VALIDATION.every((key) => isUnset(rest[key])) ? null : rest), {
      type: 'TemplateParameterValidation',
      only: ['error', 'regex', 'min', 'max', 'monotonic'],
    }),
  },
  TemplateParameterOption: {
    name: same('name'),
    description: same('description'),
    value: same('value'),
    icon: unset('icon'),
  },
  TemplateParameterValidation: {
    error: unset('validation_error'),
    regex: unset('validation_regex'),
    min: same('validation_min'),
    max: same('validation_max'),
    monotonic: enumeration('validation_monotonic'),
  },
  TemplatePreset: {
    uuid: same('ID'),
    name: same('Name'),
    description: same('Description'),
    icon: unset('Icon'),
    default: same('Default'),
    parameters: computed(
      ['Parameters'],
      ({ Parameters: rows }) =>
        ((rows as { Name: string; Value: string }[] | null) ?? []).map(({ Name, Value }) => ({
          name: Name,
          value: Value,
        })),
      { type: 'BuildParameter' },
    ),
    desiredPrebuildInstances: same('DesiredPrebuildInstances'),
  },
};
