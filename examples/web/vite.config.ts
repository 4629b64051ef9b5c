import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the gateway is while the page is developed. */
const gateway = process.env.GATEWAY_URL ?? 'http://127.0.0.1:4000';

export default defineConfig({
  // All addresses are relative, so the built page works under any prefix.
  base: './',
  plugins: [react()],
  resolve: {
    // `coder-graphql/client` is this repository's own source; a page elsewhere installs the package.
    tsconfigPaths: true,
    // That source lies beside another `node_modules`.
    dedupe: ['graphql', 'graphql-ws', 'react'],
  },
  server: {
    proxy: {
      '/graphql': { target: gateway, ws: true },
      // What the gateway tells its own pages of the deployment.
      '/config.json': { target: gateway, rewrite: () => '/graphiql/config.json' },
    },
  },
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // React, the router and the cache: about 180 KB compressed.
    chunkSizeWarningLimit: 700,
    // A slow machine is nothing to tell of.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
