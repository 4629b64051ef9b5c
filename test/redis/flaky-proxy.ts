import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface FlakyProxy {
  port: number;
  /** Nothing passes any more, and nobody is told. */
  stall(): void;
  /** Connections end, and new ones are refused. */
  cut(): void;
  /** All passes again, what was held back too. */
  heal(): void;
}

/** A TCP proxy in front of a port of this machine, closed with the test. */
export async function flakyProxy(target: number): Promise<FlakyProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: 'passing' | 'stalled' | 'cut' = 'passing';
  const server = createServer((client) => {
    client.on('error', () => {});
    if (state === 'cut') {
      client.resetAndDestroy();
      return;
    }
    const behind = connect(target, '127.0.0.1');
    const pair = [client, behind] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [behind, client] as const]) {
      from.on('error', () => {});
      from.on('data', (chunk) => to.write(chunk));
      from.on('close', () => {
        pairs.delete(pair);
        to.destroy();
      });
      if (state === 'stalled') from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const all = () => [...pairs].flat();
  const cut = () => {
    state = 'cut';
    for (const socket of all()) socket.destroy();
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    stall: () => {
      state = 'stalled';
      for (const socket of all()) socket.pause();
    },
    cut,
    heal: () => {
      state = 'passing';
      for (const socket of all()) socket.resume();
    },
  };
}
