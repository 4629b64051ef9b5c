import { getEventListeners, once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Deferred } from '../../../src/feeds/deferred.ts';
import { connect, refusal, results, serve } from './clients.ts';

describe('operations on a socket', () => {
  test('queries, mutations and subscriptions run as over HTTP', async () => {
    const { stub, url } = await serve({ trace: true });
    stub.sources.ticks = async function* () {
      yield 'one';
    };
    const client = connect(url);
    expect(await results(client, '{ hello }')).toEqual([
      { data: { hello: 'hello world' }, extensions: { upstream: { calls: 0 } } },
    ]);
    expect((await results(client, 'mutation { change }'))[0]?.data).toEqual({ change: 'changed' });
    expect((await results(client, 'subscription { ticks }'))[0]?.data).toEqual({ ticks: 'one in 4' });
    await client.dispose();
  });

  test('the token comes from connectionParams or from the upgrade', async () => {
    const { url } = await serve({ sessionToken: 'fallback' });
    const token = async (...args: [Record<string, unknown>?, Record<string, string>?]) => {
      const client = connect(url, ...args);
      const [result] = await results(client, '{ token }');
      await client.dispose();
      return result?.data?.token;
    };
    expect(await token({ 'CODER-SESSION-TOKEN': 'a' })).toBe('a');
    expect(await token({ authorization: 'Bearer b' }, { 'coder-session-token': 'c' })).toBe('b');
    expect(await token({}, { 'coder-session-token': 'c' })).toBe('c');
    expect(await token({}, { cookie: 'coder_session_token=d' })).toBe('fallback');
  });

  test('the limits are those of HTTP, and a refused operation leaves the others alone', async () => {
    const { stub, url } = await serve({
      maxDepth: 3,
      maxTokens: 30,
      maxAliases: 2,
      maxComplexity: 100,
      introspection: false,
    });
    let started = 0;
    let tick = (_: unknown) => {};
    stub.sources.ticks = async function* () {
      started += 1;
      yield await new Promise((resolve) => {
        tick = resolve;
      });
    };
    const client = connect(url);
    const running = results(client, 'subscription { ticks }');
    const code = 'OPERATION_TOO_COMPLEX';
    expect(await refusal(client, '{ item { items { items { name } } } }')).toMatchObject({ code });
    expect(await refusal(client, `{ ${'hello '.repeat(40)} }`)).toMatchObject({ code });
    expect(await refusal(client, '{ a: hello b: hello c: hello }')).toMatchObject({ code });
    expect((await results(client, 'subscription { ticks(first: 500) }'))[0]?.errors?.[0]?.extensions).toMatchObject({
      code,
    });
    expect(await refusal(client, '{ __schema { types { name } } }')).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(await refusal(client, '{')).toEqual({ code: 'GRAPHQL_PARSE_FAILED' });
    expect(await refusal(client, 'query A { hello } query B { hello }')).toEqual({ code: 'BAD_USER_INPUT' });
    expect(
      (await results(client, 'query ($n: Int) { page(first: $n) { name } }', { n: 'x' }))[0]?.errors?.[0]?.extensions,
    ).toEqual({
      code: 'BAD_USER_INPUT',
    });
    tick('late');
    expect((await running)[0]?.data?.ticks).toMatch(/^late/);
    expect(started).toBe(1);
    await client.dispose();
  });

  test('errors are masked and a failing source ends with one coded event', async () => {
    const { stub, url } = await serve();
    stub.sources.ticks = async function* () {
      yield 'one';
      throw new Error('secret detail');
    };
    const client = connect(url);
    const events = await results(client, 'subscription { ticks }');
    expect(events).toHaveLength(2);
    expect(events[1]).toMatchObject({ data: null, errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    const [broken] = await results(client, '{ broken }');
    expect(broken?.errors?.[0]?.extensions?.code).toBe('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify([events, broken])).not.toMatch(/secret|"http"/);
    await client.dispose();
  });

  test('a socket may hold so many operations and no more', async () => {
    const { stub, url } = await serve({ maxSubscriptions: 2 });
    stub.sources.ticks = ({ signal }) => silentUntil(signal);
    const client = connect(url);
    const running = [results(client, 'subscription { ticks }'), results(client, 'subscription { ticks }')];
    expect(await refusal(client, '{ hello }')).toEqual({ code: 'TOO_MANY_SUBSCRIPTIONS' });
    await client.dispose();
    await Promise.allSettled(running);
  });

  test('a client that leaves ends its subscriptions and aborts its queries', async () => {
    const { stub, url } = await serve();
    const client = connect(url);
    const aborted = new Promise<void>((resolve) => {
      stub.hanging = ({ signal }) => {
        signal.addEventListener('abort', () => resolve());
        client.terminate();
        return new Promise(() => {});
      };
    });
    await Promise.allSettled([results(client, '{ hang }'), aborted]);
    expect(stub.contexts[0]?.signal.aborted).toBe(true);
  });
});

test('a subscription that was refused leaves nothing behind', async () => {
  const { stub, url } = await serve({ maxComplexity: 10 });
  const client = connect(url);
  for (let count = 0; count < 20; count++) {
    const [refused] = await results(client, 'subscription { ticks(first: 100) }');
    expect(refused?.errors?.[0]?.extensions).toMatchObject({ code: 'OPERATION_TOO_COMPLEX' });
    expect(await results(client, 'subscription { refused }')).toHaveLength(1);
  }
  let listeners: number | undefined;
  stub.sources.ticks = async function* ({ caller }) {
    listeners = getEventListeners(caller.signal as AbortSignal, 'abort').length;
    yield 'tick';
  };
  await results(client, 'subscription { ticks(first: 1) }');
  expect(listeners).toBe(1);
  await client.dispose();
});

test('a message over the limit closes the socket', async () => {
  const { url } = await serve();
  const socket = new WebSocket(url, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send('x'.repeat(4 * 1024 * 1024));
  const [code] = await once(socket, 'close');
  expect(code).toBe(1009);
});

async function* silentUntil(signal: AbortSignal): AsyncGenerator<unknown> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

test('a client that does not read its answers is not read either, and gets them all when it does', async () => {
  const { url } = await serve();
  const socket = new WebSocket(url, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await once(socket, 'message');
  socket.pause();
  const payload = { filler: 'x'.repeat(50_000) };
  const pings = 1000;
  for (let count = 0; count < pings; count++) socket.send(JSON.stringify({ type: 'ping', payload }));
  // What the gateway does not read stays with the client, beyond what the sockets' own buffers take.
  await expect.poll(() => socket.bufferedAmount, { timeout: 5_000 }).toBeGreaterThan(10_000_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(socket.bufferedAmount).toBeGreaterThan(10_000_000);
  let pongs = 0;
  const all = new Promise<void>((resolve) => {
    socket.on('message', () => ++pongs === pings && resolve());
  });
  socket.resume();
  await all;
  socket.close();
});

test('an empty name of the operation is none', async () => {
  const { url } = await serve();
  const client = connect(url);
  const found: unknown[] = [];
  for await (const result of client.iterate({ query: '{ hello }', operationName: '' })) found.push(result);
  expect(found).toEqual([{ data: { hello: 'hello world' } }]);
});

describe('an operation that its client completes', () => {
  async function completed(query: string) {
    const { stub, url } = await serve();
    const started = new Deferred<AbortSignal>();
    stub.hanging = ({ signal }) => {
      started.resolve(signal);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const client = connect(url, {}, {}, { lazy: false });
    const stop = client.subscribe({ query }, { next: () => {}, error: () => {}, complete: () => {} });
    const signal = await started.promise;
    stop();
    // Answered behind the message that completes it.
    await results(client, '{ hello }');
    await client.dispose();
    return { signal, stub };
  }

  test('ends its upstream calls when it is a query', async () => {
    const { signal, stub } = await completed('{ hang }');
    expect(signal.aborted).toBe(true);
    expect(stub.logged.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  test('goes on when it is a mutation', async () => {
    const { signal } = await completed('mutation { hang }');
    expect(signal.aborted).toBe(false);
  });
});

test('an operation that is too much for the process is turned away', async () => {
  const { stub, url } = await serve({}, { maxUnderWay: 1 });
  const started = new Deferred<(text: string) => void>();
  stub.hanging = () => new Promise((resolve) => started.resolve(resolve));
  const client = connect(url);
  const inside = results(client, '{ hang }');
  const finish = await started.promise;
  const overloaded = { code: 'OVERLOADED', retryAfter: 1 };
  expect(await refusal(client, '{ hello }')).toEqual(overloaded);
  expect(await refusal(client, 'mutation { change }')).toEqual(overloaded);
  expect(await results(client, 'subscription { ticks }')).toEqual([]);
  finish('late');
  expect(await inside).toMatchObject([{ data: { hang: 'late' } }]);
  expect(await results(client, '{ hello }')).toMatchObject([{ data: { hello: 'hello world' } }]);
  await client.dispose();
});
