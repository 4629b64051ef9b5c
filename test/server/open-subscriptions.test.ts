import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Settings } from '../../src/config.ts';
import { GatewayError } from '../../src/errors.ts';
import { createStub, type Stub } from './stub-gateway.ts';

const ACCEPTS = ['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0'];
const TICKS = 'subscription { ticks }';
const LIMIT = 3;

interface Served {
  stub: Stub;
  url: string;
}

async function serve(settings: Partial<Settings> = {}): Promise<Served> {
  const stub = createStub({ maxConnections: LIMIT, sessionToken: 'fallback', ...settings }, { keepAliveMs: 20 });
  stub.sources.ticks = async function* ({ signal }) {
    yield 'one';
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  };
  await stub.gateway.listen();
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  return { stub, url: `${stub.gateway.url}/graphql` };
}

async function open({ gateway }: Stub): Promise<(number | undefined)[]> {
  const { openSubscriptions, openSockets } = gateway.metrics;
  const gauges = await Promise.all([openSubscriptions.get(), openSockets.get()]);
  return gauges.map(({ values }) => values[0]?.value);
}

/** The gauges, and the places left: as many as at the start. */
async function expectNothingOpen({ stub, url }: Served): Promise<void> {
  await expect.poll(() => open(stub), { timeout: 5_000 }).toEqual([0, 0]);
  const streams = await Promise.all(Array.from({ length: LIMIT }, () => post(url, TICKS)));
  expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
  expect((await post(url, TICKS)).status).toBe(503);
  expect(await open(stub)).toEqual([LIMIT, 0]);
}

function post(url: string, query: string, accept = 'text/event-stream', init: RequestInit = {}) {
  const headers = { 'content-type': 'application/json', accept };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }), ...init });
}

/** A source that begins only when the test says so. */
function heldBack(stub: Stub): { asked: Promise<void>; begin: () => void } {
  let begin = () => {};
  const asked = new Promise<void>((resolve) => {
    stub.sources.ticks = () => {
      resolve();
      return new Promise((give) => {
        begin = () =>
          give(
            (async function* () {
              yield 'late';
            })(),
          );
      });
    };
  });
  return { asked, begin: () => begin() };
}

async function* failing(): AsyncGenerator<unknown> {
  yield 'one';
  throw new GatewayError('UPSTREAM_UNAVAILABLE', 'Gone.');
}

