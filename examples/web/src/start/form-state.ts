import type { Preset } from './definitions.ts';
import { type Field, isAsPreset, type Values, valuesOf, withPreset } from './form.ts';

/** What a person has done to the form. */
export interface FormState {
  /** Other than what the form began with, by the name of the parameter. */
  edits: Values;
  /** By its UUID. Null: none is wanted. Undefined: nothing was chosen yet. */
  presetId: string | null | undefined;
  /** Parameters whose problems are shown: not before a person has left the field. */
  judged: ReadonlySet<string>;
  /** What Coder refused: the reason is shown while the value is the same. */
  refused: ReadonlyMap<string, { value: string; reason: string }>;
}

export const UNTOUCHED: FormState = { edits: new Map(), presetId: undefined, judged: new Set(), refused: new Map() };

export type FormAction =
  | { type: 'edit'; name: string; value: string }
  | { type: 'reset'; name: string }
  | { type: 'leave'; name: string }
  | { type: 'choosePreset'; before: Preset | null; next: Preset | null }
  /** Somebody tried to send it. */
  | { type: 'judgeAll'; names: Iterable<string> }
  | { type: 'refuse'; reasons: ReadonlyMap<string, string>; values: Values }
  /** It is about another version of the template, whose presets and rules are others; edits stay. */
  | { type: 'changeVersion' };

export function reduceForm(state: FormState, action: FormAction): FormState {
  switch (action.type) {
    case 'edit':
      return { ...state, edits: new Map(state.edits).set(action.name, action.value) };
    case 'reset': {
      const edits = new Map(state.edits);
      edits.delete(action.name);
      return { ...state, edits };
    }
    case 'leave':
      return { ...state, judged: new Set(state.judged).add(action.name) };
    case 'choosePreset':
      return {
        ...state,
        edits: withPreset(state.edits, action.before, action.next),
        presetId: action.next?.uuid ?? null,
      };
    case 'judgeAll':
      return { ...state, judged: new Set(action.names) };
    case 'refuse': {
      const entries = [...action.reasons].map(
        ([name, reason]) => [name, { value: action.values.get(name) ?? '', reason }] as const,
      );
      return { ...state, refused: new Map(entries) };
    }
    case 'changeVersion':
      return { ...UNTOUCHED, edits: state.edits };
  }
}

/** The preset that the form is with: the chosen one, or else the one that it happens to begin as. */
export function presetOf(state: FormState, presets: readonly Preset[], fields: readonly Field[]): Preset | null {
  if (state.presetId !== undefined) return presets.find(({ uuid }) => uuid === state.presetId) ?? null;
  const initial = valuesOf(fields, new Map());
  return presets.find((preset) => isAsPreset(preset, initial)) ?? null;
}

/** What is said at the fields: what Coder refused, and the problems of those that are judged. */
export function shownProblems(
  state: FormState,
  values: Values,
  problems: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const shown = new Map<string, string>();
  for (const [name, { value, reason }] of state.refused) if (values.get(name) === value) shown.set(name, reason);
  for (const [name, problem] of problems) if (state.judged.has(name)) shown.set(name, problem);
  return shown;
}
