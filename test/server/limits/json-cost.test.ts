import { expect, it } from 'vitest';
import { isCheapJson } from '../../../src/server/limits/json-cost.ts';

const cheap = (json: unknown) => isCheapJson(Buffer.from(JSON.stringify(json)));

it('should find a few long strings cheap, whatever they hold', () => {
  expect(cheap({ query: 'mutation { x }', variables: { state: 'A'.repeat(5_000_000) } })).toBe(true);
  expect(cheap({ query: '{ a(b: "c\\\\") }', variables: { text: '[{"\\'.repeat(1_000) } })).toBe(true);
});

it('should find many keys, many items and deep nesting dear', () => {
  expect(cheap(Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, 1])))).toBe(false);
  expect(cheap(Array.from({ length: 100_000 }, () => 1))).toBe(false);
  expect(isCheapJson(Buffer.from('['.repeat(100_000)))).toBe(false);
});

it('should leave what is not JSON to the parser', () => {
  expect(isCheapJson(Buffer.from('{"query":"never closed'))).toBe(true);
  expect(isCheapJson(Buffer.from(''))).toBe(true);
});
