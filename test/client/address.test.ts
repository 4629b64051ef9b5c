import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import {
  FeedError,
  type FollowBuildOptions,
  followBuildLog,
  serverSentEvents,
  type Transport,
} from '../../src/client/index.ts';
import { webSocket } from '../../src/client/websocket.ts';
import { runningBuild, startWorld } from '../e2e/support.ts';

const TRANSPORTS: [string, () => Transport][] = [
  ['server-sent events', () => serverSentEvents()],
  ['a WebSocket', () => webSocket({ webSocketImpl: WebSocket })],
];

/** How a feed ended: the last event, or the failure. `losses` are what it came back from. */
async function outcome(options: Partial<FollowBuildOptions>): Promise<{ last: unknown; losses: string[] }> {
  const losses: string[] = [];
  const onState: FollowBuildOptions['onState'] = (_, loss) => loss && losses.push(loss.message);
  let last: unknown;
  try {
    const feed = followBuildLog({ url: '', buildId: 'b', retryDelayMs: 1, onState, ...options });
    for await (const event of feed) last = event.__typename;
  } catch (error) {
    last = error;
  }
  return { last, losses };
}

/** A server with these answers, one after the other. */
async function serverOf(...answers: RequestListener[]): Promise<string> {
  let asked = 0;
  const server = createServer((request, response) =>
    answers[Math.min(asked++, answers.length - 1)]?.(request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/graphql`;
}

const page =
  (status: number): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html>Welcome</html>');

function send(response: ServerResponse, event: object): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`event: next\ndata: ${JSON.stringify({ data: { buildLogs: event } })}\n\n`);
}

const line = (id: string) => ({ __typename: 'BuildLogBatch', lastId: id, logs: [{ id, output: 'x' }] });
const end = { __typename: 'BuildLogEnd', lastId: '9', build: {} };

describe.each(TRANSPORTS)('the address of a feed over %s', (_, transport) => {
  it.each(['', '/graphql', 'gateway:4000', 'ftp://gateway/graphql', undefined as unknown as string])(
    'should be refused at once when it is %j',
    async (url) => {
      const { last, losses } = await outcome({ url, transport: transport() });
      expect(last).toBeInstanceOf(FeedError);
      expect((last as Error).message).toBe(
        `url: expected the http or https URL of the gateway, such as https://gateway.example.com/graphql, got "${url}".`,
      );
      expect(losses).toEqual([]);
    },
  );

  it('should be refused with a password, which the error does not show', async () => {
    const { last } = await outcome({ url: 'https://me:secret@gateway/graphql', transport: transport() });
    expect(String(last)).toContain('got "https://…@gateway/graphql"');
  });

  it('should be taken with the scheme of the other transport', async () => {
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    embedded.control.succeed(build);
    const options = { token: embedded.user('mira').token, buildId: build.id, transport: transport() };
    for (const each of [url, url.replace('http', 'ws'), url.replace('http', 'HTTP')]) {
      expect(await outcome({ ...options, url: each })).toEqual({ last: 'BuildLogEnd', losses: [] });
    }
  });
});

it.each([200, 301, 401, 403, 404, 405])('should say that a page with status %i is not the gateway', async (status) => {
  const url = await serverOf(page(status));
  const { last, losses } = await outcome({ url });
  expect(last).toBeInstanceOf(FeedError);
  expect((last as Error).message).toBe(
    `Expected an event stream at ${url}, got HTTP ${status}. Is it the gateway's endpoint?`,
  );
  expect(losses).toEqual([]);
});

it.each([408, 425, 429, 500, 502, 503, 504])('should come back after a page with status %i', async (status) => {
  const url = await serverOf(page(status), (_, response) => send(response, end));
  expect(await outcome({ url })).toEqual({
    last: 'BuildLogEnd',
    losses: [`The gateway was not reached: HTTP ${status}.`],
  });
});

it.each([200, 403, 404])('should come back after a page with status %i where the gateway has been', async (status) => {
  const cut: RequestListener = (_, response) => {
    send(response, line('1'));
    response.end();
  };
  const url = await serverOf(cut, page(status), (_, response) => send(response, end));
  const { last, losses } = await outcome({ url });
  expect(last).toBe('BuildLogEnd');
  expect(losses).toEqual([
    'The connection ended before the subscription did.',
    `Expected an event stream at ${url}, got HTTP ${status}. Is it the gateway's endpoint?`,
  ]);
});

