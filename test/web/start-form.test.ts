import { describe, expect, it } from 'vitest';
import { controlOf } from '../../examples/web/src/start/controls.ts';
import {
  fieldsOf,
  isAsPreset,
  lockedAgainst,
  submissionOf,
  valuesOf,
  withPreset,
} from '../../examples/web/src/start/form.ts';
import { definition, options, preset } from './definitions.ts';

const size = definition('size', { options: options('s', 'l'), defaultValue: 's' });
const region = definition('region', { mutable: false, defaultValue: 'eu' });
const debug = definition('debug', { type: 'BOOL', ephemeral: true, defaultValue: 'false' });
const none: ReadonlyMap<string, string> = new Map();

describe('what a parameter is asked with', () => {
  it.each([
    ['text', {}],
    ['text', { formType: 'INPUT' }],
    ['textarea', { formType: 'TEXTAREA' }],
    ['number', { type: 'NUMBER' }],
    ['switch', { type: 'BOOL' }],
    ['switch', { type: 'BOOL', formType: 'SWITCH' }],
    ['checkbox', { type: 'BOOL', formType: 'CHECKBOX' }],
    ['radio', { options: options('a', 'b') }],
    ['select', { options: options('a', 'b', 'c', 'd', 'e') }],
    ['select', { options: options('a', 'b'), formType: 'DROPDOWN' }],
    ['radio', { options: options('a', 'b', 'c', 'd', 'e'), formType: 'RADIO' }],
    ['checkboxes', { type: 'LIST_STRING', options: options('a'), formType: 'MULTI_SELECT' }],
    ['tags', { type: 'LIST_STRING', formType: 'TAG_SELECT' }],
    ['none', { formType: 'ERROR' }],
    ['text', { formType: 'UNKNOWN', type: 'UNKNOWN' }],
  ] as const)('%s', (control, rest) => {
    expect(controlOf(definition('x', rest))).toBe(control);
  });

  it('a slider needs both bounds', () => {
    const slider = { type: 'NUMBER', formType: 'SLIDER' } as const;
    expect(controlOf(definition('x', { ...slider, validation: { min: 1, max: 9 } }))).toBe('slider');
    expect(controlOf(definition('x', { ...slider, validation: { min: 1 } }))).toBe('number');
  });
});

describe('what the form begins with', () => {
  it('the value of the newest build, or else the default', () => {
    const fields = fieldsOf([size, definition('note', { defaultValue: 'hi' })], [{ name: 'size', value: 'l' }]);
    expect(fields.map(({ initial, previous }) => [initial, previous])).toEqual([
      ['l', 'l'],
      ['hi', null],
    ]);
  });

  it('the default, for a value that is for one build only', () => {
    expect(fieldsOf([debug], [{ name: 'debug', value: 'true' }])[0]?.initial).toBe('false');
  });

  it('an immutable value is locked once a build has had it', () => {
    expect(fieldsOf([region], [])[0]?.locked).toBe(false);
    const fields = fieldsOf([region], [{ name: 'region', value: 'us' }]);
    expect(fields[0]?.locked).toBe(true);
    expect(valuesOf(fields, new Map([['region', 'eu']])).get('region')).toBe('us');
  });

  it('a parameter may have any name', () => {
    const fields = fieldsOf([definition('constructor', { defaultValue: 'x' })], []);
    expect(valuesOf(fields, none).get('constructor')).toBe('x');
  });
});

describe('presets', () => {
  const heavy = preset('heavy', { size: 'l', gpu: 'true' });
  const light = preset('light', { size: 's' });

  it('what one has set goes with the next, unless it was changed by hand', () => {
    const chosen = withPreset(none, null, heavy);
    expect([...chosen]).toEqual([
      ['size', 'l'],
      ['gpu', 'true'],
    ]);
    expect([...withPreset(chosen, heavy, light)]).toEqual([['size', 's']]);
    expect([...withPreset(new Map(chosen).set('gpu', 'false'), heavy, null)]).toEqual([['gpu', 'false']]);
  });

  it('is named only when the values are its own, since Coder would put its values over them', () => {
    const fields = fieldsOf([size, debug], []);
    const as = valuesOf(fields, withPreset(none, null, heavy));
    expect(submissionOf(fields, as, heavy).templateVersionPresetId).toBe(heavy.uuid);
    const changed = valuesOf(fields, new Map([['size', 's']]));
    expect(submissionOf(fields, changed, heavy).templateVersionPresetId).toBeUndefined();
  });

  it('lists are compared as lists', () => {
    expect(isAsPreset(preset('x', { tools: '["a", "b"]' }), new Map([['tools', '["a","b"]']]))).toBe(true);
  });

  it('one that sets nothing which the form has is never as the form', () => {
    expect(isAsPreset(preset('x', { gone: '1' }), new Map([['size', 's']]))).toBe(false);
  });

  it('says what it would change although it is locked', () => {
    const fields = fieldsOf([region, size], [{ name: 'region', value: 'us' }]);
    expect(lockedAgainst(preset('x', { region: 'eu' }), fields).map(({ label }) => label)).toEqual(['region']);
    expect(lockedAgainst(preset('x', { region: 'us' }), fields)).toEqual([]);
    const values = valuesOf(fields, none);
    expect(submissionOf(fields, values, preset('x', { region: 'eu' })).templateVersionPresetId).toBeUndefined();
  });
});

it('locked values are not sent, all others are', () => {
  const fields = fieldsOf([region, size, definition('bad', { formType: 'ERROR' })], [{ name: 'region', value: 'us' }]);
  const values = valuesOf(fields, new Map([['size', 'l']]));
  expect(submissionOf(fields, values, null)).toEqual({ parameters: [{ name: 'size', value: 'l' }] });
});
