import { expect, it } from 'vitest';
import { AnswerCache } from '../../../src/coder/cache/answer-cache.ts';

const MB = 2 ** 20;

it('keeps all kinds within one bound of bytes, and drops what was used least recently', () => {
  const cache = new AnswerCache({ maxBytes: MB });
  const part = MB / 4 - 1000;
  const [a, b, c, d] = [{}, {}, {}, {}];
  cache.set('parameters', 'a', a, part);
  cache.set('logs', 'b', b, part);
  cache.set('timings', 'c', c, part);
  cache.set('body', 'd', d, part);
  expect(cache.get('parameters', 'a')).toBe(a);
  cache.set('body', 'e', {}, part);
  expect(cache.get('logs', 'b')).toBeUndefined();
  expect([cache.get('parameters', 'a'), cache.get('timings', 'c'), cache.get('body', 'd')]).toEqual([a, c, d]);
  expect(cache.stats().entries).toBe(4);
  expect(cache.stats().bytes).toBeLessThanOrEqual(MB);
  expect(cache.stats().bytes).toBeGreaterThan(4 * part);
});

it('counts what an entry costs beside its value', () => {
  const cache = new AnswerCache({ maxBytes: MB });
  for (let index = 0; index < 20_000; index++) cache.set('parameters', `build ${index}`, [], 0);
  expect(cache.stats().bytes).toBeLessThanOrEqual(MB);
  expect(cache.stats().entries).toBeLessThan(5_000);
});

it('does not keep what would take more than a quarter of it, nor what was there before in its place', () => {
  const cache = new AnswerCache({ maxBytes: MB });
  cache.set('logs', 'small', {}, 100);
  cache.set('logs', 'grows', {}, 100);
  cache.set('logs', 'grows', {}, MB / 2);
  expect(cache.get('logs', 'grows')).toBeUndefined();
  expect(cache.get('logs', 'small')).toBeDefined();
});

it('keeps the kinds apart', () => {
  const cache = new AnswerCache({ maxBytes: MB });
  cache.set('parameters', 'a', [], 1);
  expect(cache.get('timings', 'a')).toBeUndefined();
});

it('counts hits and misses by kind', () => {
  const cache = new AnswerCache({ maxBytes: MB });
  cache.count('logs', 'hit');
  cache.count('logs', 'miss');
  cache.count('body', 'miss');
  expect(cache.stats()).toMatchObject({
    hits: { body: 0, text: 0, parameters: 0, logs: 1, timings: 0 },
    misses: { body: 1, text: 0, parameters: 0, logs: 1, timings: 0 },
  });
});
