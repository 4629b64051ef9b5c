import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { GatewayOptions } from '../../../src/server/gateway.ts';
import { createStub, type Stub } from '../stub-gateway.ts';

async function serve(
  options: Partial<GatewayOptions> = {},
): Promise<{ stub: Stub; waiting: ((text: string) => void)[] }> {
  const stub = createStub({}, options);
  const waiting: ((text: string) => void)[] = [];
  stub.hanging = () => new Promise((resolve) => waiting.push(resolve));
  await stub.gateway.listen();
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  return { stub, waiting };
}

function dial({ gateway }: Stub): Socket {
  const { port, hostname } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  return socket;
}

function asking(query: string): string {
  const body = JSON.stringify({ query });
  return `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

function connections({ gateway }: Stub): Promise<number> {
  return new Promise((resolve) => gateway.server.getConnections((_, count) => resolve(count)));
}

test('pipelined requests are answered in turn, one at a time', async () => {
  const { stub, waiting } = await serve();
  const socket = dial(stub);
  let text = '';
  socket.on('data', (data) => {
    text += data;
  });
  socket.write(asking('{ hang }').repeat(20));
  for (let turn = 1; turn <= 20; turn++) {
    await expect.poll(() => waiting.length).toBe(turn);
    waiting.at(-1)?.(`answer ${turn}.`);
    await expect.poll(() => text).toContain(`answer ${turn}.`);
    expect(waiting.length - turn).toBeLessThanOrEqual(1);
  }
});

test('a connection on which too many requests wait is cut', async () => {
  const { stub, waiting } = await serve();
  const socket = dial(stub);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(asking('{ hang }').repeat(200));
  await closed;
  expect(waiting.length).toBeLessThanOrEqual(1);
});

test('a client that reads nothing of its answer is cut, one whose answer takes long is not', async () => {
  const { stub, waiting } = await serve({ stalledClientMs: 300 });
  const patient = dial(stub);
  let answer = '';
  patient.on('data', (data) => {
    answer += data;
  });
  patient.write(asking('{ hang }'));
  await expect.poll(() => waiting.length).toBe(1);
  const stalled = dial(stub);
  stalled.pause();
  stalled.write(asking('{ hang }'));
  await expect.poll(() => waiting.length).toBe(2);
  // More than the buffers of both ends of a connection hold.
  waiting[1]?.('x'.repeat(40_000_000));
  await expect.poll(() => connections(stub), { timeout: 5_000 }).toBe(1);
  waiting[0]?.('late');
  await expect.poll(() => answer).toContain('late');
});
