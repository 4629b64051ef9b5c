import { createAdaptorServer, type HttpBindings, type ServerType } from '@hono/node-server';
import type { Gateway } from 'coder-graphql';
import { Hono } from 'hono';

export function honoServer(gateway: Gateway): ServerType {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.all(gateway.path, ({ req, env }) => gateway.fetch(req.raw, { address: env.incoming.socket.remoteAddress }));
  return createAdaptorServer({ fetch: app.fetch }).on('upgrade', gateway.upgrade);
}
