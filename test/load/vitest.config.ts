import { common } from '../../vitest.config.ts';
import { SOAK_SECONDS } from './size.ts';

/** Much at once, and mixed load for `SOAK_SECONDS`: `npm run test:load`, not `npm test`. */
export default {
  ...common,
  test: {
    ...common.test,
    include: ['test/load/**/*.load.ts'],
    maxWorkers: 1,
    // Rounds may be repeated twice, and each ends with a wait for its last connections.
    testTimeout: (SOAK_SECONDS * 3 + 300) * 1_000,
  },
};
