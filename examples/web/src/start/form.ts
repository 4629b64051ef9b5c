import { type Control, controlOf } from './controls.ts';
import type { ParameterDefinition, ParameterValue, Preset } from './definitions.ts';
import { sameValue } from './list-values.ts';

/** A parameter as the form asks for it. */
export interface Field {
  definition: ParameterDefinition;
  control: Control;
  /** What people call it. */
  label: string;
  /** The value of the newest build; null when it has none. */
  previous: string | null;
  /** What the form begins with. */
  initial: string;
  /** The template lets nobody change it after the first build that had it. */
  locked: boolean;
}

/** By the name of a parameter. */
export type Values = ReadonlyMap<string, string>;

/** The fields for a build that comes after one with these values. A value that is for one build only begins anew. */
export function fieldsOf(definitions: readonly ParameterDefinition[], newest: readonly ParameterValue[]): Field[] {
  const values = new Map(newest.map(({ name, value }) => [name, value]));
  return definitions.map((definition) => {
    const { name, displayName, defaultValue, ephemeral, mutable } = definition;
    const previous = values.get(name) ?? null;
    return {
      definition,
      control: controlOf(definition),
      label: displayName || name,
      previous,
      initial: ephemeral ? defaultValue : (previous ?? defaultValue),
      locked: !mutable && previous !== null,
    };
  });
}

/** What the form shows: what it began with, and what was changed since. */
export function valuesOf(fields: readonly Field[], edits: Values): Values {
  return new Map(
    fields.map(({ definition: { name }, initial, locked }) => [name, locked ? initial : (edits.get(name) ?? initial)]),
  );
}

/** Whether the form has all that a preset sets. */
export function isAsPreset(preset: Preset, values: Values): boolean {
  const set = preset.parameters.filter(({ name }) => values.has(name));
  return set.length > 0 && set.every(({ name, value }) => sameValue(values.get(name) ?? '', value));
}

/** Parameters that a preset would change although they are locked, so that Coder would refuse the build. */
export function lockedAgainst(preset: Preset, fields: readonly Field[]): Field[] {
  return fields.filter(({ definition, initial, locked }) => {
    const set = preset.parameters.find(({ name }) => name === definition.name);
    return locked && set !== undefined && !sameValue(set.value, initial);
  });
}

/** The edits after another preset is chosen: what the one before had set goes, unless it was changed by hand. */
export function withPreset(edits: Values, before: Preset | null, next: Preset | null): Values {
  const result = new Map(edits);
  for (const { name, value } of before?.parameters ?? []) {
    if (sameValue(result.get(name) ?? '', value)) result.delete(name);
  }
  for (const { name, value } of next?.parameters ?? []) result.set(name, value);
  return result;
}

export interface Submission {
  parameters: ParameterValue[];
  templateVersionPresetId?: string;
}

/**
 * What is sent. Locked values are not: Coder takes them over from the build before. Of a preset, Coder puts the values
 * over those of the form, so it is named only when they are the same.
 */
export function submissionOf(fields: readonly Field[], values: Values, preset: Preset | null): Submission {
  const parameters = fields
    .filter(({ locked, control }) => !locked && control !== 'none')
    .map(({ definition: { name }, initial }) => ({ name, value: values.get(name) ?? initial }));
  const chosen = preset !== null && isAsPreset(preset, values) && lockedAgainst(preset, fields).length === 0;
  return chosen ? { parameters, templateVersionPresetId: preset.uuid } : { parameters };
}

/** A value that a build would change: the one before it, and the new one. */
export interface Change {
  field: Field;
  from: string;
  to: string;
}

/** What the form has other than it began with. */
export function changesOf(fields: readonly Field[], values: Values): Change[] {
  return fields
    .map((field) => ({ field, from: field.initial, to: values.get(field.definition.name) ?? field.initial }))
    .filter(({ from, to }) => !sameValue(from, to));
}
