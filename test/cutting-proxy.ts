import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface CuttingProxy {
  /** Of the GraphQL endpoint behind it. */
  url: string;
  /** Connections that it cut. */
  cuts: () => number;
  /** Leads new connections elsewhere; undefined refuses them. */
  lead: (url: string | undefined) => void;
  /** Resets all connections that there are. */
  reset: () => void;
}

/**
 * A TCP proxy that resets each connection after as many bytes from the server as `bytes` says; `passed` is what it passes
 * on of what a client sends.
 */
export async function cuttingProxy(
  target: string,
  bytes: () => number,
  passed: (chunk: Buffer) => Buffer | string = (chunk) => chunk,
): Promise<CuttingProxy> {
  let port: number | undefined = Number(new URL(target).port);
  let cuts = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    if (port === undefined) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(port, '127.0.0.1');
    let left = bytes();
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (chunk) => upstream.write(passed(chunk)));
    upstream.on('data', (chunk) => {
      if (left <= 0) return;
      client.write(chunk.subarray(0, left));
      left -= chunk.length;
      if (left > 0) return;
      cuts += 1;
      client.end(() => client.resetAndDestroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${address.port}${new URL(target).pathname}`,
    cuts: () => cuts,
    lead: (url) => {
      port = url === undefined ? undefined : Number(new URL(url).port);
    },
    reset: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
  };
}
