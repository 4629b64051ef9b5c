import type { IncomingMessage } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type CloseReason, follow, followLimits } from '../../src/coder/connection/follow.ts';

async function startServer(accept: (socket: WebSocket, request: IncomingMessage) => void) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: true });
  server.on('connection', accept);
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/prefix/`);
}

function dial(url: URL, limits = {}) {
  const seen = { opened: 0, messages: [] as unknown[], closed: [] as CloseReason[] };
  const socket = follow<unknown>(
    {
      url,
      target: '/workspacebuilds/x/logs?follow=',
      token: 'secret',
      userAgent: 'me/1',
      limits: { ...followLimits, ...limits },
      parse: JSON.parse,
    },
    {
      opened: () => seen.opened++,
      message: (message) => seen.messages.push(message),
      closed: (reason) => seen.closed.push(reason),
    },
  );
  return { seen, socket };
}

describe('follow socket', () => {
  it('should go to the API below the prefix with the token, without Origin and compression', async () => {
    let request: IncomingMessage | undefined;
    let extensions: string | undefined;
    const url = await startServer((socket, received) => {
      request = received;
      extensions = socket.extensions;
      socket.send('{"id":1}\n');
    });
    const { seen, socket } = dial(url);
    expect(seen.opened).toBe(0);
    await expect.poll(() => seen.messages).toEqual([{ id: 1 }]);
    expect(request?.url).toBe('/prefix/api/v2/workspacebuilds/x/logs?follow=');
    expect(request?.headers).toMatchObject({ 'coder-session-token': 'secret', 'user-agent': 'me/1' });
    expect(request?.headers).not.toHaveProperty('origin');
    expect(request?.headers).not.toHaveProperty('sec-websocket-protocol');
    expect(extensions).toBe('');
    socket.close();
  });

  it('should call nothing after close, and close once', async () => {
    const closed: unknown[] = [];
    const url = await startServer((socket) => {
      socket.on('close', (code) => closed.push(code));
      const timer = setInterval(() => socket.send('{}'), 1);
      socket.on('close', () => clearInterval(timer));
    });
    const { seen, socket } = dial(url);
    await expect.poll(() => seen.messages.length).toBeGreaterThan(3);
    socket.close();
    socket.close();
    const before = seen.messages.length;
    await expect.poll(() => closed).toHaveLength(1);
    expect(seen.messages).toHaveLength(before);
    expect(seen.closed).toEqual([]);
  });

  it('should close at once during the handshake', async () => {
    let connections = 0;
    const silent = createServer((connection) => {
      connections++;
      connection.on('error', () => {}).resume();
      connection.on('close', () => connections--);
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const url = new URL(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    const { seen, socket } = dial(url);
    await expect.poll(() => connections).toBe(1);
    socket.close();
    await expect.poll(() => connections).toBe(0);
    expect(seen).toEqual({ opened: 0, messages: [], closed: [] });
    const slow = dial(url, { handshakeMs: 30 });
    await expect
      .poll(() => slow.seen.closed)
      .toMatchObject([{ kind: 'lost', cause: { message: 'Opening handshake has timed out' } }]);
  });

  it.each<[string, (socket: WebSocket) => void, CloseReason]>([
    ['a close frame', (socket) => socket.close(1011, 'database'), { kind: 'closed', code: 1011 }],
    ['a close frame without a code', (socket) => socket.close(), { kind: 'closed', code: 1005 }],
    ['a broken connection', (socket) => socket.terminate(), { kind: 'lost' }],
    ['a binary frame', (socket) => socket.send(Buffer.from('{}')), { kind: 'malformed' }],
    ['no JSON', (socket) => socket.send('{'), { kind: 'malformed' }],
    ['too large a frame', (socket) => socket.send(`"${'x'.repeat(2_000)}"`), { kind: 'malformed' }],
  ])('should say why it is no more: %s', async (_, act, reason) => {
    const url = await startServer(act);
    const { seen } = dial(url, { maxPayloadBytes: 1_000 });
    await expect.poll(() => seen.closed).toEqual([reason]);
    expect(seen.opened).toBe(1);
    expect(seen.messages).toEqual([]);
  });

  it('should end a handshake that comes byte by byte', async () => {
    const server = createServer((socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nX-Slow: ');
      const bytes = setInterval(() => socket.write('x'), 10);
      socket.on('error', () => {}).on('close', () => clearInterval(bytes));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { seen } = dial(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), { handshakeMs: 100 });
    await expect.poll(() => seen.closed).toMatchObject([{ kind: 'lost' }]);
    expect(seen.opened).toBe(0);
  });

  it('should say that nobody listens', async () => {
    const { seen } = dial(new URL('http://127.0.0.1:1'));
    await expect.poll(() => seen.closed).toMatchObject([{ kind: 'lost', cause: { code: 'ECONNREFUSED' } }]);
    expect(seen.opened).toBe(0);
  });

  it('should count pings of the other side as signs of life', async () => {
    let left = 10;
    const url = await startServer((socket) => {
      // It never answers pings; it sends its own, for a while.
      socket.pong = () => {};
      const timer = setInterval(() => (left-- > 0 ? socket.ping() : clearInterval(timer)), 15);
    });
    const { seen } = dial(url, { pingMs: 20, silenceMs: 60 });
    await expect.poll(() => seen.opened).toBe(1);
    // By the seventh ping the socket has lived longer than it may be silent.
    await expect.poll(() => left).toBeLessThanOrEqual(3);
    expect(seen.closed).toEqual([]);
  });
});
