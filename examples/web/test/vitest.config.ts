import { common } from '../../../vitest.config.ts';

/** The page's journeys, in a browser: run by the CI, not by `npm test`. */
export default {
  ...common,
  test: {
    ...common.test,
    include: ['examples/web/test/**/*.journey.ts'],
    globalSetup: 'examples/web/test/build-page.ts',
    // One browser takes more than a core, and its pages have more to do than a poll of one second allows.
    maxWorkers: 1,
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};
