import { expect, it } from 'vitest';
import { isSameJson } from '../../../src/coder/response/same-json.ts';

const deep = () => JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)) as unknown;

it('values of Coder are equal by what they hold; those that are too deep never are', () => {
  expect(isSameJson({ a: [1, 2], b: null }, { b: null, a: [1, 2] })).toBe(true);
  expect(isSameJson({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
  expect(isSameJson({ a: deep() }, { a: deep() })).toBe(false);
});
