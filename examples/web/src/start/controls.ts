import type { ParameterDefinition } from './definitions.ts';

/** What a parameter is asked with. */
export type Control =
  | 'checkbox'
  | 'checkboxes'
  | 'number'
  | 'radio'
  | 'select'
  | 'slider'
  | 'switch'
  | 'tags'
  | 'text'
  | 'textarea'
  /** Nothing: the template defines the parameter wrongly. */
  | 'none';

/** More radio buttons than this are a list to choose from, where the template leaves it to the form. */
const MAX_RADIOS = 4;

/**
 * The control for a parameter: the one that its template names, if it can hold the values of the parameter, or else
 * the one that suits its type. Templates of before Coder had form types name none.
 */
export function controlOf(definition: ParameterDefinition): Control {
  const { formType, options, type } = definition;
  if (formType === 'ERROR') return 'none';
  if (type === 'LIST_STRING') return options.length > 0 ? 'checkboxes' : 'tags';
  if (options.length > 0) return controlOfOptions(definition);
  if (type === 'BOOL') return formType === 'CHECKBOX' ? 'checkbox' : 'switch';
  if (type === 'NUMBER') return formType === 'SLIDER' && isBounded(definition) ? 'slider' : 'number';
  return formType === 'TEXTAREA' ? 'textarea' : 'text';
}

function controlOfOptions({ formType, options }: ParameterDefinition): Control {
  if (formType === 'RADIO') return 'radio';
  if (formType === 'DROPDOWN') return 'select';
  return options.length <= MAX_RADIOS ? 'radio' : 'select';
}

function isBounded({ validation }: ParameterDefinition): boolean {
  return validation !== null && validation.min !== null && validation.max !== null;
}
