import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  type BuildLogFeed,
  type UseBuildLogOptions,
  useAgentLog,
  useBuildLog,
  useWorkspaces,
  type WorkspacesFeed,
} from '../../src/client/react.ts';
import { webSocket } from '../../src/client/websocket.ts';
import { cuttingProxy } from '../cutting-proxy.ts';
import { restLog, runningBuild, startWorld, until } from '../e2e/support.ts';
import { rendered } from './rendered.ts';

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`);
const distinct = (values: unknown[]) => values.filter((value, index) => value !== values[index - 1]);

async function given() {
  const world = await startWorld();
  const build = runningBuild(world.embedded);
  const options: UseBuildLogOptions = {
    url: world.url,
    token: world.embedded.user('mira').token,
    buildId: build.id,
    retryDelayMs: 1,
  };
  return { ...world, build, options };
}

describe('useBuildLog', () => {
  it.each([
    ['server-sent events', {}],
    ['a WebSocket', { transport: webSocket({ webSocketImpl: WebSocket }) }],
  ])('gives each line once in StrictMode, many in one render, over %s', async (_, more) => {
    const { embedded, feeds, build, options } = await given();
    embedded.control.appendLogs(build, lines(300));
    const log = await rendered(useBuildLog, { ...options, ...more }, { strict: true });
    await until('the backlog', () => log.last().lines.length === 300);
    expect(feeds.stats().logReaders).toBe(1);
    embedded.control.appendLogs(build, lines(300));
    embedded.control.succeed(build);
    await until('the end', () => log.last().state === 'ended');
    expect(log.last().lines).toEqual(await restLog(embedded, build));
    expect(log.last()).toMatchObject({ build: { uuid: build.id, status: 'RUNNING' }, error: undefined });
    expect(distinct(log.frames.map(({ given }) => given.state))).toEqual(['connecting', 'live', 'ended']);
    expect(log.frames.length).toBeLessThan(60);
  });

  it('goes on when the component makes a new token function in each render', async () => {
    const { embedded, build, options } = await given();
    const { token } = embedded.user('mira');
    let asked = 0;
    const withToken = () => ({
      ...options,
      token: () => {
        asked += 1;
        return token as string;
      },
    });
    const log = await rendered(useBuildLog, withToken());
    await until('the feed', () => log.last().state === 'live');
    for (let count = 1; count <= 5; count++) {
      log.render(withToken());
      embedded.control.appendLogs(build, 1);
      await until('the line', () => log.last().lines.length === count);
    }
    expect(asked).toBe(1);
    expect(distinct(log.frames.map(({ given }) => given.state))).toEqual(['connecting', 'live']);
  });

  it('asks the newest token function when it comes back', async () => {
    const { embedded, url, build, options } = await given();
    const proxy = await cuttingProxy(url, () => Number.POSITIVE_INFINITY);
    const asked: string[] = [];
    const withToken = (name: string): UseBuildLogOptions => ({
      ...options,
      url: proxy.url,
      token: () => {
        asked.push(name);
        return embedded.user('mira').token;
      },
    });
    const log = await rendered(useBuildLog, withToken('first'));
    embedded.control.appendLogs(build, 5);
    await until('the lines', () => log.last().lines.length === 5);
    log.render(withToken('second'));
    await until('the render', () => log.frames.at(-1)?.options !== log.frames[0]?.options);
    proxy.lead(undefined);
    proxy.reset();
    await until('the loss', () => log.last().state === 'resuming');
    expect(log.last()).toMatchObject({ error: undefined, loss: expect.any(Error) });
    embedded.control.appendLogs(build, 5);
    proxy.lead(url);
    await until('what was missed', () => log.last().lines.length === 10);
    expect(log.last().lines).toEqual(await restLog(embedded, build));
    expect(log.last()).toMatchObject({ state: 'live', loss: undefined });
    expect([asked[0], asked.at(-1)]).toEqual(['first', 'second']);
  });

  it('begins anew with another build, and never shows lines of the one before', async () => {
    const { embedded, feeds, build, options } = await given();
    const other = runningBuild(embedded);
    embedded.control.appendLogs(build, ['of the first']);
    embedded.control.appendLogs(other, ['of the second']);
    const log = await rendered(useBuildLog, options);
    await until('the first log', () => log.last().lines.length === 1);
    log.render({ ...options, buildId: other.id });
    await until('the second log', () => log.last().lines[0]?.output === 'of the second');
    for (const { options, given } of log.frames) {
      const expected = options.buildId === other.id ? 'of the second' : 'of the first';
      for (const { output } of given.lines) expect(output).toBe(expected);
    }
    await until('one reader', () => feeds.stats().logReaders === 1);
  });

  it('follows nothing until there is a build', async () => {
    const { embedded, feeds, build, options } = await given();
    embedded.control.appendLogs(build, 1);
    const log = await rendered(useBuildLog, { ...options, buildId: undefined as string | undefined });
    expect(log.last()).toMatchObject({ state: 'idle', lines: [] });
    expect(feeds.stats().logReaders).toBe(0);
    log.render(options as UseBuildLogOptions & { buildId: string });
    await until('the line', () => log.last().lines.length === 1);
  });

  it('leaves with the component', async () => {
    const { embedded, feeds, options } = await given();
    const log = await rendered(useBuildLog, options, { strict: true });
    await until('the feed', () => log.last().state === 'live');
    log.unmount();
    await until('nobody follows', () => feeds.stats().logReaders === 0 && embedded.sockets().total === 0);
  });

  it('fails with the error of the gateway, and begins again when told to', async () => {
    const { embedded, build, options } = await given();
    const { token } = embedded.user('mira');
    embedded.control.appendLogs(build, 2);
    const log = await rendered(useBuildLog, { ...options, token: 'nobody-knows-this-token' });
    await until('the failure', () => log.last().state === 'failed');
    expect(log.last()).toMatchObject({ lines: [], error: { name: 'FeedError', code: 'UNAUTHENTICATED' } });
    // A token that is text is part of what is followed.
    log.render({ ...options, token: token as string });
    await until('the lines', () => log.last().lines.length === 2);
    expect(log.last()).toMatchObject({ state: 'live', error: undefined });
    const { restart } = log.last();
    const before = log.frames.length;
    restart();
    await until('the new feed', () => log.frames.slice(before).some(({ given }) => given.lines.length === 0));
    await until('the lines again', () => log.last().lines.length === 2);
    expect(log.last().restart).toBe(restart);
  });

  it('begins so many lines before the newest, of those severe enough', async () => {
    const { embedded, build, options } = await given();
    const written = lines(30).map((output, index) => ({ output, level: index % 2 ? 'error' : 'debug' }));
    embedded.control.appendLogs(build, written);
    const begin: UseBuildLogOptions = { ...options, last: 4, minLevel: 'WARN' };
    const log = await rendered<UseBuildLogOptions, BuildLogFeed>(useBuildLog, begin);
    await until('the lines', () => log.last().lines.length >= 4);
    const severe = (await restLog(embedded, build)).filter(({ level }) => level === 'ERROR');
    expect(log.last().lines).toEqual(severe.slice(-4));
  });
});

it('useAgentLog gives the log of an agent', async () => {
  const { embedded, url } = await startWorld();
  const [agent] = embedded.control.agents(embedded.build('atlas-dev'));
  const log = await rendered(useAgentLog, { url, token: embedded.user('mira').token as string, agentId: agent?.id });
  await until('the log', () => log.last().lines.length === agent?.logs.length);
  expect(log.last().lines.map(({ output }) => output)).toEqual(agent?.logs.map(({ output }) => output));
});

it('useWorkspaces gives the list as it lives, with the rows that did not change as they were', async () => {
  const { embedded, url } = await startWorld({
    feeds: { listActiveMs: 10, listQuietMs: 10, listGapMs: 0, listShareMs: 0 },
  });
  const options = { url, token: embedded.user('mira').token as string, query: 'owner:me', first: 5 };
  const list = await rendered<typeof options, WorkspacesFeed>(useWorkspaces, options, { strict: true });
  await until('the page', () => list.last().workspaces.length > 1);
  const before = list.last();
  expect(before).toMatchObject({ state: 'live', totalCount: expect.any(Number) });
  const row = embedded.workspace(before.workspaces[1]?.name ?? '');
  row.name = 'a-new-name';
  await until('the change', () => list.last().workspaces.some(({ name }) => name === 'a-new-name'));
  expect(list.last().workspaces.filter((each) => before.workspaces.includes(each))).toHaveLength(
    before.workspaces.length - 1,
  );
});
