import { uuidFrom } from '../state/random.ts';
import type { Flavor, ParameterDefinition, PresetRow } from '../state/rows.ts';

/** The parameters and presets of the seed's templates. */

function parameter(name: string, rest: Partial<ParameterDefinition> = {}): ParameterDefinition {
  return {
    name,
    displayName: name,
    description: '',
    type: 'string',
    formType: '',
    icon: '',
    defaultValue: '',
    required: false,
    ephemeral: false,
    options: [],
    mutable: true,
    pattern: null,
    patternError: 'The value is not one of those allowed.',
    min: null,
    max: null,
    monotonic: '',
    ...rest,
  };
}

export const PARAMETERS: Record<Flavor, ParameterDefinition[]> = {
  docker: [
    parameter('cpu', { defaultValue: '4', pattern: /^(2|4|8|16)$/, patternError: 'Choose 2, 4, 8 or 16.' }),
    parameter('dotfiles_uri'),
    parameter('extensions', { type: 'list(string)', defaultValue: '["golang.go","biomejs.biome"]' }),
    parameter('greeting', { defaultValue: 'God morgen, verden! 🌅 <&>' }),
  ],
  kubernetes: [
    parameter('namespace', { defaultValue: 'coder-workspaces', pattern: /^[a-z0-9-]+$/ }),
    parameter('memory', { type: 'number', defaultValue: '8', min: 1, max: 64 }),
    parameter('notes', { defaultValue: 'Längre text, som ingen läser. '.repeat(40).trim() }),
  ],
  aws: [
    parameter('region', { defaultValue: 'eu-north-1', pattern: /^[a-z]+-[a-z]+-\d$/, mutable: false }),
    parameter('instance_type', { defaultValue: 'm7i.2xlarge' }),
    parameter('gpu', { type: 'bool', defaultValue: 'false', pattern: /^(true|false)$/ }),
  ],
};

const SMALL: Record<Flavor, Record<string, string>> = {
  docker: { cpu: '2' },
  kubernetes: { memory: '4' },
  aws: { instance_type: 'm7i.large', gpu: 'false' },
};

function option(value: string, name = value, description = '', icon = ''): ParameterDefinition['options'][number] {
  return { name, description, value, icon };
}

/** One parameter of every kind that a form can have. */
export const EVERY_KIND: ParameterDefinition[] = [
  parameter('region', {
    displayName: 'Region',
    description: 'Where the workspace runs. See [the map](https://example.com/map).',
    formType: 'radio',
    icon: '/emojis/1f30d.png',
    defaultValue: 'eu-north-1',
    mutable: false,
    options: [
      option('eu-north-1', 'Stockholm', 'Closest to **most** of us', '/emojis/1f1f8-1f1ea.png'),
      option('us-east-2', 'Ohio', '', '/emojis/1f1fa-1f1f8.png'),
    ],
  }),
  parameter('size', {
    displayName: 'Size',
    formType: 'dropdown',
    defaultValue: 's',
    options: [option('s', 'Small', '2 cores'), option('m', 'Medium', '4 cores'), option('l', 'Large', '8 cores')],
  }),
  parameter('disk_gib', {
    displayName: 'Disk',
    description: 'In GiB. It can only grow.',
    type: 'number',
    formType: 'slider',
    defaultValue: '20',
    min: 10,
    max: 200,
    monotonic: 'increasing',
  }),
  parameter('gpu', { displayName: 'GPU', type: 'bool', formType: 'switch', defaultValue: 'false' }),
  parameter('tools', {
    displayName: 'Tools',
    type: 'list(string)',
    formType: 'multi-select',
    defaultValue: '["git"]',
    options: [option('git'), option('docker'), option('kubectl')],
  }),
  parameter('labels', { displayName: 'Labels', type: 'list(string)', formType: 'tag-select', defaultValue: '[]' }),
  parameter('branch', {
    displayName: 'Branch',
    description: 'What is checked out at first.',
    formType: 'input',
    required: true,
    pattern: /^[\w./-]+$/,
    patternError: 'A branch has letters, digits and . / - only.',
  }),
  parameter('note', { displayName: 'Note', formType: 'textarea' }),
  parameter('debug_once', {
    displayName: 'Debug this build',
    type: 'bool',
    formType: 'checkbox',
    defaultValue: 'false',
    ephemeral: true,
  }),
];

/** The presets of a version of the template with every kind of parameter. */
export function presetsOfEveryKind(version: string): PresetRow[] {
  return [
    {
      id: uuidFrom(`preset/${version}/everyday`),
      name: 'Everyday',
      description: 'What most people want',
      icon: '/emojis/2600.png',
      isDefault: true,
      desiredPrebuilds: 2,
      values: { size: 's', branch: 'main' },
    },
    {
      id: uuidFrom(`preset/${version}/heavy`),
      name: 'Heavy',
      description: '',
      icon: '',
      isDefault: false,
      desiredPrebuilds: null,
      values: { size: 'l', gpu: 'true', disk_gib: '100', branch: 'main' },
    },
  ];
}

/** The one preset that the other templates have. */
export function smallPreset(version: string, flavor: Flavor): PresetRow {
  return {
    id: uuidFrom(`preset/${version}/small`),
    name: 'Small',
    description: 'For light work',
    icon: '',
    isDefault: false,
    desiredPrebuilds: null,
    values: SMALL[flavor],
  };
}
