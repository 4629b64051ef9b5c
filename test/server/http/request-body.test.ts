import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { BodyReader } from '../../../src/server/http/request-body.ts';
import { createStub, type Stub } from '../stub-gateway.ts';

const TOKEN = { 'coder-session-token': 'TestTokenA-testSecret0123456789Te' };
const TOKEN_LINE = `coder-session-token: ${TOKEN['coder-session-token']}\r\n`;
const hello = (padding: number) => JSON.stringify({ query: '{ hello }', variables: { state: 'A'.repeat(padding) } });

async function listening(changes: Parameters<typeof createStub>[0] = {}): Promise<Stub> {
  const stub = createStub({ maxResponseMb: 1, ...changes });
  await stub.gateway.listen();
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  return stub;
}

async function post({ gateway }: Stub, body: RequestInit['body'], headers: Record<string, string> = {}) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body, duplex: 'half' };
  const response = await fetch(`${gateway.url}/graphql`, init as RequestInit);
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return { status: response.status, code: errors?.[0]?.extensions.code, headers: response.headers };
}

/** Requests whose bodies have begun with this, gone with the test at the latest. */
function beginBodies({ gateway }: Stub, count: number, begun: string): Socket[] {
  const { port, host } = new URL(gateway.url);
  const sockets = Array.from({ length: count }, () => connect(Number(port), '127.0.0.1'));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  for (const socket of sockets) {
    socket.on('error', () => {});
    socket.write(`POST /graphql HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n${begun}`);
  }
  return sockets;
}

it('should read ordinary bodies up to the limit, whoever sends them', async () => {
  const stub = await listening();
  expect(await post(stub, hello(200_000))).toMatchObject({ status: 200, code: undefined });
});

it('should read a larger body only from a caller whom Coder knows', async () => {
  const stub = await listening();
  expect(await post(stub, hello(300_000))).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  expect(await post(stub, hello(300_000), TOKEN)).toMatchObject({ status: 200, code: undefined });
});

it('should refuse a body that is larger than any state', async () => {
  const stub = await listening();
  expect(await post(stub, hello(4_000_000), TOKEN)).toMatchObject({ status: 413, code: 'BAD_USER_INPUT' });
});

it('should refuse a large body that does not announce its length', async () => {
  const stub = await listening();
  const chunk = new TextEncoder().encode(' '.repeat(100_000));
  let sent = 0;
  const body = new ReadableStream({
    pull: (controller) => (sent++ < 4 ? controller.enqueue(chunk) : controller.close()),
  });
  const headers = { 'content-type': 'application/json', ...TOKEN };
  const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
  const response = await stub.gateway.pipeline.fetch('http://127.0.0.1:4000/graphql', init);
  expect(response.status).toBe(413);
});

it('should not parse a large body of many keys', async () => {
  const stub = await listening();
  const keys = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`key${index}`, 1]));
  const body = JSON.stringify({ query: '{ hello }', variables: keys });
  expect(await post(stub, body, TOKEN)).toMatchObject({ status: 413, code: 'BAD_USER_INPUT' });
});

it('should answer 503 while too many uploads are unfinished, and serve again when they are gone', async () => {
  const stub = await listening();
  const length = hello(2_900_000).length;
  const unfinished = beginBodies(stub, 4, `${TOKEN_LINE}content-length: ${length}\r\n\r\n{"query":`);
  const upload = () => post(stub, hello(2_900_000), TOKEN);
  await expect.poll(async () => (await upload()).code).toBe('OVERLOADED');
  const { status, headers } = await upload();
  expect({ status, retryAfter: headers.get('retry-after') }).toEqual({ status: 503, retryAfter: '1' });
  expect(await post(stub, hello(0))).toMatchObject({ status: 200 });
  for (const socket of unfinished) socket.destroy();
  await expect.poll(async () => (await upload()).code).toBeUndefined();
});

it('should count the bytes of uploads no more whose clients have gone', async () => {
  const stub = await listening();
  // As an upstream call does, it ends when its client has gone.
  stub.hanging = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const gone = new AbortController();
  const uploads = Array.from({ length: 4 }, () => {
    const body = JSON.stringify({ query: '{ hang }', variables: { state: 'A'.repeat(2_900_000) } });
    const headers = { 'content-type': 'application/json', ...TOKEN };
    return fetch(`${stub.gateway.url}/graphql`, { method: 'POST', headers, body, signal: gone.signal });
  });
  const upload = () => post(stub, hello(2_900_000), TOKEN);
  await expect.poll(async () => (await upload()).code).toBe('OVERLOADED');
  gone.abort();
  await Promise.allSettled(uploads);
  await expect.poll(async () => (await upload()).code, { timeout: 15_000 }).toBeUndefined();
});

it('should have room for callers whom Coder knows while bodies of others are unfinished', async () => {
  const stub = await listening();
  beginBodies(stub, 26, 'transfer-encoding: chunked\r\n\r\n1\r\n \r\n');
  await expect.poll(() => post(stub, hello(200_000))).toMatchObject({ status: 503, code: 'OVERLOADED' });
  expect(await post(stub, hello(200_000), TOKEN)).toMatchObject({ status: 200, code: undefined });
});

it('should have room for one caller while bodies of another are unfinished', async () => {
  const stub = await listening();
  beginBodies(stub, 80, `${TOKEN_LINE}content-length: 220000\r\n\r\n{`);
  await expect.poll(() => post(stub, hello(200_000), TOKEN)).toMatchObject({ status: 503, code: 'OVERLOADED' });
  const another = { 'coder-session-token': 'TestTokenB-testSecret0123456789Te' };
  expect(await post(stub, hello(200_000), another)).toMatchObject({ status: 200, code: undefined });
});

it.each([
  ['stops', () => new Promise<void>(() => {})],
  ['trickles', (controller: ReadableStreamDefaultController) => controller.enqueue(new Uint8Array(1))],
])('should not wait for a body that %s', async (_, more) => {
  const callers = { account: () => ({ key: 'a', known: false }), confirm: async () => {} };
  const reader = new BodyReader({ maxBytes: 200_000, maxUploadBytes: 200_000, ...callers, paceMs: 50 });
  let first = true;
  const body = new ReadableStream({
    pull: async (controller) => {
      if (first) controller.enqueue(new Uint8Array(100_000));
      else {
        await new Promise((resolve) => setTimeout(resolve, 5));
        await more(controller);
      }
      first = false;
    },
  });
  const init = { method: 'POST', headers: { 'content-length': '150000' }, body, duplex: 'half' } as RequestInit;
  await expect(reader.read(new Request('http://localhost/', init))).rejects.toMatchObject({
    message: 'The body came too slowly: expected at least 16 KiB in 0.05 s.',
    extensions: { code: 'BAD_USER_INPUT', http: { status: 408 } },
  });
});
