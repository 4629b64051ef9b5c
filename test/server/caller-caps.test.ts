import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Settings } from '../../src/config.ts';
import { openSocket, type RawSocket } from '../raw-socket.ts';
import { createStub, type Stub } from './stub-gateway.ts';

async function serve(settings: Partial<Settings>): Promise<Stub> {
  const stub = createStub(settings);
  stub.sources.ticks = async function* ({ signal }) {
    yield 'one';
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  };
  await stub.gateway.listen();
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  return stub;
}

const open = ({ gateway }: Stub) => openSocket(`${gateway.url}/graphql`);

/** A socket that has said who it is, or why it was closed. */
async function greet(stub: Stub, token?: string): Promise<RawSocket & { refusal?: { code: number; reason: string } }> {
  const client = await open(stub);
  client.send({ type: 'connection_init', ...(token !== undefined && { payload: { 'Coder-Session-Token': token } }) });
  const refusal = await Promise.race([client.closed, client.next('connection_ack').then(() => undefined)]);
  return { ...client, ...(refusal && { refusal }) };
}

async function subscribe(client: RawSocket, id: string, query = 'subscription { ticks }'): Promise<unknown> {
  client.send({ type: 'subscribe', id, payload: { query } });
  return (await client.next('next', 'error')).payload;
}

async function stream({ gateway }: Stub, token?: string) {
  const leave = new AbortController();
  onTestFinished(() => leave.abort());
  const response = await fetch(`${gateway.url}/graphql?query=subscription{ticks}`, {
    headers: { accept: 'text/event-stream', ...(token !== undefined && { 'coder-session-token': token }) },
    signal: leave.signal,
  });
  const reader = response.body?.getReader();
  let text = '';
  while (!text.includes('event: next')) text += new TextDecoder().decode((await reader?.read())?.value);
  return { status: response.status, code: /"code":"(\w+)"/.exec(text)?.[1], leave: () => leave.abort() };
}

const REFUSED = { status: 503, code: 'TOO_MANY_SUBSCRIPTIONS' };

test('a socket without operations is closed as one that ended in order', async () => {
  const stub = await serve({ idleSocketMs: 100 });
  const [idle, busy] = await Promise.all([greet(stub, 'a'), greet(stub, 'a')]);
  await subscribe(busy, '1');
  expect(await idle.closed).toEqual({ code: 1000, reason: 'Idle' });
  expect(busy.socket.readyState).toBe(WebSocket.OPEN);
  busy.send({ type: 'complete', id: '1' });
  expect(await busy.closed).toEqual({ code: 1000, reason: 'Idle' });
});

test('it is closed sooner while places are short', async () => {
  const stub = await serve({ idleSocketMs: 10_000, maxConnections: 2 });
  const alone = await greet(stub, 'a');
  await greet(stub, 'b');
  expect(await alone.closed).toEqual({ code: 1000, reason: 'Idle' });
});

test('sockets that do not say who they are make room for others', async () => {
  const stub = await serve({ maxConnections: 20 });
  const [first, second] = [await open(stub), await open(stub)];
  const third = await greet(stub, 'a');
  expect(third.refusal).toBeUndefined();
  expect(await first.closed).toEqual({
    code: 1013,
    reason: 'TOO_MANY_SUBSCRIPTIONS: too many sockets are open without connection_init.',
  });
  expect(second.socket.readyState).toBe(WebSocket.OPEN);
});

test.each([[undefined], ['unknown to Coder']])(
  'callers with the token %s have a tenth of the places',
  async (token) => {
    const stub = await serve({ maxConnections: 20 });
    const anonymous = [await greet(stub, token), await greet(stub, token)];
    expect(anonymous.map(({ refusal }) => refusal)).toEqual([undefined, undefined]);
    expect((await greet(stub, token)).refusal).toEqual({
      code: 1013,
      reason:
        'TOO_MANY_SUBSCRIPTIONS: 2 connections are open without a token that Coder knows (GATEWAY_MAX_CONNECTIONS).',
    });
    expect(await stream(stub, token)).toMatchObject(REFUSED);
    expect((await greet(stub, 'a')).refusal).toBeUndefined();
    expect(await stream(stub, 'a')).toMatchObject({ status: 200 });
    anonymous[0]?.socket.close();
    await anonymous[0]?.closed;
    await expect.poll(async () => (await greet(stub, token)).refusal).toBeUndefined();
  },
);

test('the connections of one token are bounded, and those of another are not concerned', async () => {
  const stub = await serve({ maxIdentityConnections: 2 });
  const [socket, events] = [await greet(stub, 'a'), await stream(stub, 'a')];
  const reason = 'TOO_MANY_SUBSCRIPTIONS: 2 connections of this token are open (GATEWAY_MAX_IDENTITY_CONNECTIONS).';
  expect((await greet(stub, 'a')).refusal).toEqual({ code: 1013, reason });
  expect(await stream(stub, 'a')).toMatchObject(REFUSED);
  expect((await greet(stub, 'b')).refusal).toBeUndefined();
  socket.socket.close();
  events.leave();
  await expect.poll(async () => (await greet(stub, 'a')).refusal).toBeUndefined();
});

test('the subscriptions of one token are bounded over all its connections', async () => {
  const stub = await serve({ maxIdentitySubscriptions: 2 });
  const [one, two, other] = [await greet(stub, 'a'), await greet(stub, 'a'), await greet(stub, 'b')];
  await Promise.all([subscribe(one, '1'), subscribe(two, '1')]);
  expect(await subscribe(one, '2')).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }] });
  expect(await stream(stub, 'a')).toMatchObject(REFUSED);
  expect(await subscribe(other, '1')).toMatchObject({ data: { ticks: expect.any(String) } });
  two.send({ type: 'complete', id: '1' });
  await expect.poll(() => subscribe(one, crypto.randomUUID())).toHaveProperty('data');
});

test('the documents of its running subscriptions have a budget, with room again when one ends', async () => {
  const stub = await serve({});
  const client = await greet(stub, 'a');
  // Each takes about a megabyte.
  const start = (id: number) => subscribe(client, `${id}`, `subscription S${id} { ${'...{ ticks } '.repeat(450)} }`);
  let refusal: unknown;
  let count = 0;
  for (; refusal === undefined && count < 40; count++) {
    const payload = await start(count);
    if (JSON.stringify(payload).includes('errors')) refusal = payload;
  }
  expect(refusal).toMatchObject({
    errors: [
      { message: 'The documents of running subscriptions take too much memory.', extensions: { code: REFUSED.code } },
    ],
  });
  client.send({ type: 'complete', id: '0' });
  expect(await start(count)).toMatchObject({ data: { ticks: expect.any(String) } });
});