describe('silence', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('should end the wait for a page whose end does not come', async () => {
    const stalled: RequestListener = (_, response) => {
      response.writeHead(502, { 'content-type': 'text/html' });
      response.write('<html>');
    };
    const url = await serverOf(stalled, (_, response) => send(response, end));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const reading = vi.spyOn(Response.prototype, 'text');
    const ended = outcome({ url });
    await vi.waitFor(() => expect(reading).toHaveBeenCalled());
    await vi.advanceTimersByTimeAsync(41_000);
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(10);
      expect(await Promise.race([ended, undefined])).toEqual({
        last: 'BuildLogEnd',
        losses: ['The gateway fell silent.'],
      });
    });
  });

  it('should end the wait for a WebSocket that does not open', async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const abort = new AbortController();
    const losses: string[] = [];
    const onState: FollowBuildOptions['onState'] = (_, loss) => {
      if (!loss) return;
      losses.push(loss.message);
      abort.abort();
    };
    const transport = webSocket({ webSocketImpl: WebSocket });
    const ended = outcome({ url, signal: abort.signal, onState, transport });
    const [socket] = (await once(server, 'connection')) as [Socket];
    const closed = once(socket.resume(), 'close');
    await vi.advanceTimersByTimeAsync(40_000);
    await ended;
    expect(losses).toEqual(['The gateway fell silent.']);
    await closed;
  });

  it('should not be that of a reader that takes its time', async () => {
    let open: ServerResponse | undefined;
    const first: RequestListener = (_, response) => {
      open = response;
      send(response, line('1'));
    };
    const url = await serverOf(first, (_, response) => send(response, line('3')));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const losses: string[] = [];
    const onState: FollowBuildOptions['onState'] = (_, loss) => loss && losses.push(loss.message);
    const feed = followBuildLog({ url, buildId: 'b', onState });
    expect((await feed.next()).value?.lastId).toBe('1');
    await vi.advanceTimersByTimeAsync(120_000);
    if (open) send(open, line('2'));
    expect((await feed.next()).value?.lastId).toBe('2');
    expect(losses).toEqual([]);
    // While it waits, silence counts.
    const next = feed.next();
    await vi.advanceTimersByTimeAsync(41_000);
    await vi.waitFor(() => expect(losses).toEqual(['The gateway fell silent.']));
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await next).value?.lastId).toBe('3');
    await feed.return();
  });
});

/** The URL of a server that closes each WebSocket so. */
async function closing(code: number, reason: string): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  server.on('connection', (socket) => socket.on('message', () => socket.close(code, reason)));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/graphql`;
}

it.each([
  [4400, 'Invalid message', undefined],
  [4403, 'Forbidden', 'FORBIDDEN'],
])('should fail at once with the reason of a WebSocket that is closed with %i', async (code, reason, known) => {
  const url = await closing(code, reason);
  const { last, losses } = await outcome({ url, transport: webSocket({ webSocketImpl: WebSocket }) });
  expect(last).toMatchObject({ name: 'FeedError', message: reason, code: known });
  expect(losses).toEqual([]);
});

it('should say with which code a WebSocket was closed that it comes back from', async () => {
  const url = await closing(4429, 'Too many');
  const abort = new AbortController();
  const losses: string[] = [];
  const onState: FollowBuildOptions['onState'] = (_, loss) => {
    if (loss) losses.push(loss.message);
    if (losses.length === 2) abort.abort();
  };
  await outcome({ url, transport: webSocket({ webSocketImpl: WebSocket }), signal: abort.signal, onState });
  expect(losses).toEqual(['The WebSocket was closed: 4429 Too many.', 'The WebSocket was closed: 4429 Too many.']);
});

it('should say that there is no WebSocket, where none is given', async () => {
  vi.stubGlobal('WebSocket', undefined);
  onTestFinished(() => void vi.unstubAllGlobals());
  const { last, losses } = await outcome({ url: 'http://127.0.0.1:9/', transport: webSocket() });
  expect(String(last)).toBe('FeedError: There is no WebSocket here: pass one, as webSocket({ webSocketImpl }).');
  expect(losses).toEqual([]);
});
