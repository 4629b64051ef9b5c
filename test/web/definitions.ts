import type {
  ParameterDefinition,
  ParameterOption,
  ParameterValidation,
  Preset,
} from '../../examples/web/src/start/definitions.ts';

type Given = Partial<Omit<ParameterDefinition, 'validation'>> & { validation?: Partial<ParameterValidation> };

const NO_RULES = { error: null, max: null, min: null, monotonic: null, regex: null };

/** A parameter without rules, but for those that are given. */
export function definition(name: string, { validation, ...rest }: Given = {}): ParameterDefinition {
  return {
    name,
    displayName: null,
    description: '',
    icon: null,
    type: 'STRING',
    formType: null,
    defaultValue: '',
    required: false,
    mutable: true,
    ephemeral: false,
    options: [],
    validation: validation ? { ...NO_RULES, ...validation } : null,
    ...rest,
  };
}

export function options(...values: string[]): ParameterOption[] {
  return values.map((value) => ({ name: value, value, description: '', icon: null }));
}

export function preset(name: string, values: Record<string, string>): Preset {
  const parameters = Object.entries(values).map(([parameter, value]) => ({ name: parameter, value }));
  return { uuid: `preset-${name}`, name, description: '', icon: null, default: false, parameters };
}
