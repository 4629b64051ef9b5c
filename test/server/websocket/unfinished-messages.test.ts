import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import type { WebSocket } from 'ws';
import { UnfinishedMessages } from '../../../src/server/websocket/unfinished-messages.ts';
import { openSocket } from '../../raw-socket.ts';
import { createStub } from '../stub-gateway.ts';

const OPEN = 1;

function socketOf(messages: UnfinishedMessages, known: boolean) {
  const connection = new EventEmitter();
  const closed: number[] = [];
  const socket = Object.assign(new EventEmitter(), {
    OPEN,
    readyState: OPEN,
    close: (code: number) => {
      closed.push(code);
      socket.readyState = 2;
    },
    terminate: () => {},
  });
  messages.watch(socket as unknown as WebSocket, connection as Duplex, () => known);
  return {
    closed,
    send: (bytes: number) => connection.emit('data', Buffer.alloc(bytes)),
    finish: () => socket.emit('message'),
    leave: () => socket.emit('close'),
  };
}

test('what is small or complete does not count', () => {
  const messages = new UnfinishedMessages();
  const socket = socketOf(messages, false);
  socket.send(16_000);
  expect(messages.bytes).toBe(0);
  socket.send(100_000);
  expect(messages.bytes).toBe(116_000);
  socket.send(1_000);
  expect(messages.bytes).toBe(117_000);
  socket.finish();
  expect(messages.bytes).toBe(0);
});

test.each([
  ['callers whom Coder does not know', false, 64 * 2 ** 20 * 0.1],
  ['callers whom Coder knows', true, 64 * 2 ** 20],
])('%s have a budget of their own', (_, known, budget) => {
  const messages = new UnfinishedMessages();
  const fits = Math.floor(budget / 250_000);
  const sockets = Array.from({ length: fits }, () => socketOf(messages, known));
  for (const { send } of sockets) send(250_000);
  expect(sockets.flatMap(({ closed }) => closed)).toEqual([]);
  const further = socketOf(messages, known);
  further.send(250_000);
  expect(further.closed).toEqual([1013]);
  const other = socketOf(messages, !known);
  other.send(250_000);
  expect(other.closed).toEqual([]);
  for (const { leave } of [...sockets, other, further]) leave();
  expect(messages.bytes).toBe(0);
});

test('what a socket of the gateway has sent counts until the message is complete', async () => {
  const { gateway } = createStub();
  await gateway.listen();
  onTestFinished(() => gateway.close({ graceMs: 0 }));
  const counted = async () => {
    const metric = await gateway.metrics.registry.getSingleMetric('coder_graphql_unfinished_message_bytes')?.get();
    return metric?.values[0]?.value;
  };
  const { socket, next } = await openSocket(`${gateway.url}/graphql`);
  const message = JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(100_000) } });
  socket.send(message.slice(0, 60_000), { fin: false });
  await expect.poll(counted).toBeGreaterThan(60_000);
  socket.send(message.slice(60_000));
  await next('pong');
  await expect.poll(counted).toBe(0);
});
