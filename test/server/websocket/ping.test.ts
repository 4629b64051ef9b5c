import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createStub } from '../stub-gateway.ts';

test('a ping is answered with what it brought, however deep that is nested', async () => {
  const stub = createStub();
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  await stub.gateway.listen();
  const socket = new WebSocket(`${stub.gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const answers = [
    ['{"type":"ping"}', '{"type":"pong"}'],
    ['{"type":"ping","payload":null}', '{"type":"pong"}'],
    ['{"type":"ping","payload":{"a":[1]}}', '{"type":"pong","payload":{"a":[1]}}'],
    [`{"type":"ping","payload":{"a":${deep}}}`, '{"type":"pong"}'],
  ] as const;
  for (const [ping, pong] of answers) {
    socket.send(ping);
    const [answer] = await once(socket, 'message');
    expect(String(answer)).toBe(pong);
  }
  socket.close();
  expect(stub.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
