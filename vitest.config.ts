import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite would load graphql's ES module while Pothos and Yoga load its CommonJS one: two realms.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // By default one core would stay idle.
    maxWorkers: '100%',
    coverage: {
      include: ['src/**/*.ts'],
      exclude: ['src/main.ts', 'src/conformance/main.ts'],
      reporter: ['text-summary'],
    },
  },
});
