import { fileURLToPath } from 'node:url';
import { common } from '../../vitest.config.ts';

const source = (path: string) => fileURLToPath(new URL(`../../src/client/${path}`, import.meta.url));

/** The recipes with the clients that they are for, which `examples/recipes` installs. */
export default {
  ...common,
  test: {
    ...common.test,
    include: ['test/clients/**/*.clients.ts'],
    alias: { 'coder-graphql/client/websocket': source('websocket.ts'), 'coder-graphql/client': source('index.ts') },
  },
};
