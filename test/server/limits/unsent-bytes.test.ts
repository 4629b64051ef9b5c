import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { UnsentBytes } from '../../../src/server/limits/unsent-bytes.ts';

test('beyond the budget the connections with the most unread bytes are cut', async () => {
  const logged: { connections: number }[] = [];
  const log = pino({ base: null }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const unsent = new UnsentBytes({ log, maxBytes: 60_000_000, sweepMs: 10 });
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
  const [small, large, idle] = [await accepted(), await accepted(), await accepted()];
  small.write(Buffer.alloc(30_000_000));
  const cut = once(large, 'close');
  large.write(Buffer.alloc(60_000_000));
  await cut;
  expect([small.destroyed, idle.destroyed]).toEqual([false, false]);
  expect(logged).toMatchObject([{ connections: 1, maxBytes: 60_000_000 }]);
});
