import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { documentCache } from '../../../src/server/documents/document-cache.ts';

const text = (index: number, tokens: number) =>
  `{ ${Array.from({ length: tokens }, (_, i) => `f${index}_${i}`).join(' ')} }`;

it('should keep documents up to its bound in bytes, and the latest ones', () => {
  const cache = documentCache(1024 * 1024);
  for (let index = 0; index < 100; index++) cache.set(text(index, 100), parse(text(index, 100)));
  expect(cache.calculatedSize).toBeLessThanOrEqual(1024 * 1024);
  expect(cache.size).toBeGreaterThan(10);
  expect(cache.get(text(99, 100))).toBeDefined();
  expect(cache.get(text(0, 100))).toBeUndefined();
});

it('should not keep a document that is larger than the whole bound', () => {
  const cache = documentCache(100_000);
  cache.set(text(0, 1_000), parse(text(0, 1_000)));
  expect(cache.size).toBe(0);
});
