import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // The page may be under any prefix: its files are in a folder beside it, and all addresses are relative.
  base: './',
  build: {
    write: false,
    assetsDir: 'graphiql',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Most of it is the editor, which comes in one piece.
    chunkSizeWarningLimit: 4_000,
    rolldownOptions: {
      // A slow machine is nothing to tell of at a start.
      checks: { pluginTimings: false },
      // Libraries mark what runs in a browser only, which here is everything.
      onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
    },
  },
});
