import base from '../../vitest.config.ts';

/** The suite that needs a browser: run by the CI, not by `npm test`. */
export default { ...base, test: { ...base.test, include: ['test/browser/**/*.browser.ts'] } };
