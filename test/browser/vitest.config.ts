import { common } from '../../vitest.config.ts';

/** The suite that needs a browser: run by the CI, not by `npm test`. */
export default {
  ...common,
  test: {
    ...common.test,
    include: ['test/browser/**/*.browser.ts'],
    globalSetup: 'test/browser/build-page.ts',
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};
