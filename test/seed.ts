import { onTestFailed } from 'vitest';

/** Number of the day: the seed of tests that need not try something else in each run. */
export const today = Math.floor(Date.now() / 86_400_000);

/**
 * The seed of the random test that is running: `SEED=` of the environment, else the given one, else another one in
 * each run. When the test fails, its message says how to replay it.
 */
export function testSeed(otherwise: number = Date.now() % 1_000_000): number {
  const given = process.env.SEED;
  if (given !== undefined && !/^\d{1,9}$/.test(given)) throw new Error(`SEED is "${given}", not a number below 10^9.`);
  const seed = given === undefined ? otherwise : Number(given);
  onTestFailed(({ task }) => {
    for (const error of task.result?.errors ?? []) error.message += `\nReplay it with SEED=${seed}`;
  });
  return seed;
}

/** A generator of whole numbers from 0 to below `below`. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
