import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import fastify from 'fastify';
import { createClient } from 'graphql-ws';
import { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startTestCoder } from '../src/embedded/testing/test-coder.ts';
import { createGateway, type Gateway, type GatewaySettings, type SettingsError } from '../src/index.ts';
import { until } from './feeds/support.ts';

/** A server with the gateway in it. */
interface Host {
  port: number;
  close(): Promise<unknown>;
}

type Server = ReturnType<typeof createServer>;

async function listening(server: Server, gateway: Gateway): Promise<Host> {
  server.on('upgrade', gateway.upgrade);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      const closed = new Promise((resolve) => server.close(resolve));
      // fetch keeps connections, on some of which it never sent anything.
      server.closeAllConnections();
      return closed;
    },
  };
}

/** The servers of docs/embedding.md. */
const HOSTS: Record<string, (gateway: Gateway) => Promise<Host>> = {
  node: (gateway) => listening(createServer(gateway.listener), gateway),
  fastify: async (gateway) => {
    const app = fastify({ forceCloseConnections: true });
    app.all(gateway.path, {
      onRequest: (request, reply) => {
        reply.hijack();
        gateway.listener(request.raw, reply.raw);
      },
      handler: () => {},
    });
    app.server.on('upgrade', gateway.upgrade);
    app.addHook('preClose', () => gateway.close({ graceMs: 1_000 }));
    await app.listen({ port: 0, host: '127.0.0.1' });
    return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
  },
  hono: async (gateway) => {
    const app = new Hono<{ Bindings: HttpBindings }>();
    app.all(gateway.path, ({ req, env }) => gateway.fetch(req.raw, { address: env.incoming.socket.remoteAddress }));
    return listening(createAdaptorServer({ fetch: app.fetch }) as Server, gateway);
  },
};

async function inside(name: string) {
  const coder = await startTestCoder({ rateLimit: -1 });
  const gateway = await createGateway({ coderUrl: coder.url, logLevel: 'silent' });
  const host = await (HOSTS[name] as (gateway: Gateway) => Promise<Host>)(gateway);
  onTestFinished(async () => {
    await gateway.close({ graceMs: 0 });
    await host.close();
    await coder.close();
  });
  const { token } = coder.user('mira');
  const headers = { 'coder-session-token': token, 'content-type': 'application/json' };
  const build = coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'running' });
  coder.control.appendLogs(build, ['one', 'two']);
  const query = `subscription { buildLogs(buildId: "${build.id}") { ... on BuildLogBatch { logs { output } lastId } } }`;
  const address = `127.0.0.1:${host.port}/graphql`;
  return { coder, gateway, host, headers, token, build, query, url: `http://${address}`, socketUrl: `ws://${address}` };
}

