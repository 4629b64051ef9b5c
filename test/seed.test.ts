import { afterEach, describe, expect, it, vi } from 'vitest';
import { seeded, testSeed } from './seed.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the seed of a random test', () => {
  it('should be that of SEED, else the given one', () => {
    vi.stubEnv('SEED', undefined);
    expect(testSeed(5)).toBe(5);
    vi.stubEnv('SEED', '123');
    expect(testSeed(5)).toBe(123);
  });

  it.each(['', 'x', '-1', '1.5', '1e3', '12345678901'])('should not be SEED=%s', (given) => {
    vi.stubEnv('SEED', given);
    expect(() => testSeed()).toThrow(`SEED is "${given}", not a number below 10^9.`);
  });

  it('should lead to the same numbers, all below the bound', () => {
    const numbers = (seed: number) =>
      Array.from(
        { length: 1_000 },
        (
          (random) => () =>
            random(7)
        )(seeded(seed)),
      );
    expect(numbers(5)).toEqual(numbers(5));
    expect(numbers(5)).not.toEqual(numbers(6));
    expect(new Set(numbers(5))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
  });
});
