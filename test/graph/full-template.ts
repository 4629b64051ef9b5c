import type { Template, TemplateVersion } from '../../src/coder/rest/template.ts';
import type { Preset, TemplateVersionParameter } from '../../src/coder/rest/template-form.ts';
import { type Full, fullBuild, uuid } from './full.ts';

/** Templates, versions, parameters and presets with every key, each with a value of its own. */

export const fullTemplate: Full<Template> = {
  id: uuid(300),
  name: 'template-name',
  display_name: 'template display name',
  icon: '/icon/template.svg',
  active_version_id: uuid(301),
  description: 'template description',
  deprecated: true,
  allow_user_cancel_workspace_jobs: true,
  require_active_version: true,
  use_classic_parameter_flow: true,
};

export const fullVersion: Full<TemplateVersion> = {
  id: uuid(301),
  template_id: uuid(300),
  created_at: '2026-06-22T07:41:50.123456Z',
  name: 'version-name',
  message: 'version message',
  job: fullBuild.job,
  readme: '# Readme',
  created_by: {
    id: uuid(302),
    username: 'author',
    name: 'The Author',
    avatar_url: 'https://example.com/author.png',
  },
  archived: true,
};

export const fullParameter: Full<TemplateVersionParameter> = {
  name: 'parameter-name',
  display_name: 'Parameter display name',
  description: '*description*',
  description_plaintext: 'description',
  type: 'list(string)',
  form_type: 'multi-select',
  mutable: true,
  default_value: '["a"]',
  icon: '/icon/parameter.svg',
  options: [{ name: 'Option', description: 'option description', value: 'a', icon: '/icon/option.svg' }],
  validation_error: 'Not that.',
  validation_regex: '^a$',
  validation_min: -2_147_483_648,
  validation_max: 2_147_483_647,
  validation_monotonic: 'increasing',
  required: true,
  ephemeral: true,
};

export const fullPreset: Full<Preset> = {
  ID: uuid(303),
  Name: 'preset-name',
  Parameters: [{ Name: 'parameter-name', Value: '["b"]' }],
  Default: true,
  DesiredPrebuildInstances: 3,
  Description: 'preset description',
  Icon: '/icon/preset.svg',
};
