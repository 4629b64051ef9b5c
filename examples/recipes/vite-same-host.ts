import { defineConfig } from 'vite';

/** The page asks `/graphql` of its own address; the gateway sees the page's own `Host`, so this is the same origin. */
export default defineConfig({
  server: {
    proxy: { '/graphql': { target: 'http://127.0.0.1:4000', changeOrigin: false, ws: true } },
  },
});
