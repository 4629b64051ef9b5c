import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Build } from '../../src/coder/model.ts';
import { build as ofBuild } from '../../src/coder/rest/build.ts';
import type { GatewayError } from '../../src/errors.ts';
import type { FeedTimings } from '../../src/feeds/timings.ts';
import { type ProxyAnswer, startProxy, type TestProxy } from '../proxy.ts';
import { collect, restLog, runningBuild, startFeeds, startWorld, until, type World } from './support.ts';

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };
const PAGE = { 'content-type': 'text/html' };

/** What proxies, logins and firewalls answer in place of a Coder that is away. */
const pages: [string, ProxyAnswer][] = [
  ['404 text/plain', { status: 404, headers: TEXT, body: '404 page not found\n' }],
  ['401 page', { status: 401, headers: PAGE, body: '<html>Sign in</html>' }],
  ['403 of a firewall', { status: 403, headers: PAGE, body: '<html>Blocked</html>' }],
  [
    '404 JSON of another program',
    { status: 404, headers: { 'content-type': 'application/json' }, body: '{"message":"no"}' },
  ],
  ['410 page', { status: 410, headers: PAGE, body: '<html>Gone</html>' }],
  ['425 page', { status: 425, headers: TEXT, body: 'Too Early' }],
  ['redirect to a login', { status: 302, headers: { location: 'https://login.example.com/oauth2/start?rd=secret' } }],
];

/** A Coder behind a proxy, and feeds that know only the proxy. */
async function startBehindProxy(timings: Partial<FeedTimings> = {}): Promise<World & { proxy: TestProxy }> {
  const world = await startWorld();
  const proxy = await startProxy(world.coder.url);
  return { ...world, proxy, ...startFeeds(proxy, timings) };
}

/** The proxy answers itself and breaks the sockets, until it has been asked ten times. */
async function outage(proxy: TestProxy, answer: ProxyAnswer): Promise<void> {
  const before = proxy.requests.length;
  proxy.intercept(answer);
  proxy.breakSockets();
  await until('ten answers of the proxy', () => proxy.requests.length >= before + 10);
}

describe.each(pages)('a proxy that answers for a while with a %s', (_, answer) => {
  it('should cost the log of a build no line', async () => {
    const world = await startBehindProxy();
    const { coder, proxy, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.appendLogs(build, 7);
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    await until('the first lines', () => reader.lines.length === 7);
    await until('the socket', () => coder.sockets()['build-logs'] === 1);
    await outage(proxy, answer);
    coder.control.appendLogs(build, 2);
    proxy.intercept(undefined);
    await until('the lines after it', () => reader.lines.length === 9);
    coder.control.succeed(build);
    await reader.finished;
    expect(reader).toMatchObject({ error: undefined, ends: 1 });
  });

  it('should cost the log of an agent no line', async () => {
    const world = await startBehindProxy();
    const { coder, proxy, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.succeed(build);
    const [agent] = coder.control.agents(build);
    if (!agent) throw new Error('a build without an agent');
    agent.logs = [];
    const lines = (...outputs: string[]) => outputs.map((output) => ({ output }));
    coder.control.appendAgentLogs(agent, lines('1', '2', '3', '4', '5', '6', '7'));
    const reader = collect(feeds.agentLogs({ agentId: agent.id }, { token }));
    await until('the first lines', () => reader.lines.length === 7);
    await until('the socket', () => coder.sockets()['agent-logs'] === 1);
    await outage(proxy, answer);
    coder.control.appendAgentLogs(agent, lines('8', '9'));
    proxy.intercept(undefined);
    await until('the lines after it', () => reader.lines.length === 9);
    expect(reader).toMatchObject({ error: undefined, ends: 0, done: false });
  });

  it('should end no watch', async () => {
    const world = await startBehindProxy({ watchPollMs: 50 });
    const { coder, proxy, feeds, token } = world;
    const build = runningBuild(world);
    const builds = feeds.buildUpdated({ buildId: build.id }, { token });
    const workspaces = feeds.workspaceUpdated({ workspaceId: build.workspaceId }, { token });
    await Promise.all([builds.next(), workspaces.next()]);
    await outage(proxy, answer);
    proxy.intercept(undefined);
    coder.control.succeed(build);
    for (
      let state = await builds.next();
      ofBuild.read(state.value as Build, 'status') !== 'running';
      state = await builds.next()
    )
      expect(state.done).toBe(false);
    expect(await workspaces.next()).toMatchObject({ done: false });
    await workspaces.return?.();
  });
});

it.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
] as const)('A log that a proxy encodes as %s arrives decoded', async (coding, encode) => {
  const world = await startBehindProxy();
  const { coder, proxy, feeds, token } = world;
  proxy.rewrite((answer) => {
    answer.headers['content-encoding'] = coding;
    answer.body = encode(answer.body);
  });
  const build = runningBuild(world);
  coder.control.appendLogs(build, 500);
  coder.control.succeed(build);
  const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
  await reader.finished;
  expect(reader).toMatchObject({ error: undefined, ends: 1 });
  expect(reader.lines).toEqual(await restLog(world, build));
});

