import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createStub } from '../stub-gateway.ts';

/** Greets with these params; what the socket is closed with, or the token that its first query runs with. */
async function greet(payload: unknown, sessionToken?: string) {
  const stub = createStub(sessionToken === undefined ? {} : { sessionToken });
  await stub.gateway.listen();
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  const socket = new WebSocket(`${stub.gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const closed = once(socket, 'close').then(([code, reason]) => ({ code, reason: String(reason) }));
  await once(socket, 'open');
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.type === 'connection_ack') {
      socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: '{ token }' } }));
    }
    if (message.type === 'next') socket.close(4999, String(message.payload.data.token));
  });
  socket.send(JSON.stringify({ type: 'connection_init', ...(payload !== undefined && { payload }) }));
  const outcome = await closed;
  expect(stub.logged.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  return outcome.code === 4999 ? { token: outcome.reason } : outcome;
}

test.each([
  [{ headers: { Authorization: 'Bearer mine' } }, 'mine'],
  [{ Headers: { 'CODER-SESSION-TOKEN': 'mine' } }, 'mine'],
  [{ 'X-Upstream-Trace': '1' }, 'fallback'],
  [undefined, 'fallback'],
])('%j is who it says', async (payload, token) => {
  expect(await greet(payload, 'fallback')).toEqual({ token });
});

test.each([
  ['authToken', { authToken: 'mine' }],
  ['x-token', { headers: { 'x-token': 'mine' } }],
])('%s is nobody while a fallback token is in force', async (key, payload) => {
  const outcome = await greet(payload, 'fallback');
  expect(outcome).toEqual({
    code: 4403,
    reason: `Unknown credential "${key}". Accepted: Coder-Session-Token, Authorization (also under headers).`,
  });
});

test('two tokens are nobody', async () => {
  const outcome = await greet({ 'Coder-Session-Token': 'a', headers: { Authorization: 'Bearer b' } });
  expect(outcome).toEqual({ code: 4400, reason: 'connectionParams: expected one token, got several.' });
});

test.each([[{ 'Coder-Session-Token': { toString: 1 } }], [{ Authorization: ['Bearer a'] }], [{ headers: 'Bearer a' }]])(
  '%j is nobody, and no defect of the gateway',
  async (payload) => {
    expect(await greet(payload)).toMatchObject({ code: 4400, reason: expect.stringMatching(/^connectionParams: /) });
  },
);

test('a token of a type or a length that no token has is refused', async () => {
  const reason = 'connectionParams: expected "coder-session-token" to be a string.';
  expect(await greet({ 'Coder-Session-Token': { value: 'mine' } })).toEqual({ code: 4400, reason });
  expect(await greet({ 'Coder-Session-Token': 'x'.repeat(200_000) })).toEqual({
    code: 4400,
    reason: 'connectionParams: expected a token of at most 4096 characters, got 200000.',
  });
});

test.each(['connection_ack', 'next', 'error', 'nonsense'])('a message of type %s is refused', async (type) => {
  const stub = createStub();
  await stub.gateway.listen();
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  const socket = new WebSocket(`${stub.gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  const payload = type === 'error' ? [{ message: 'x' }] : { data: null };
  socket.send(JSON.stringify({ type, ...(type !== 'connection_ack' && { id: '1', payload }) }));
  expect((await once(socket, 'close'))[0]).toBe(4400);
  expect(stub.logged.filter(({ level }) => Number(level) >= 40)).toEqual([]);
});
