import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Deferred } from '../../../src/feeds/deferred.ts';
import { connect, refusedWith, results, serve } from './clients.ts';

test('draining tells sockets to come back elsewhere, and takes no new ones', async () => {
  const { stub, url } = await serve();
  const started = new Deferred<(text: string) => void>();
  stub.hanging = () => new Promise((resolve) => started.resolve(resolve));
  const asked = fetch(`${url.replace('ws', 'http')}?query={hang}`);
  const finish = await started.promise;
  const socket = new WebSocket(url, 'graphql-transport-ws');
  await once(socket, 'open');
  const closed = once(socket, 'close');
  const stopped = stub.gateway.close();
  expect((await closed)[0]).toBe(1001);
  expect(await refusedWith(url, {})).toBe(503);
  finish('finished');
  expect((await asked).status).toBe(200);
  await stopped;
});

test('draining waits for a query under way and then lets the socket go', async () => {
  const { stub, url } = await serve();
  let finish = (_: string) => {};
  const hanging = new Promise<void>((resolve) => {
    stub.hanging = () => {
      resolve();
      return new Promise((done) => {
        finish = done;
      });
    };
  });
  const client = connect(url, {}, {}, { lazy: false });
  const left = new Promise((resolve) => client.on('closed', (event) => resolve((event as { code: number }).code)));
  const asked = results(client, '{ hang }');
  await hanging;
  const closed = stub.gateway.close();
  finish('finished');
  expect(await asked).toEqual([{ data: { hang: 'finished' } }]);
  await closed;
  expect(await left).toBe(1001);
});

test('an operation that crosses the close of its socket does not run: the client sends it again elsewhere', async () => {
  const { stub, url } = await serve();
  let runs = 0;
  stub.hanging = async () => `run ${++runs}`;
  const socket = new WebSocket(url, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await once(socket, 'message');
  const left = once(socket, 'close');
  const closed = stub.gateway.close();
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: '{ hang }' } }));
  expect((await left)[0]).toBe(1001);
  await closed;
  expect(runs).toBe(0);
});

test('a client that has vanished is found and everything of it is freed', async () => {
  const { stub, url } = await serve({}, { keepAliveMs: 20 });
  const ended = new Promise<void>((resolve) => {
    stub.sources.ticks = async function* ({ signal }) {
      await new Promise((done) => signal.addEventListener('abort', done));
      resolve();
      yield 'never';
    };
  });
  const socket = new WebSocket(url, 'graphql-transport-ws', { autoPong: false });
  await once(socket, 'open');
  const closed = once(socket, 'close');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: 'subscription { ticks }' } }));
  await ended;
  expect((await closed)[0]).toBe(1006);
  const { openSubscriptions, openSockets } = stub.gateway.metrics;
  expect((await openSubscriptions.get()).values[0]?.value).toBe(0);
  expect((await openSockets.get()).values[0]?.value).toBe(0);
});

test('a socket that never says who it is is closed', async () => {
  const { url } = await serve({}, { connectionInitMs: 10 });
  const socket = new WebSocket(url, 'graphql-transport-ws');
  const [code] = await once(socket, 'close');
  expect(code).toBe(4408);
});
