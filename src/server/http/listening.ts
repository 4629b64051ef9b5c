import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Resolves when the server listens; rejects when the port is taken. */
export function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

/** Resolves when the server has no connection left. */
export function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** `http://host:port` as the server listens. */
export function urlOf(server: Server, host: string): string {
  const address = server.address() as AddressInfo | null;
  const name = host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${address?.port ?? 0}`;
}
