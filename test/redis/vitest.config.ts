import { common } from '../../vitest.config.ts';

/** What replicas share, with processes of their own: `npm run test:redis`. The rest of this folder is in `npm test` too. */
export default {
  ...common,
  test: { ...common.test, include: ['test/redis/**/*.{redis,test}.ts'], maxWorkers: 1, testTimeout: 300_000 },
};
