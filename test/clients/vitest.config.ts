import { fileURLToPath } from 'node:url';
import { common } from '../../vitest.config.ts';

const source = (path: string) => fileURLToPath(new URL(`../../src/client/${path}`, import.meta.url));

/** The recipes with the clients that they are for, which `examples/recipes` installs. */
export default {
  ...common,
  test: {
    ...common.test,
    include: ['test/clients/**/*.clients.ts'],
    alias: {
      'coder-graphql/client/react': source('react.ts'),
      'coder-graphql/client/websocket': source('websocket.ts'),
      'coder-graphql/client': source('index.ts'),
      // The recipes have one of their own; hooks need the one that renders.
      react: fileURLToPath(new URL('../../node_modules/react', import.meta.url)),
    },
  },
};
