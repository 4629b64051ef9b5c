import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { hasSmallBody, readSmallBody } from '../../../src/server/fast-path/small-body.ts';

/** A request with a body of ten bytes, of which so many have been sent. */
async function begun(sent: string): Promise<{ request: IncomingMessage; socket: Socket }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n${sent}`);
  const [request] = (await once(server, 'request')) as [IncomingMessage];
  return { request, socket };
}

const read = (request: IncomingMessage, lateMs?: number) =>
  new Promise<Buffer | undefined>((resolve) => readSmallBody(request, resolve, lateMs));

test('a body that comes in parts is read whole', async () => {
  const { request, socket } = await begun('0123');
  const body = read(request);
  await once(request, 'data');
  socket.write('456789');
  expect(String(await body)).toBe('0123456789');
});

test('a late body can be read by somebody else, from its beginning', async () => {
  const { request, socket } = await begun('0123');
  expect(await read(request, 50)).toBe(undefined);
  socket.write('456789');
  expect(await text(request)).toBe('0123456789');
});

test('a body whose client has gone has not come', async () => {
  const { request, socket } = await begun('0123');
  request.on('error', () => {});
  const body = read(request);
  await once(request, 'data');
  socket.destroy();
  expect(await body).toBe(undefined);
  await expect(text(request)).rejects.toThrow();
});

test.each([
  [{ 'content-length': '0' }, true],
  [{ 'content-length': '16384' }, true],
  [{ 'content-length': '16385' }, false],
  [{ 'content-length': '1e3' }, false],
  [{ 'content-length': '-1' }, false],
  [{}, false],
])('whether a body with %j is small: %s', (headers, small) => {
  expect(hasSmallBody({ headers } as IncomingMessage)).toBe(small);
});
