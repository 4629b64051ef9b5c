import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { followBySse } from './sse.ts';
import {
  connect,
  feedQuery,
  follow,
  restLog,
  runningBuild,
  startWorld,
  subscribe,
  until,
  untilAllIsQuiet,
} from './support.ts';

const viewer = '{ viewer { username } }';

/** A socket without a client library, to say on it what none would. */
async function rawSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  return socket;
}

describe('who speaks on a socket', () => {
  it('should be acknowledged without a token, and be refused each operation that needs one', async () => {
    const { embedded, url, calls } = await startWorld();
    const build = runningBuild(embedded);
    const sockets: WebSocket[] = [];
    const client = connect(url, null, { lazy: false, opened: (socket) => sockets.push(socket) });
    const feed = follow(client, build);
    await feed.finished;
    expect(feed.events).toMatchObject([{ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
    const query = subscribe(client, viewer);
    await query.finished;
    expect(query.errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
    const open = subscribe(client, '{ __typename }');
    await open.finished;
    expect(open.events).toEqual([{ data: { __typename: 'Query' } }]);
    expect(sockets).toHaveLength(1);
    expect(calls()).toEqual([]);
  });

  it('should be who connectionParams say, in any case of the key, and not who the upgrade says', async () => {
    const { embedded, url } = await startWorld({ settings: { sessionToken: 'unused' } });
    const token = (name: string) => embedded.user(name).token;
    const headers = { 'coder-session-token': token('mira') };
    const who = async (connectionParams: Record<string, unknown>) => {
      const query = subscribe(connect(url, null, { connectionParams, headers }), viewer);
      await query.finished;
      return query.errors?.[0].extensions.code ?? query.events[0].data.viewer.username;
    };
    expect(await who({ 'CODER-session-TOKEN': token('omar') })).toBe('omar');
    expect(await who({ Authorization: `Bearer ${token('tara')}` })).toBe('tara');
    expect(await who({})).toBe('mira');
    expect(await who({ 'coder-session-token': 'bad' })).toBe('UNAUTHENTICATED');
  });
});

describe('what is said on a socket', () => {
  it('should be a query, a mutation or a subscription, beside each other', async () => {
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    const client = connect(url, embedded.user('mira').token);
    const feed = follow(client, build);
    await until('the socket', () => embedded.sockets()['build-logs'] === 1);
    const query = subscribe(client, 'query ($id: ID!) { build(id: $id) { job { status } } }', { id: build.id });
    const cancel = subscribe(
      client,
      'mutation ($id: ID!) { cancelBuild(input: { buildId: $id }) { ... on CancelBuildSuccess { buildId } } }',
      { id: build.id },
    );
    await Promise.all([query.finished, cancel.finished]);
    expect(query.events).toMatchObject([{ data: { build: { job: { status: expect.any(String) } } } }]);
    expect(cancel.events).toMatchObject([{ data: { cancelBuild: { buildId: expect.any(String) } } }]);
    if (build.job.completedAt === null) embedded.control.fail(build);
    await feed.finished;
    expect(feed.lines).toEqual(await restLog(embedded, build));
  });

  const init = { type: 'connection_init' };
  it.each([
    ['no JSON', [], '{"type":', 4400],
    ['no message', [], '7', 4400],
    ['a message of no type', [], '{}', 4400],
    ['an operation before its time', [], { type: 'subscribe', id: '1', payload: { query: viewer } }, 4401],
    ['two greetings', [init], init, 4429],
    ['an operation without a document', [init], { type: 'subscribe', id: '1', payload: {} }, 4400],
    ['variables that are none', [init], { type: 'subscribe', id: '1', payload: { query: viewer, variables: 7 } }, 4400],
    ['bytes', [], Buffer.from([0, 255, 254]), 4400],
  ])('should cost only that socket when it is %s', async (_, before, message, code) => {
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    const feed = follow(connect(url, embedded.user('mira').token), build);
    const socket = await rawSocket(url);
    const closed = once(socket, 'close');
    for (const each of before) socket.send(JSON.stringify(each));
    socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
    expect((await closed)[0]).toBe(code);
    embedded.control.appendLogs(build, 2);
    embedded.control.succeed(build);
    await feed.finished;
    expect(feed.lines).toEqual(await restLog(embedded, build));
  });

  it('should close a socket whose operation takes the id of one that is open', async () => {
    const world = await startWorld();
    const build = runningBuild(world.embedded);
    const socket = await rawSocket(world.url);
    const closed = once(socket, 'close');
    const params = { 'coder-session-token': world.embedded.user('mira').token };
    socket.send(JSON.stringify({ type: 'connection_init', payload: params }));
    await once(socket, 'message');
    const payload = { query: feedQuery(), variables: { id: build.id } };
    socket.send(JSON.stringify({ type: 'subscribe', id: 'one', payload }));
    await until('the feed', () => world.embedded.sockets()['build-logs'] === 1);
    socket.send(JSON.stringify({ type: 'subscribe', id: 'one', payload }));
    expect((await closed)[0]).toBe(4409);
    await untilAllIsQuiet(world);
  });
});

describe('how many there are', () => {
  it('should refuse one feed too many on a socket, and leave the others alone', async () => {
    const { embedded, url } = await startWorld({ settings: { maxSubscriptions: 3 } });
    const build = runningBuild(embedded);
    const client = connect(url, embedded.user('mira').token);
    const feeds = Array.from({ length: 3 }, () => follow(client, build));
    embedded.control.appendLogs(build, 1);
    await until('three', () => feeds.every(({ lines }) => lines.length === 1));
    const fourth = follow(client, build);
    await fourth.finished;
    expect(fourth.errors?.[0].extensions.code).toBe('TOO_MANY_SUBSCRIPTIONS');
    feeds.pop()?.stop();
    const fifth = follow(client, build);
    await until('its place taken', () => fifth.lines.length === 1);
    embedded.control.succeed(build);
    await Promise.all([...feeds, fifth].map(({ finished }) => finished));
    for (const { end } of [...feeds, fifth]) expect(end.build.uuid).toBe(build.id);
  });

  it('should count sockets and event streams together', async () => {
    const world = await startWorld({ settings: { maxConnections: 2 } });
    const { embedded, url } = world;
    const build = runningBuild(embedded);
    const token = embedded.user('mira').token;
    embedded.control.appendLogs(build, 1);
    const socket = follow(connect(url, token), build);
    const events = followBySse(url, token, build);
    await until('both', () => [socket, events].every(({ lines }) => lines.length === 1));
    const third = followBySse(url, token, build);
    await third.finished;
    expect(third.errors?.[0].extensions.code).toBe('TOO_MANY_SUBSCRIPTIONS');
    const [, response] = await once(
      new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws'),
      'unexpected-response',
    );
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('1');
    const [text] = await once(response, 'data');
    expect(String(text)).toMatch(/^TOO_MANY_SUBSCRIPTIONS/);
    events.stop();
    await until('a place', () => world.feeds.stats().logReaders === 1);
    const fourth = followBySse(url, token, build);
    await until('its lines', () => fourth.lines.length === 1);
  });
});

it('should let pages of its own and of the listed origins in, and no others', async () => {
  const { embedded, gateway, url } = await startWorld({ settings: { allowedOrigins: ['https://app.example.com'] } });
  const token = embedded.user('mira').token;
  for (const origin of ['https://app.example.com', gateway.url]) {
    const query = subscribe(connect(url, token, { headers: { origin } }), viewer);
    await query.finished;
    expect(query.events).toEqual([{ data: { viewer: { username: 'mira' } } }]);
  }
  for (const origin of ['https://app.example.com.evil.org', 'http://app.example.com', 'null', 'http://127.0.0.1:1']) {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { headers: { origin } });
    const [, response] = await once(socket, 'unexpected-response');
    expect([origin, response.statusCode]).toEqual([origin, 403]);
    response.resume();
  }
});
