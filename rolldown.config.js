import { defineConfig } from 'rolldown';

/**
 * The program with its libraries in a few files, in the place of what the compiler wrote: loading the thousand modules
 * one by one takes most of the time of a start.
 */
export default defineConfig({
  input: { main: 'src/main.ts' },
  platform: 'node',
  // These load files of their own: the worker that formats logs, and the assets of GraphiQL.
  external: ['pino', '@graphql-yoga/render-graphiql'],
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'program/[name].js',
  },
});
