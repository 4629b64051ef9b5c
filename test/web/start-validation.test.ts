import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../examples/web/src/start/form.ts';
import { fromGoRegex } from '../../examples/web/src/start/go-regex.ts';
import { problemsOf } from '../../examples/web/src/start/validation.ts';
import { definition, options } from './definitions.ts';

/** What is said of a value; undefined when it is right. */
function said(value: string, rest: Parameters<typeof definition>[1], previous?: string): string | undefined {
  const newest = previous === undefined ? [] : [{ name: 'x', value: previous }];
  return problemsOf(fieldsOf([definition('x', rest)], newest), new Map([['x', value]])).get('x');
}

const number = { type: 'NUMBER' } as const;
const list = { type: 'LIST_STRING' } as const;

describe('what is said of a wrong value', () => {
  it.each([
    ['a required text', '', { required: true }, 'Enter a value.'],
    ['a required choice', '', { required: true, options: options('a') }, 'Choose one.'],
    ['a required list', '[]', { ...list, required: true }, 'Choose at least one.'],
    ['no choice', '', { options: options('a') }, 'Choose one.'],
    ['a choice that is gone', 'xl', { options: options('s') }, '“xl” is not one of the choices of this version.'],
    ['one of several that is gone', '["s","xl"]', { ...list, options: options('s') }, /“xl” is not one/],
    ['no number', 'ten', number, 'Enter a number.'],
    ['an empty number', '', number, 'Enter a number.'],
    ['a number in hexadecimal', '0x10', number, 'Enter a number.'],
    ['too small', '9', { ...number, validation: { min: 10, max: 200 } }, 'From 10 to 200.'],
    ['too large', '201', { ...number, validation: { max: 200 } }, 'At most 200.'],
    ['below the only bound', '0', { ...number, validation: { min: 1 } }, 'At least 1.'],
    [
      'out of bounds, in the words of the template',
      '0',
      { ...number, validation: { min: 1, max: 4, error: '{value} is not in {min}..{max}' } },
      '0 is not in 1..4',
    ],
    [
      'no match, in the words of the template',
      'a b',
      { validation: { regex: '^\\w+$', error: 'No spaces.' } },
      'No spaces.',
    ],
    ['no match', 'a b', { validation: { regex: '^\\w+$' } }, 'It does not match the pattern ^\\w+$'],
    ['no list', 'a', list, 'Enter a list of texts.'],
    ['a list of something else', '[1]', list, 'Enter a list of texts.'],
    ['neither yes nor no', 'maybe', { type: 'BOOL' }, 'Choose yes or no.'],
  ] as const)('%s', (_, value, rest, words) => {
    expect(said(value, rest)).toEqual(words instanceof RegExp ? expect.stringMatching(words) : words);
  });

  it('a number that may only grow, or only shrink', () => {
    const growing = { ...number, validation: { monotonic: 'INCREASING' } } as const;
    expect(said('39', growing, '40')).toBe('It can only grow, and is 40 now.');
    expect(said('40', growing, '40')).toBeUndefined();
    expect(said('1', growing)).toBeUndefined();
    const shrinking = { ...number, validation: { monotonic: 'DECREASING' } } as const;
    expect(said('41', shrinking, '40')).toBe('It can only shrink, and is 40 now.');
  });
});

it.each([
  ['nothing, where nothing is required', '', {}],
  ['a number at its bound', '10', { ...number, validation: { min: 10, max: 10 } }],
  ['a fraction', '-1.5e3', number],
  ['an empty list', '[]', list],
  ['a pattern that only Go has', 'x', { validation: { regex: '^[[:digit:]]+$' } }],
  ['a parameter that the template defines wrongly', '', { formType: 'ERROR', required: true }],
] as const)('right, or left to Coder: %s', (_, value, rest) => {
  expect(said(value, rest)).toBeUndefined();
});

it('a locked value is not judged: nobody could change it', () => {
  expect(said('old', { mutable: false, options: options('new') }, 'old')).toBeUndefined();
});

describe('patterns in the syntax of Go', () => {
  it.each([
    ['^(2|4|8|16)$', '8', true],
    ['^(2|4|8|16)$', '3', false],
    ['^[\\w./-]+$', 'feature/x-1', true],
    ['(?i)^abc$', 'ABC', true],
    ['^abc$', 'ABC', false],
    ['^.$', '🌅', true],
    ['^a\\-b$', 'a-b', true],
  ])('%s', (source, text, matches) => {
    expect(fromGoRegex(source)?.test(text)).toBe(matches);
  });

  it.each(['^\\Aa\\z', '[[:alpha:]]', '(?P<n>a)', 'a(?i)b', '\\pL', '\\x{10FFFF}', '('])(
    'only Go knows %s',
    (source) => {
      expect(fromGoRegex(source)).toBeNull();
    },
  );
});