/** Reads until the text is there; what has been read. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, pattern: RegExp): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  while (!pattern.test(text)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the stream has ended: ${text}`);
    text += decoder.decode(value, { stream: true });
  }
  return text;
}

describe.each(Object.keys(HOSTS))('in a server of %s', (name) => {
  it('answers queries by POST and GET, refusals too', async () => {
    const { url, headers } = await inside(name);
    const body = JSON.stringify({ query: '{ viewer { username } }' });
    // The first time by yoga, then past it.
    for (const init of [
      { method: 'POST', headers, body },
      { method: 'POST', headers, body },
    ]) {
      expect(await (await fetch(url, init)).json()).toEqual({ data: { viewer: { username: 'mira' } } });
    }
    const byGet = await fetch(`${url}?query={viewer{username}}`, { headers });
    expect(await byGet.json()).toEqual({ data: { viewer: { username: 'mira' } } });
    expect(byGet.headers.get('etag')).toMatch(/^W\//);
    const again = { ...headers, 'if-none-match': byGet.headers.get('etag') ?? '' };
    expect((await fetch(`${url}?query={viewer{username}}`, { headers: again })).status).toBe(304);
    const refused = await fetch(url, { method: 'POST', headers, body: '{' });
    expect(refused.status).toBe(400);
    const anonymous = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(await anonymous.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('feeds event streams, and cuts them when it is closed', async () => {
    const { coder, url, headers, query, build, gateway } = await inside(name);
    const init = {
      method: 'POST',
      headers: { ...headers, accept: 'text/event-stream' },
      body: JSON.stringify({ query }),
    };
    const response = await fetch(url, init);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    expect(await readUntil(reader, /"two"/)).toContain('"one"');
    coder.control.appendLogs(build, ['three']);
    await readUntil(reader, /"three"/);
    await gateway.close({ graceMs: 1_000 });
    // Neither an end nor `complete`: the client is to come back.
    await expect(readUntil(reader, /event: complete/)).rejects.toThrow(/terminated/);
    const late = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query: '{ viewer { username } }' }),
    });
    expect(late.status).toBe(503);
    expect(await late.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
  });

  it('stops an event stream whose client leaves', async () => {
    const { coder, url, headers, query } = await inside(name);
    const leaving = new AbortController();
    const init = {
      method: 'POST',
      headers: { ...headers, accept: 'text/event-stream' },
      body: JSON.stringify({ query }),
    };
    const response = await fetch(url, { ...init, signal: leaving.signal });
    await readUntil((response.body as ReadableStream<Uint8Array>).getReader(), /"two"/);
    await until('the socket', () => coder.sockets()['build-logs'] === 1);
    leaving.abort();
    await until('the end of the feed', () => coder.sockets().total === 0);
  });

  it('feeds WebSockets, and sends their clients elsewhere when it is closed', async () => {
    const { coder, socketUrl, token, query, build, host, gateway } = await inside(name);
    const connectionParams = { 'coder-session-token': token };
    const client = createClient({ url: socketUrl, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 });
    const closed = new Promise((resolve) => {
      client.on('closed', (event) => resolve((event as { code: number }).code));
    });
    const events = client.iterate<{ buildLogs: { logs: { output: string }[] } }>({ query });
    const first = await events.next();
    expect(first.value.data.buildLogs.logs.map(({ output }: { output: string }) => output)).toEqual(['one', 'two']);
    coder.control.appendLogs(build, ['three']);
    expect((await events.next()).value.data.buildLogs.logs).toEqual([{ output: 'three' }]);
    const rest = events.next().catch((error: unknown) => error);
    await gateway.close({ graceMs: 1_000 });
    expect(await closed).toBe(1001);
    await rest;
    await host.close();
  });
});

it('closes once, however often it is told to', async () => {
  const gateway = await createGateway({ logLevel: 'silent' });
  const response = await gateway.fetch(new Request('http://localhost/graphql?query={viewer{username}}'));
  // Without a Coder, the embedded one with its owner.
  expect(await response.json()).toEqual({ data: { viewer: { username: 'mira' } } });
  expect(gateway.close()).toBe(gateway.close());
  await gateway.close();
  expect((await gateway.fetch(new Request('http://localhost/healthz'))).status).toBe(503);
});

it('leaves no connection behind when it cannot be made', async () => {
  const redis = createTcpServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(redis, 'listening');
  const { port } = redis.address() as AddressInfo;
  const made = createGateway({
    coderUrl: 'http://127.0.0.1:1',
    redisUrl: `redis://:a-long-password-of-redis@127.0.0.1:${port}`,
    clientCert: '/no/such/file',
    clientKey: '/no/such/file',
    logLevel: 'silent',
  });
  await expect(made).rejects.toThrow('CODER_CLIENT_CERT');
  // Connections are accepted in their order: those of the gateway would have come before the second of these.
  for (let count = 0; count < 2; count++) {
    const own = connect(port, '127.0.0.1');
    await once(own, 'connect');
    own.destroy();
  }
  await new Promise((resolve) => redis.close(resolve));
});

describe('settings', () => {
  const problemsOf = async (settings: object) => {
    const error = await createGateway(settings as GatewaySettings).catch((reason: unknown) => reason);
    return (error as SettingsError).problems;
  };

  it('are refused by their names, all at once', async () => {
    const settings = {
      maxDept: 3,
      port: 4000,
      coderUrl: 'coder.example.com',
      maxDepth: 0,
      sessionToken: 'with a blank',
    };
    expect(await problemsOf(settings)).toEqual([
      'maxDept: there is no such setting',
      'port: got a setting of the program, expected none: your server listens',
      'coderUrl (CODER_URL): got "coder.example.com", expected an http or https URL without credentials, query or fragment',
      'sessionToken (CODER_SESSION_TOKEN): got a value that is not shown, expected a session token: visible ASCII characters only',
      'maxDepth (GATEWAY_MAX_DEPTH): got "0", expected a whole number of at least 1',
    ]);
  });

  it('that fit only each by itself are refused too', async () => {
    expect(await problemsOf({ clientCert: '/tls/file' })).toEqual([expect.stringContaining('CODER_CLIENT_KEY: ')]);
  });
});
