import { common } from '../../../vitest.config.ts';

/** The page's journeys, in a browser: run by the CI, not by `npm test`. */
export default {
  ...common,
  test: {
    ...common.test,
    include: ['examples/web/test/**/*.journey.ts'],
    globalSetup: 'examples/web/test/build-page.ts',
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};
