import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CoderClientOptions } from '../../src/coder/client.ts';
import { type CloseReason, followLimits } from '../../src/coder/connection/follow.ts';
import { endpoints } from '../../src/coder/endpoints.ts';
import { UpstreamError } from '../../src/coder/response/failures.ts';
import { Feeds } from '../../src/feeds/feeds.ts';
import { collect, quick, runningBuild, startWorld } from '../feeds/support.ts';
import { startConnectProxy } from './connect-proxy.ts';
import { clientOf, json, startUpstream, TOKEN } from './upstream.ts';

const ID = '820683d3-6842-4ccc-bae9-b3a66af12b6c';
const USER = { id: ID, username: 'mira' };

/** A proxy, a Coder that only the proxy finds, and a client that is to go through it. */
async function startProxied(options: Partial<CoderClientOptions> = {}) {
  const proxy = await startConnectProxy();
  const upstream = await startUpstream((_, response) => json(response, USER));
  const causes: Error[] = [];
  const url = new URL(`http://coder.test:${upstream.port}`);
  const client = clientOf(url, { proxy: proxy.url, onUnanswered: (cause) => causes.push(cause), ...options });
  const session = client.session({ token: TOKEN, maxCalls: 99 });
  return {
    proxy,
    upstream,
    causes,
    client,
    target: url.host,
    read: () => session.call(endpoints.user, { path: { user: 'me' } }),
    write: () => session.call(endpoints.createBuild, { path: { workspace: ID }, body: { transition: 'start' } }),
    follow: () =>
      new Promise<CloseReason>((closed) => {
        const handlers = { opened: () => {}, message: () => {}, closed };
        client.follow({ target: '/x', token: TOKEN, limits: followLimits, parse: JSON.parse }, handlers);
      }),
  };
}

async function failure(promise: Promise<unknown>): Promise<UpstreamError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UpstreamError)) throw new Error(`Expected an UpstreamError, got ${String(error)}`);
  return error;
}

describe('through a CONNECT proxy', () => {
  it('go requests and the sockets of feeds alike', async () => {
    const world = await startWorld();
    const proxy = await startConnectProxy();
    const url = new URL(world.coder.url);
    url.hostname = 'coder.test';
    const feeds = new Feeds(clientOf(url, { proxy: proxy.url }), quick);
    onTestFinished(() => feeds.close());
    const build = runningBuild(world);
    world.coder.control.appendLogs(build, ['one', 'two']);
    const followed = collect(feeds.buildLogs({ buildId: build.id }, { token: world.token }));
    await expect.poll(() => world.coder.sockets().total).toBe(1);
    world.coder.control.appendLogs(build, ['three']);
    world.coder.control.succeed(build);
    await followed.finished;
    expect(followed.error).toBeUndefined();
    expect(followed.lines.map(({ output }) => output)).toEqual(expect.arrayContaining(['one', 'two', 'three']));
    expect(world.coder.requests.filter(({ upgrade }) => upgrade)).toHaveLength(1);
    // One connection of the pool, one of the socket, and no other way.
    expect(proxy.targets.length).toBeGreaterThanOrEqual(2);
    expect(new Set(proxy.targets)).toEqual(new Set([url.host]));
  });

  it('goes its user and password, decoded, and nothing of the request', async () => {
    const { proxy, read, client } = await startProxied();
    await read();
    expect(proxy.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
    proxy.url.username = 'us%40er';
    proxy.url.password = 'p%3Ass';
    const other = clientOf(client.url, { proxy: proxy.url, headers: { 'x-secret': 'one' } });
    await other.session({ token: TOKEN, maxCalls: 9 }).call(endpoints.user, { path: { user: 'me' } });
    const { host, ...headers } = proxy.requests[1]?.headers ?? {};
    expect(host).toBe(client.url.host);
    expect(headers).toEqual({
      'proxy-authorization': `Basic ${Buffer.from('us@er:p:ss').toString('base64')}`,
      connection: expect.any(String),
    });
  });

  it('keeps its connections', async () => {
    const { proxy, read } = await startProxied({ concurrency: 1 });
    await read();
    await read();
    expect(proxy.targets).toHaveLength(1);
  });
});

describe('a proxy that refuses', () => {
  it.each([407, 403, 502])('with %d is an outage on the way, never an answer of Coder', async (status) => {
    const { proxy, upstream, causes, read, write, follow, target } = await startProxied();
    proxy.answer = status;
    const refused = { code: 'UPSTREAM_UNAVAILABLE', status: undefined, unsent: true };
    expect(await failure(read())).toMatchObject(refused);
    expect(await failure(write())).toMatchObject(refused);
    expect(await follow()).toMatchObject({ kind: 'lost' });
    const said = `the proxy ${proxy.url.host} answered CONNECT ${target} with ${status}`;
    expect(new Set(causes.map(({ message }) => message))).toEqual(new Set([said]));
    expect(upstream.requests).toHaveLength(0);
    // A wrong password is not tried again and again: directories lock users out.
    expect(proxy.targets).toHaveLength(status === 502 ? 5 : 3);
  });

  it('is used again as soon as it connects', async () => {
    const { proxy, read } = await startProxied();
    proxy.answer = 403;
    await failure(read());
    proxy.answer = undefined;
    expect(await read()).toMatchObject(USER);
  });
});

describe('a proxy that does not answer', () => {
  it('is named with its port, without its password', async () => {
    const { client, causes } = await startProxied();
    const nobody = createServer();
    await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
    const { port } = nobody.address() as AddressInfo;
    await new Promise((resolve) => nobody.close(resolve));
    const proxy = new URL(`http://user:s3cret@127.0.0.1:${port}`);
    const other = clientOf(client.url, { proxy, onUnanswered: (cause) => causes.push(cause) });
    const calling = other.session({ token: TOKEN, maxCalls: 9 }).call(endpoints.user, { path: { user: 'me' } });
    expect(await failure(calling)).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', unsent: true });
    expect(causes[0]?.message).toBe(`the proxy 127.0.0.1:${port} does not answer (ECONNREFUSED)`);
  });

  it('holds neither a request nor a socket for longer than the time to connect', async () => {
    const { proxy, causes, write, follow } = await startProxied({ connectTimeoutMs: 50 });
    proxy.answer = 'silence';
    expect(await failure(write())).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', unsent: true });
    expect(await follow()).toMatchObject({ kind: 'lost' });
    expect(causes[0]?.message).toBe(`the proxy ${proxy.url.host} does not answer (UND_ERR_HEADERS_TIMEOUT)`);
  });
});
