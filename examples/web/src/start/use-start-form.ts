import { useMemo } from 'react';
import type { ParameterDefinition, ParameterValue, Preset } from './definitions.ts';
import { fieldsOf, submissionOf, valuesOf } from './form.ts';
import { presetOf, shownProblems } from './form-state.ts';
import type { Draft } from './use-draft.ts';
import { problemsOf } from './validation.ts';

const NOTHING: never[] = [];

/** The form for a build, while its version may change: edits of parameters that the other one has too are kept. */
export function useStartForm(
  { state, dispatch }: Draft,
  definitions: readonly ParameterDefinition[] = NOTHING,
  presets: readonly Preset[] = NOTHING,
  newest: readonly ParameterValue[] = NOTHING,
) {
  const fields = useMemo(() => fieldsOf(definitions, newest), [definitions, newest]);
  const values = useMemo(() => valuesOf(fields, state.edits), [fields, state.edits]);
  const problems = useMemo(() => problemsOf(fields, values), [fields, values]);
  const preset = presetOf(state, presets, fields);
  return {
    fields,
    values,
    preset,
    /** What would keep the form from being sent. */
    problems,
    /** What is said at the fields. */
    shown: shownProblems(state, values, problems),
    submission: () => submissionOf(fields, values, preset),
    dispatch,
  };
}

export type StartFormModel = ReturnType<typeof useStartForm>;
