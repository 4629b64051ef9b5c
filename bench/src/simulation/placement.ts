import { load } from './plan.ts';

/** Numbers from 0 to 1 that are the same in each run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Where the readers of these builds are: `at[replica]` has the build of each reader that a replica has. */
export function placeReaders(builds: number): number[][] {
  const random = randomNumbers(1);
  const at: number[][] = Array.from({ length: load.replicas }, () => []);
  for (let build = 0; build < builds; build++) {
    for (let reader = 0; reader < load.readers / load.builds; reader++) {
      at[Math.floor(random() * load.replicas)]?.push(build);
    }
  }
  return at;
}
