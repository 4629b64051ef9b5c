import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';

export interface PrefixProxyOptions {
  target: string;
  prefix: string;
  /** Whether the prefix is taken away on the way. */
  strips: boolean;
  /** Whether handshakes of WebSockets are passed on as such. @default true */
  passesUpgrades?: boolean;
}

/** A reverse proxy with the gateway under a prefix, as nginx or Caddy would put it there; closed with the test. */
export async function startPrefixProxy(options: PrefixProxyOptions): Promise<string> {
  const { target, prefix, strips, passesUpgrades = true } = options;
  const open = new Set<Duplex>();
  const forward = ({ url = '', method, headers }: IncomingMessage, more: IncomingHttpHeaders = {}) => {
    const path = strips ? url.slice(prefix.length) : url;
    const { connection, upgrade, ...rest } = headers;
    return request(target, { path, method, headers: { ...rest, ...more } });
  };
  const server = createServer((incoming, answer) => {
    if (!incoming.url?.startsWith(`${prefix}/`)) {
      answer.writeHead(404).end('no route of the proxy');
      return;
    }
    const outgoing = forward(incoming);
    outgoing.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
      answer.on('close', () => response.destroy());
    });
    outgoing.on('error', () => answer.destroy());
    incoming.pipe(outgoing);
  });
  if (passesUpgrades) {
    server.on('upgrade', (incoming, socket) => {
      open.add(socket);
      const outgoing = forward(incoming, { connection: 'Upgrade', upgrade: 'websocket' });
      outgoing.on('upgrade', ({ rawHeaders }, upstream) => {
        const lines = ['HTTP/1.1 101 Switching Protocols'];
        for (let index = 0; index < rawHeaders.length; index += 2) {
          lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
        }
        socket.write(`${lines.join('\r\n')}\r\n\r\n`);
        socket.pipe(upstream).pipe(socket);
        for (const each of [socket, upstream]) each.on('error', () => socket.destroy());
      });
      outgoing.on('response', ({ statusCode }) => socket.end(`HTTP/1.1 ${statusCode} Refused\r\n\r\n`));
      outgoing.on('error', () => socket.destroy());
      outgoing.end();
    });
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
