import { defineConfig } from 'vite';

/** For a gateway that a proxy finds by its name: it sees its own name as `Host`, and the page's as `Origin`. */
export default defineConfig({
  server: {
    proxy: { '/graphql': { target: 'http://127.0.0.1:4000', changeOrigin: true, ws: true } },
  },
});
