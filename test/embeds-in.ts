import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from 'graphql-ws';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startTestCoder } from '../src/embedded/testing/test-coder.ts';
import { createGateway, type Gateway } from '../src/index.ts';
import { until } from './feeds/support.ts';

/** A server with the gateway in it. */
interface Host {
  port: number;
  close(): Promise<unknown>;
}

/** Puts a gateway into a server, which listens. */
export type Serve = (gateway: Gateway) => Promise<Host>;

/** A node server on a free port. */
export async function listening(server: Server): Promise<Host> {
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

async function inside(serve: Serve) {
  const coder = await startTestCoder({ rateLimit: -1 });
  const gateway = await createGateway({ coderUrl: coder.url, logLevel: 'silent' });
  const host = await serve(gateway);
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

/** Declares the tests of a gateway within a server of that kind. */
export function embedsIn(kind: string, serve: Serve): void {
  describe(`in a server of ${kind}`, () => {
    it('answers queries by POST and GET, refusals too', async () => {
      const { url, headers } = await inside(serve);
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
      const { coder, url, headers, query, build, gateway } = await inside(serve);
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
      const { coder, url, headers, query } = await inside(serve);
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
      const { coder, socketUrl, token, query, build, host, gateway } = await inside(serve);
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
}
