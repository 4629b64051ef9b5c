import { common } from '../../vitest.config.ts';

/** What a stranger may try: one program after another with a small heap, so not beside other tests. */
export default {
  ...common,
  test: { ...common.test, include: ['test/hostile/**/*.hostile.ts'], maxWorkers: 1, testTimeout: 120_000 },
};
