import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { UnsentBytes } from '../../../src/server/limits/unsent-bytes.ts';

/** The budget over a server of its own, and the server's end of a new connection whose client reads nothing. */
async function watched(maxBytes: number, sweepMs: number) {
  const logged: { connections: number }[] = [];
  const log = pino({ base: null }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const unsent = new UnsentBytes({ log, maxBytes, sweepMs });
  const server = createServer();
  unsent.watch(server);
  server.listen(0);
  await once(server, 'listening');
  onTestFinished(() => {
    unsent.close();
    server.close();
  });
  const clients: Socket[] = [];
  const accepted = async () => {
    const client = connect((server.address() as AddressInfo).port);
    client.on('error', () => {});
    client.pause();
    clients.push(client);
    onTestFinished(() => void client.destroy());
    const [socket] = (await once(server, 'connection')) as [Socket];
    return socket.on('error', () => {});
  };
  return { unsent, logged, accepted };
}

test('beyond the budget the connections with the most unread bytes are cut', async () => {
  const { logged, accepted } = await watched(60_000_000, 10);
  const [small, large, idle] = [await accepted(), await accepted(), await accepted()];
  small.write(Buffer.alloc(30_000_000));
  const cut = once(large, 'close');
  large.write(Buffer.alloc(60_000_000));
  await cut;
  expect([small.destroyed, idle.destroyed]).toEqual([false, false]);
  expect(logged).toMatchObject([{ connections: 1, maxBytes: 60_000_000 }]);
});

test('many answers of one turn of the event loop are not beyond the budget for long', async () => {
  const { unsent, accepted } = await watched(40_000_000, 60_000);
  const sockets: Socket[] = [];
  for (let count = 0; count < 12; count++) sockets.push(await accepted());
  for (const socket of sockets) {
    socket.write(Buffer.alloc(10_000_000));
    unsent.wrote(socket, 10_000_000);
    expect(unsent.bytes).toBeLessThan(40_000_000 + 30_000_000);
  }
});
