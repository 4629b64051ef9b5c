/**
 * What a form needs to know of a template version: the fields of `TemplateParameter` and `TemplatePreset`. They are
 * written out so that rules of the form can be tested without the generated types.
 */

export interface ParameterOption {
  name: string;
  value: string;
  description: string;
  icon: string | null;
}

export interface ParameterValidation {
  error: string | null;
  max: number | null;
  min: number | null;
  monotonic: 'DECREASING' | 'INCREASING' | 'UNKNOWN' | null;
  /** In Go's syntax. */
  regex: string | null;
}

export interface ParameterDefinition {
  name: string;
  displayName: string | null;
  /** Markdown. */
  description: string;
  icon: string | null;
  type: 'BOOL' | 'LIST_STRING' | 'NUMBER' | 'STRING' | 'UNKNOWN';
  formType:
    | 'CHECKBOX'
    | 'DROPDOWN'
    | 'ERROR'
    | 'INPUT'
    | 'MULTI_SELECT'
    | 'RADIO'
    | 'SLIDER'
    | 'SWITCH'
    | 'TAG_SELECT'
    | 'TEXTAREA'
    | 'UNKNOWN'
    | null;
  defaultValue: string;
  required: boolean;
  mutable: boolean;
  ephemeral: boolean;
  options: ParameterOption[];
  validation: ParameterValidation | null;
}

export interface ParameterValue {
  name: string;
  value: string;
}

export interface Preset {
  uuid: string;
  name: string;
  description: string;
  icon: string | null;
  default: boolean;
  parameters: ParameterValue[];
}
