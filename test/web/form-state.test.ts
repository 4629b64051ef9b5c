import { expect, it } from 'vitest';
import { fieldsOf, valuesOf } from '../../examples/web/src/start/form.ts';
import { presetOf, reduceForm, shownProblems, UNTOUCHED } from '../../examples/web/src/start/form-state.ts';
import { problemsOf } from '../../examples/web/src/start/validation.ts';
import { definition, options, preset } from './definitions.ts';

const size = definition('size', { options: options('s', 'l'), defaultValue: 's' });
const branch = definition('branch', { required: true });
const fields = fieldsOf([size, branch], []);
const heavy = preset('heavy', { size: 'l' });
const light = preset('light', { size: 's' });

/** What is said at the fields. */
function shown(state: typeof UNTOUCHED): Record<string, string> {
  const values = valuesOf(fields, state.edits);
  return Object.fromEntries(shownProblems(state, values, problemsOf(fields, values)));
}

it('a problem is shown when a person leaves the field, not before', () => {
  expect(shown(UNTOUCHED)).toEqual({});
  expect(shown(reduceForm(UNTOUCHED, { type: 'leave', name: 'branch' }))).toEqual({ branch: 'Enter a value.' });
});

it('all problems are shown when the form is sent', () => {
  expect(shown(reduceForm(UNTOUCHED, { type: 'judgeAll', names: ['size', 'branch'] }))).toEqual({
    branch: 'Enter a value.',
  });
});

it('what Coder refused is shown as long as the value is the same', () => {
  const edited = reduceForm(UNTOUCHED, { type: 'edit', name: 'branch', value: 'gone' });
  const values = valuesOf(fields, edited.edits);
  const refused = reduceForm(edited, { type: 'refuse', reasons: new Map([['branch', 'No such branch.']]), values });
  expect(shown(refused)).toEqual({ branch: 'No such branch.' });
  expect(shown(reduceForm(refused, { type: 'edit', name: 'branch', value: 'main' }))).toEqual({});
});

it('another version keeps what was changed, and asks its own rules', () => {
  const edited = reduceForm(UNTOUCHED, { type: 'edit', name: 'branch', value: 'gone' });
  const chosen = reduceForm(edited, { type: 'choosePreset', before: null, next: heavy });
  const changed = reduceForm(chosen, { type: 'changeVersion' });
  expect(Object.fromEntries(changed.edits)).toEqual({ branch: 'gone', size: 'l' });
  expect(changed.presetId).toBeUndefined();
});

it('the form begins with the preset that it happens to be as, until one is chosen, or none', () => {
  expect(presetOf(UNTOUCHED, [heavy, light], fields)).toBe(light);
  const none = reduceForm(UNTOUCHED, { type: 'choosePreset', before: light, next: null });
  expect(presetOf(none, [heavy, light], fields)).toBeNull();
});

it('a field goes back to what it began with', () => {
  const edited = reduceForm(UNTOUCHED, { type: 'edit', name: 'size', value: 'l' });
  expect(reduceForm(edited, { type: 'reset', name: 'size' }).edits.size).toBe(0);
});
