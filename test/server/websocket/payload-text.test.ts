import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { JsonText } from '../../../src/plan/executor/json-text.ts';
import { PayloadText } from '../../../src/server/websocket/payload-text.ts';
import { createStub } from '../stub-gateway.ts';

test('a result is sent with the text that its plan has written, which nobody reads', async () => {
  const stub = createStub({}, { planFrom: 1 });
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  await stub.gateway.listen();
  const read = vi.spyOn(JsonText.prototype, 'toJSON');
  const socket = new WebSocket(`${stub.gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const received: string[] = [];
  const complete = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      received.push(String(data));
      if (received.filter((message) => message.includes('"complete"')).length === 2) resolve();
    });
  });
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  for (const id of ['1', 'ü"\\']) {
    socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: '{ __typename hello }' } }));
  }
  await complete;
  const results = received.filter((message) => message.includes('"next"')).sort();
  expect(results).toEqual([
    '{"id":"1","type":"next","payload":{"data":{"__typename":"Query","hello":"hello world"}}}',
    '{"id":"ü\\"\\\\","type":"next","payload":{"data":{"__typename":"Query","hello":"hello world"}}}',
  ]);
  expect(read).not.toHaveBeenCalled();
});

test('a message without a result stays as it is, also after one that has a result', () => {
  const payloads = new PayloadText();
  const message = JSON.stringify({ id: 'a', type: 'next', payload: payloads.payloadOf({ data: { x: '$&' } }) });
  expect(payloads.messageOf(message)).toBe('{"id":"a","type":"next","payload":{"data":{"x":"$&"}}}');
  expect(payloads.messageOf('{"id":"a","type":"complete"}')).toBe('{"id":"a","type":"complete"}');
  expect(payloads.messageOf('{"id":"null}"}')).toBe('{"id":"null}"}');
});