const overHttp: Record<string, (served: Served, accept: string) => Promise<unknown>> = {
  'is refused for its Accept': ({ url }) => post(url, TICKS, 'application/json'),
  'is not valid': async ({ url }, accept) => (await post(url, 'subscription { nope }', accept)).text(),
  'fails at its start': async ({ url }, accept) => (await post(url, 'subscription { refused }', accept)).text(),
  'fails later': async ({ stub, url }, accept) => {
    const { ticks } = stub.sources;
    stub.sources.ticks = failing;
    await (await post(url, TICKS, accept)).text();
    stub.sources.ticks = ticks;
  },
  'comes to its end': async ({ stub, url }, accept) => {
    const { ticks } = stub.sources;
    stub.sources.ticks = async function* () {
      yield 'one';
    };
    await (await post(url, TICKS, accept)).text();
    stub.sources.ticks = ticks;
  },
  'is left by its client': async ({ url }, accept) => {
    const leaving = new AbortController();
    const response = await post(url, TICKS, accept, { signal: leaving.signal });
    await response.body?.getReader().read();
    leaving.abort();
  },
  'is left by its client before it starts': async ({ stub, url }, accept) => {
    const { ticks } = stub.sources;
    const { asked, begin } = heldBack(stub);
    const leaving = new AbortController();
    const response = post(url, TICKS, accept, { signal: leaving.signal });
    await asked;
    leaving.abort();
    await response.catch(() => {});
    begin();
    stub.sources.ticks = ticks;
  },
  'starts too late': async ({ stub, url }, accept) => {
    const { ticks } = stub.sources;
    const { asked, begin } = heldBack(stub);
    const [response] = await Promise.all([post(url, TICKS, accept), asked]);
    expect(await response.text()).toContain('UPSTREAM_TIMEOUT');
    begin();
    stub.sources.ticks = ticks;
  },
  'is one too many': async ({ url }, accept) => {
    const leaving = new AbortController();
    const { signal } = leaving;
    await Promise.all(Array.from({ length: LIMIT }, () => post(url, TICKS, accept, { signal })));
    expect((await post(url, TICKS, accept)).status).toBe(503);
    leaving.abort();
  },
  'is asked for by HEAD': ({ url }, accept) =>
    fetch(`${url}?query=${encodeURIComponent(TICKS)}`, { method: 'HEAD', headers: { accept } }),
  'is cut in the middle of its request': async ({ url }, accept) => {
    const { port } = new URL(url);
    const socket = connectTcp(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    const target = `/graphql?query=${encodeURIComponent(TICKS)}`;
    socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nAccept: ${accept}\r\n\r\n`, () =>
      socket.resetAndDestroy(),
    );
    await once(socket, 'close');
  },
};

for (const accept of ACCEPTS) {
  test.each(Object.keys(overHttp))(`over ${accept}, nothing stays open of one that %s`, async (way) => {
    const served = await serve({ requestTimeoutMs: way === 'starts too late' ? 30 : 30_000 });
    await overHttp[way]?.(served, accept);
    await expectNothingOpen(served);
  });
}

interface Raw {
  socket: WebSocket;
  say: (message: object) => void;
  /** The next message of a type. */
  heard: (type: string) => Promise<void>;
}

async function rawSocket(url: string): Promise<Raw> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  const heard = (type: string) =>
    new Promise<void>((resolve) => {
      socket.on('message', (data) => JSON.parse(String(data)).type === type && resolve());
    });
  const say = (message: object) => socket.send(JSON.stringify(message));
  await once(socket, 'open');
  const acknowledged = heard('connection_ack');
  say({ type: 'connection_init' });
  await acknowledged;
  return { socket, say, heard };
}

const start = (query = TICKS, id = '1') => ({ type: 'subscribe', id, payload: { query } });

const overSocket: Record<string, (served: Served, raw: Raw) => Promise<unknown>> = {
  'is completed by its client': async (_, { say, heard }) => {
    const next = heard('next');
    say(start());
    await next;
    say({ type: 'complete', id: '1' });
  },
  'is completed by its client before it starts': async ({ stub }, { say }) => {
    const { ticks } = stub.sources;
    const { asked, begin } = heldBack(stub);
    say(start());
    await asked;
    say({ type: 'complete', id: '1' });
    begin();
    stub.sources.ticks = ticks;
  },
  'is not valid': async (_, { say, heard }) => {
    const error = heard('error');
    say(start('subscription { nope }'));
    await error;
  },
  'fails at its start': async (_, { say, heard }) => {
    const complete = heard('complete');
    say(start('subscription { refused }'));
    await complete;
  },
  'fails later': async ({ stub }, { say, heard }) => {
    const { ticks } = stub.sources;
    stub.sources.ticks = failing;
    const complete = heard('complete');
    say(start());
    await complete;
    stub.sources.ticks = ticks;
  },
  'loses its socket': async (_, { say, heard }) => {
    const next = heard('next');
    say(start());
    await next;
  },
  'loses its socket before it starts': async ({ stub }, { socket, say }) => {
    const { ticks } = stub.sources;
    const { asked, begin } = heldBack(stub);
    say(start());
    await asked;
    socket.terminate();
    begin();
    stub.sources.ticks = ticks;
  },
  'takes the id of another': async (_, { socket, say, heard }) => {
    const next = heard('next');
    say(start());
    await next;
    const closed = once(socket, 'close');
    say(start());
    await closed;
  },
};

test.each(Object.keys(overSocket))('over WebSocket, nothing stays open of one that %s', async (way) => {
  const served = await serve();
  const raw = await rawSocket(served.url);
  await overSocket[way]?.(served, raw);
  raw.socket.terminate();
  await expectNothingOpen(served);
});

test('nothing stays open when the gateway shuts down', async () => {
  const { stub, url } = await serve();
  const raw = await rawSocket(url);
  raw.say(start());
  const streams = await Promise.all(ACCEPTS.map((accept) => post(url, TICKS, accept)));
  const texts = Promise.allSettled(streams.map((response) => response.text()));
  await stub.gateway.close({ graceMs: 1_000 });
  // Cut, not ended: an end would say that the subscription is complete.
  expect((await texts).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect.poll(() => open(stub), { timeout: 5_000 }).toEqual([0, 0]);
});
