import { expect, it } from 'vitest';
import { answerText, JsonText, leafText } from '../../src/plan/executor/json-text.ts';

it.each([
  ...Array.from({ length: 300 }, (_, code) => `a${String.fromCharCode(code)}b`),
  '\ud800',
  'x\udfff',
  '\ud83d\ude00',
  '\ud7ff\ue000\uffff',
  '\u2028\u2029\u007f',
  '',
  0,
  -0,
  1.5,
  1e21,
  5e-324,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  true,
  false,
  null,
  [1, 'x'],
  { a: { b: [null] } },
])('should write %j as JSON.stringify does', (value) => {
  expect(leafText(value)).toBe(JSON.stringify(value));
});

it('should keep the order of the keys of an answer, and leave out what is undefined', () => {
  const data = new JsonText('{"a":1}');
  expect(answerText({ data })).toBe('{"data":{"a":1}}');
  const answer = { errors: [{ message: 'x' }], data, extensions: undefined };
  expect(answerText(answer)).toBe('{"errors":[{"message":"x"}],"data":{"a":1}}');
  expect(answerText({ data: null })).toBe('{"data":null}');
});

it('should be read again by whoever does not know of written parts', () => {
  expect(JSON.stringify({ data: new JsonText('{"a":[1]}') })).toBe('{"data":{"a":[1]}}');
});
