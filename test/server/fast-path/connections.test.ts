import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { writtenResult } from '../../../src/server/fast-path/written-result.ts';
import type { StubContext } from '../stub-gateway.ts';
import { bothPaths, bytesOf, comparable, logOf, metricsOf, operation, type Side } from './both-paths.ts';

vi.mock('../../../src/server/fast-path/written-result.ts', { spy: true });
afterEach(() => {
  vi.clearAllMocks();
});
const fastAnswers = () => vi.mocked(writtenResult).mock.calls.length;

const kept = { Connection: undefined };
const hello = bytesOf({ headers: kept, body: operation('{ hello }') });

test('requests in one packet are answered in their order', async () => {
  const { fast, plain } = await bothPaths();
  const packet = Buffer.concat([
    hello,
    bytesOf({ headers: kept, body: operation('{ nothing }') }),
    hello,
    bytesOf({ line: 'GET /healthz HTTP/1.1', headers: { ...kept, 'Content-Length': undefined } }),
    bytesOf({ headers: kept, body: operation('{ broken }') }),
    hello,
    bytesOf({ body: operation('{ token }') }),
  ]);
  for (let count = 0; count < 2; count++) expect(await fast.send(packet)).toBe(await plain.send(packet));
  expect(logOf(fast)).toEqual(logOf(plain));
  // Of the first packet what was valid before in it, of the second all that is valid.
  expect(fastAnswers()).toBe(7);
});

test('a connection is kept', async () => {
  const { fast } = await bothPaths();
  const socket = fast.open();
  for (let count = 0; count < 3; count++) {
    socket.write(hello);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain('Connection: keep-alive');
  }
  socket.destroy();
  expect(fastAnswers()).toBe(2);
});

test('a body in many packets is one', async () => {
  const { fast, plain } = await bothPaths();
  for (const { send } of [fast, plain]) await send(bytesOf({ body: operation('{ hello }') }));
  const answers = await Promise.all(
    [fast, plain].map(async ({ open }) => {
      const socket = open().setNoDelay(true);
      for (const byte of hello) {
        socket.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
      return comparable(String(await once(socket, 'data').finally(() => socket.destroy())));
    }),
  );
  expect(answers[0]).toBe(answers[1]);
  expect(fastAnswers()).toBe(1);
});

/** What a gateway logs of a client that goes when it has sent these bytes. */
async function left(side: Side, bytes: Buffer): Promise<unknown[]> {
  const lines = logOf(side).length;
  const socket = side.open();
  const arrived = once(side.stub.gateway.server, 'request');
  socket.write(bytes);
  await arrived;
  socket.destroy();
  return vi.waitUntil(() => logOf(side).length > lines && logOf(side).slice(lines));
}

test('a client that goes within its body leaves the same line', async () => {
  const { fast, plain } = await bothPaths();
  for (const { send } of [fast, plain]) await send(bytesOf({ body: operation('{ hello }') }));
  expect(await left(fast, hello.subarray(0, -5))).toEqual(await left(plain, hello.subarray(0, -5)));
  expect(await metricsOf(fast)).toEqual(await metricsOf(plain));
});

test('a client that goes ends what was done for it, and only that', async () => {
  const { fast, plain } = await bothPaths();
  for (const side of [fast, plain]) {
    const ask = bytesOf({ headers: kept, body: operation('query ($n: String) { hang hello(name: $n) }') });
    const aborted: string[] = [];
    for (const round of ['first', 'second']) {
      const begun = new Promise<StubContext>((resolve) => {
        side.stub.hanging = (context) => {
          resolve(context);
          return new Promise((_, reject) => {
            context.signal.addEventListener('abort', () => {
              aborted.push(round);
              reject(context.signal.reason as Error);
            });
          });
        };
      });
      const socket = side.open();
      socket.write(ask);
      await begun;
      socket.destroy();
      await vi.waitFor(() => expect(aborted).toContain(round));
    }
    await vi.waitFor(() => expect(logOf(side)).toHaveLength(4));
  }
  expect(logOf(fast)).toEqual(logOf(plain));
  expect(await metricsOf(fast)).toEqual(await metricsOf(plain));
  expect(fastAnswers()).toBe(1);
});

test('what was answered is not aborted when the connection ends', async () => {
  const { fast } = await bothPaths();
  for (let count = 0; count < 2; count++) await fast.send(bytesOf({ body: operation('{ hello }') }));
  expect(fastAnswers()).toBe(1);
  expect(fast.stub.contexts.map(({ signal }) => signal.aborted)).toEqual([false, false]);
});

test('a draining gateway finishes what is under way, and closes the connection', async () => {
  const { fast, plain } = await bothPaths();
  const answers: string[] = [];
  for (const { stub, send, open } of [fast, plain]) {
    stub.hanging = async () => 'at once';
    const body = operation('{ hang }');
    await send(bytesOf({ body }));
    const finish = new Promise<(text: string) => void>((resolve) => {
      stub.hanging = () => new Promise((done) => resolve(done));
    });
    const socket = open();
    socket.write(bytesOf({ headers: kept, body }));
    const done = await finish;
    const closed = stub.gateway.close();
    done('finished');
    const [answer] = await once(socket, 'data');
    answers.push(comparable(String(answer)));
    await closed;
  }
  expect(answers[0]).toContain('finished');
  expect(answers[0]).toBe(answers[1]);
  expect(fastAnswers()).toBe(1);
});
