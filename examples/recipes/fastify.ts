import type { Gateway } from 'coder-graphql';
import fastify, { type FastifyInstance } from 'fastify';

/** The request is handed over before Fastify reads its body. */
export function fastifyServer(gateway: Gateway): FastifyInstance {
  const app = fastify();
  app.all(gateway.path, {
    onRequest: (request, reply) => {
      reply.hijack();
      gateway.listener(request.raw, reply.raw);
    },
    handler: () => {},
  });
  app.server.on('upgrade', gateway.upgrade);
  // Fastify waits for open streams, which the gateway ends.
  app.addHook('preClose', () => gateway.close());
  return app;
}
