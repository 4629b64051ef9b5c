import { common } from '../../vitest.config.ts';
import { SOAK_SECONDS } from './size.ts';

/** Mixed load for a while: `npm run test:soak`, for `SOAK_SECONDS`. */
export default {
  ...common,
  test: {
    ...common.test,
    include: ['test/soak/**/*.soak.ts'],
    maxWorkers: 1,
    // Rounds may be repeated twice, and each ends with a wait for its last connections.
    testTimeout: (SOAK_SECONDS * 3 + 300) * 1_000,
  },
};
