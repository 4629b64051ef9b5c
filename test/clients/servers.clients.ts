import type { AddressInfo } from 'node:net';
import { embedsIn, listening } from '../embeds-in.ts';
import { recipe } from './program.ts';

embedsIn('fastify', async (gateway) => {
  const app = (await recipe('fastify')).fastifyServer(gateway);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const close = () => {
    const closed = app.close();
    // fetch keeps connections, on some of which it never sent anything.
    app.server.closeAllConnections();
    return closed;
  };
  return { port: (app.server.address() as AddressInfo).port, close };
});

embedsIn('hono', async (gateway) => listening((await recipe('hono')).honoServer(gateway)));
