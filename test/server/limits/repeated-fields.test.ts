import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { MAX_REPEATED, repeatedField } from '../../../src/server/limits/repeated-fields.ts';

const found = (text: string) => repeatedField(parse(text));

test.each([
  ['a field', `{ ${'viewer { id } '.repeat(MAX_REPEATED + 1)} }`, 'viewer'],
  ['an alias', `{ ${'a: viewer { id } '.repeat(MAX_REPEATED + 1)} }`, 'a'],
  ['a field of a fragment', `fragment F on User { ${'id '.repeat(MAX_REPEATED + 1)} } { viewer { ...F } }`, 'id'],
  ['a field of an inline fragment', `{ viewer { ... { ${'id '.repeat(MAX_REPEATED + 1)} } } }`, 'id'],
])('%s is found that is repeated too often', (_, text, name) => {
  expect(found(text)).toBe(name);
});

test('a field may be repeated, and many be selected', () => {
  expect(found(`{ ${'viewer { id } '.repeat(MAX_REPEATED)} }`)).toBeUndefined();
  expect(found(`{ ${Array.from({ length: 500 }, (_, n) => `field${n}`).join(' ')} }`)).toBeUndefined();
  expect(found(`{ ${'...F '.repeat(100)} } fragment F on Query { viewer { id } }`)).toBeUndefined();
});
