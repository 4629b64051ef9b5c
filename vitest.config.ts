import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Tests that replace a module, or measure memory or timers of their process: each has a process to itself. */
const ALONE = [
  'test/server/fast-path/*.test.ts',
  'test/server/websocket/kept-memory.test.ts',
  'test/e2e/release.test.ts',
];

/** What every suite shares: `npm test`, and those with a configuration of their own. */
export const common: ViteUserConfig = {
  // Vite would load graphql's ES module while Pothos and Yoga load its CommonJS one: two realms.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: { testTimeout: 20_000, hookTimeout: 20_000 },
};

export default defineConfig({
  ...common,
  test: {
    ...common.test,
    // By default one core would stay idle.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        // Loading the modules anew for each file would take half of the whole run.
        test: { name: 'together', include: ['test/**/*.test.ts'], exclude: ALONE, pool: 'threads', isolate: false },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
});
