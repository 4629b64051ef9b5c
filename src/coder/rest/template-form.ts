import {
  flag,
  int32,
  lenient,
  list,
  nullable,
  object,
  omittable,
  optional,
  required,
  text,
  textOrUnset,
  uuid,
  type Wire,
} from '../response/check.ts';

// What a form for a new build asks.

export const parameterOption = object({
  name: required(text),
  description: required(text),
  value: required(text),
  icon: lenient(textOrUnset),
});

export const templateParameter = object({
  name: required(text),
  display_name: optional(textOrUnset),
  description: required(text),
  description_plaintext: required(text),
  type: required(text),
  form_type: lenient(textOrUnset),
  mutable: required(flag),
  default_value: required(text),
  icon: lenient(textOrUnset),
  options: omittable(list(parameterOption)),
  validation_error: optional(textOrUnset),
  validation_regex: optional(textOrUnset),
  validation_min: optional(int32),
  validation_max: optional(int32),
  validation_monotonic: optional(textOrUnset),
  required: required(flag),
  ephemeral: required(flag),
});
export type TemplateVersionParameter = Wire<typeof templateParameter>;

/** Before the import of the version has ended, Coder answers with 425. */
export const templateParameters = list(templateParameter);

export const presetParameter = object({ Name: required(text), Value: required(text) });

/** Alone in Coder's API, its keys are capitalized. */
export const preset = object({
  ID: required(uuid),
  Name: required(text),
  Parameters: omittable(list(presetParameter)),
  Default: required(flag),
  DesiredPrebuildInstances: nullable(int32),
  Description: required(text),
  Icon: lenient(textOrUnset),
});
export type Preset = Wire<typeof preset>;

/** `null` when the version has none. */
export const presets = list(preset);
