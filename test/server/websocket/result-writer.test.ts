import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { SharedResult } from '../../../src/server/shared-events/shared-result.ts';
import { ResultFrames, ResultWriter } from '../../../src/server/websocket/result-writer.ts';
import { until } from '../../feeds/support.ts';

/** Both ends of one socket. */
async function connected(): Promise<{ socket: WebSocket; connection: Duplex; client: WebSocket }> {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  const opened = new Promise<{ socket: WebSocket; connection: Duplex }>((resolve) => {
    server.on('upgrade', (request, connection, head) => {
      sockets.handleUpgrade(request, connection, head, (socket) => resolve({ socket, connection }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => {
    client.terminate();
    server.closeAllConnections();
    server.close();
  });
  await once(client, 'open');
  return { ...(await opened), client };
}

const resultOf = (text: string) => new SharedResult({ data: { text } }, undefined);
const never = {
  taken: () => {
    throw new Error('taken was called');
  },
};

describe('a result that several sockets get', () => {
  it('should arrive as the message that graphql-ws would send, in order with those of ws, whatever its length', async () => {
    const { socket, connection, client } = await connected();
    const received: string[] = [];
    client.on('message', (data, isBinary) => received.push(`${isBinary ? 'binary ' : ''}${data}`));
    const expected: string[] = [];
    const overhead = '{"id":"a","type":"next","payload":{"data":{"text":""}}}'.length;
    const lengths = [0, 125, 126, 127, 65_535, 65_536, 8_192, 8_193, 8_300, 300_000].map((length) =>
      Math.max(0, length - overhead),
    );
    const taken: Promise<void>[] = [];
    const frames = new ResultFrames();
    for (const text of ['ü€😀"\\\n', ...lengths.map((length) => 'x'.repeat(length))]) {
      const result = resultOf(text);
      for (const id of ['a', 'a', 'b', '"\\ü', 'c', 'c', 'long-1', 'long-2']) {
        const writer = new ResultWriter(socket, connection, id, frames);
        taken.push(
          new Promise((resolve) => {
            if (writer.write(result, { taken: resolve })) resolve();
          }),
        );
        socket.send(`${expected.length}`);
        expected.push(JSON.stringify({ id, type: 'next', payload: { data: { text } } }), `${expected.length}`);
      }
    }
    await Promise.all(taken);
    await until('all messages', () => received.length === expected.length);
    expect(received).toEqual(expected);
  });

  it('should say at once that the connection has taken it, unless the client does not read', async () => {
    const { socket, connection, client } = await connected();
    const writer = new ResultWriter(socket, connection, 'a', new ResultFrames());
    expect(writer.write(resultOf('x'), never)).toBe(true);
    await once(client, 'message');
    client.pause();
    const big = resultOf('x'.repeat(100_000));
    let written = 1;
    let taken = false;
    const writing = {
      taken: () => {
        taken = true;
      },
    };
    while (writer.write(big, writing)) written++;
    // It is kept once, and nothing more is to be written until then.
    expect(connection.writableLength).toBeLessThan(100_100);
    expect(taken).toBe(false);
    let received = 0;
    client.on('message', () => received++);
    client.resume();
    await until('it is taken', () => taken);
    await until('all messages', () => received === written);
    expect(connection.writableLength).toBe(0);
  });

  it('should write nothing to a socket that is being closed', async () => {
    const { socket, connection, client } = await connected();
    const received: string[] = [];
    client.on('message', (data) => received.push(String(data)));
    socket.close(1001);
    expect(new ResultWriter(socket, connection, 'a', new ResultFrames()).write(resultOf('x'), never)).toBe(false);
    await once(client, 'close');
    expect(received).toEqual([]);
  });
});
