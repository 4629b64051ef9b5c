import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createStub } from '../stub-gateway.ts';

const UPGRADE =
  'GET /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n';

/** A masked text frame of a short message. */
function frame(message: object): Buffer {
  const payload = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

test('the operations of a client that has gone end before all is read that it has sent', async () => {
  const stub = createStub();
  await stub.gateway.listen();
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  const accepted = once(stub.gateway.server, 'connection') as Promise<[Socket]>;
  const client = connect(Number(new URL(stub.gateway.url).port), '127.0.0.1');
  const [connection] = await accepted;
  client.write(UPGRADE);
  client.write(frame({ type: 'connection_init' }));
  client.write(frame({ id: '1', type: 'subscribe', payload: { query: '{ hang }' } }));
  await expect.poll(() => stub.contexts.length).toBe(1);
  // Not by `once` of events, which an error would reject: it is reset while it is written to.
  const closed = new Promise((resolve) => connection.once('close', resolve));
  client.write(Buffer.concat(Array.from({ length: 400 }, () => frame({ type: 'ping' }))), () =>
    client.resetAndDestroy(),
  );
  await closed;
  expect(stub.contexts[0]?.signal.aborted).toBe(true);
});

test('a client whose pongs are late has not gone while its messages come', async () => {
  const stub = createStub({}, { keepAliveMs: 20 });
  await stub.gateway.listen();
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  const client = new WebSocket(`${stub.gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    autoPong: false,
  });
  await once(client, 'open');
  // The gateway may cut the connection while this writes to it.
  client.on('error', () => {});
  client.send('{"type":"connection_init"}');
  for (let pings = 0; pings < 10; pings++) {
    await once(client, 'ping');
    client.send('{"type":"ping"}');
  }
  const gone = once(client, 'close');
  expect(client.readyState).toBe(client.OPEN);
  expect((await gone)[0]).toBe(1006);
});