it('A log that a proxy encodes in an unknown way fails by the name of the coding', async () => {
  const world = await startBehindProxy();
  const { proxy, feeds, token } = world;
  proxy.rewrite((answer) => {
    answer.headers['content-encoding'] = 'compress';
  });
  const reader = collect(feeds.buildLogs({ buildId: runningBuild(world).id }, { token }));
  await reader.finished;
  expect(reader.error).toMatchObject({
    message: expect.stringContaining('Content-Encoding: compress'),
    extensions: { code: 'UPSTREAM_BAD_RESPONSE' },
  });
});

it('A new feed behind a proxy that answers 404 is told that Coder is not reachable, not that there is nothing', async () => {
  const world = await startBehindProxy();
  const { proxy, feeds, token } = world;
  const build = runningBuild(world);
  proxy.intercept({ status: 404, headers: TEXT, body: '404 page not found\n' });
  const unreachable = { extensions: { code: 'UPSTREAM_UNAVAILABLE', upstream: { status: 404 } } };
  await Promise.all([
    expect(feeds.workspaceUpdated({ workspaceId: build.workspaceId }, { token }).next()).rejects.toMatchObject(
      unreachable,
    ),
    expect(feeds.buildLogs({ buildId: build.id }, { token }).next()).rejects.toMatchObject(unreachable),
  ]);
});

it('A feed that gives up before a login page says where it was redirected, without the query', async () => {
  const world = await startBehindProxy({ giveUpMs: 100, giveUpAttempts: 3 });
  const { coder, proxy, feeds, token } = world;
  const build = runningBuild(world);
  coder.control.appendLogs(build, 3);
  const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
  await until('the lines', () => reader.lines.length === 3);
  proxy.intercept({ status: 302, headers: { location: 'https://login.example.com/oauth2/start?rd=secret' } });
  proxy.breakSockets();
  await reader.finished;
  const { message } = reader.error as GatewayError;
  expect(message).toContain('a redirect (302) leads to the login page https://login.example.com/oauth2/start.');
  expect(message).not.toContain('secret');
});

it.each([
  ['seconds', () => '1'],
  ['a date', () => new Date(Date.now() + 1_500).toUTCString()],
])('Feeds leave a proxy alone that answers 503 with Retry-After as %s', async (_, retryAfter) => {
  const world = await startBehindProxy();
  const { coder, proxy, feeds, token } = world;
  const build = runningBuild(world);
  coder.control.appendLogs(build, 3);
  const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
  await until('the socket', () => coder.sockets()['build-logs'] === 1);
  const before = proxy.requests.length;
  const begun = Date.now();
  proxy.intercept(() =>
    Date.now() - begun < 900
      ? {
          status: 503,
          headers: { ...TEXT, date: new Date().toUTCString(), 'retry-after': retryAfter() },
          body: 'restarting',
        }
      : undefined,
  );
  proxy.breakSockets();
  coder.control.appendLogs(build, 2);
  await until('the lines after it', () => reader.lines.length === 5);
  // Whatever was under way when it began: a read of the status, the socket, a read of the right.
  const asked = proxy.requests.slice(before).length;
  expect(asked).toBeLessThanOrEqual(8);
});

it('A new subscription fails at once where a proxy answers 503 with a long Retry-After', async () => {
  const world = await startBehindProxy();
  const { proxy, feeds, token } = world;
  const { id: buildId, workspaceId } = runningBuild(world);
  proxy.intercept({ status: 503, headers: { ...TEXT, 'retry-after': '3600' }, body: 'maintenance' });
  const expected = { extensions: { code: 'UPSTREAM_UNAVAILABLE', retryAfter: 3600 } };
  for (const begun of [
    feeds.buildLogs({ buildId }, { token }),
    feeds.buildUpdated({ buildId }, { token }),
    feeds.workspaceUpdated({ workspaceId }, { token }),
  ])
    await expect(begun.next()).rejects.toMatchObject(expected);
});

it('A watch leaves a proxy alone that answers 503 with Retry-After, whatever its poll says', async () => {
  const world = await startBehindProxy({ watchPollMs: 25 });
  const { coder, proxy, feeds, token } = world;
  const build = runningBuild(world);
  const builds = feeds.buildUpdated({ buildId: build.id }, { token });
  await builds.next();
  const next = builds.next();
  const begun = Date.now();
  let asked = 0;
  proxy.intercept(({ headers }) => {
    if (Date.now() - begun >= 900) return undefined;
    if (headers.upgrade === undefined) asked++;
    return { status: 503, headers: { ...TEXT, 'retry-after': '1' }, body: 'restarting' };
  });
  coder.control.succeed(build);
  expect(await next).toMatchObject({ value: { id: build.id } });
  await builds.return?.();
  // One read, and the retries within its deadline.
  expect(asked).toBeLessThanOrEqual(3);
});
