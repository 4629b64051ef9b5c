import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Passes on what one replica and Redis tell each other, and counts the bytes. */
export interface CountingProxy {
  port: number;
  /** From the replica to Redis. */
  sent: number;
  /** From Redis to the replica. */
  received: number;
  stop(): void;
}

export async function startCountingProxy(target: number): Promise<CountingProxy> {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (replica) => {
    const redis = connect({ port: target, host: '127.0.0.1', noDelay: true });
    replica.on('data', (data) => {
      proxy.sent += data.length;
    });
    redis.on('data', (data) => {
      proxy.received += data.length;
    });
    for (const [from, to] of [
      [replica, redis],
      [redis, replica],
    ] as const) {
      open.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: CountingProxy = {
    port: (server.address() as AddressInfo).port,
    sent: 0,
    received: 0,
    stop() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
  return proxy;
}
