import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';

export interface ConnectProxy {
  url: URL;
  /** `host:port` of each CONNECT, in order. */
  targets: string[];
  requests: IncomingMessage[];
  /** What it answers from now on: a status that is no success, `'silence'`, or undefined to connect. */
  answer: number | 'silence' | undefined;
}

/** A real CONNECT proxy. Whatever name it is asked for, it connects to this machine; closed with the test. */
export async function startConnectProxy(): Promise<ConnectProxy> {
  const open = new Set<Duplex>();
  const server = createServer((_, response) => response.writeHead(405).end());
  const proxy: ConnectProxy = { url: new URL('http://proxy'), targets: [], requests: [], answer: undefined };
  server.on('connect', (request, client, head) => {
    proxy.targets.push(request.url ?? '');
    proxy.requests.push(request);
    open.add(client);
    client.on('error', () => {}).on('close', () => open.delete(client));
    if (proxy.answer === 'silence') return;
    if (proxy.answer !== undefined) {
      client.end(`HTTP/1.1 ${proxy.answer} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const upstream: Socket = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const client of open) client.destroy();
    server.close();
    server.closeAllConnections();
  });
  proxy.url.port = String((server.address() as AddressInfo).port);
  proxy.url.hostname = '127.0.0.1';
  return proxy;
}
