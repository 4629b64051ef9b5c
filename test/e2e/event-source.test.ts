import { EventSource } from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { cuttingProxy } from '../cutting-proxy.ts';
import { seeded, testSeed } from '../seed.ts';
import { stream } from './sse.ts';
import { feedQuery, nothingYet, type Received, restLog, runningBuild, startWorld, take, until } from './support.ts';

interface BrowserProxy {
  url: string;
  /** `Last-Event-ID` of each request. */
  resumed: (string | undefined)[];
}

/** What stands between a browser and the gateway: adds the token that an EventSource cannot send, and cuts. */
async function browserProxy(target: string, token: string, bytes: () => number): Promise<BrowserProxy> {
  const resumed: BrowserProxy['resumed'] = [];
  const { url } = await cuttingProxy(target, bytes, (chunk) => {
    resumed.push(/\r\nlast-event-id: (.*)\r\n/i.exec(String(chunk))?.[1]);
    return String(chunk).replace('\r\n', `\r\nCoder-Session-Token: ${token}\r\n`);
  });
  return { url, resumed };
}

/** Follows by nothing but an EventSource; it ends with `complete` unless told to go on. */
function followByEventSource(
  { url }: Pick<BrowserProxy, 'url'>,
  variables: Record<string, unknown>,
  onComplete: (completed: number) => boolean = () => true,
): Received {
  const received = nothingYet();
  const search = new URLSearchParams({ query: feedQuery(), variables: JSON.stringify(variables) });
  const source = new EventSource(`${url}?${search}`, { node: { reconnectionTime: 1 } });
  received.stop = () => source.close();
  onTestFinished(() => source.close());
  source.addEventListener('next', (event) => take(received, JSON.parse((event as MessageEvent<string>).data)));
  let completed = 0;
  received.finished = new Promise((resolve) => {
    source.addEventListener('complete', () => {
      if (!onComplete(++completed)) return;
      received.completed = true;
      source.close();
      resolve();
    });
  });
  return received;
}

describe('an EventSource', () => {
  it.each([11, 12, 13])('should have each line exactly once, wherever it is cut (%d)', async (round) => {
    const random = seeded(testSeed(0) + round);
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    embedded.control.appendLogs(build, 300);
    // At least the headers and the first of the small batches pass.
    const proxy = await browserProxy(url, embedded.user('mira').token, () => 1_500 + random(60_000));
    const feed = followByEventSource(proxy, { id: build.id, after: null });
    for (let burst = 0; burst < 40; burst++) {
      const lines = feed.lines.length;
      embedded.control.appendLogs(build, 1 + random(20));
      await until('news', () => feed.lines.length > lines);
    }
    embedded.control.succeed(build);
    await feed.finished;
    expect(feed.lines).toEqual(await restLog(embedded, build));
    expect(feed.end.build.uuid).toBe(build.id);
    expect(proxy.resumed.filter((id) => id !== undefined).length).toBeGreaterThan(0);
  });

  it('should be told of the end again, and of no line twice, when it comes back after the end', async () => {
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    embedded.control.appendLogs(build, 5);
    embedded.control.succeed(build);
    const proxy = await browserProxy(url, embedded.user('mira').token, () => Number.POSITIVE_INFINITY);
    const feed = followByEventSource(proxy, { id: build.id, after: null }, (completed) => completed === 3);
    await feed.finished;
    const log = await restLog(embedded, build);
    expect(feed.lines).toEqual(log);
    const ends = feed.events.filter(({ data }) => data.buildLogs.build !== undefined);
    expect(ends.map(({ data }) => data.buildLogs.lastId)).toEqual(Array(3).fill(log.at(-1)?.id));
    expect(proxy.resumed).toEqual([undefined, log.at(-1)?.id, log.at(-1)?.id]);
  });
});

type Follow = (url: string, buildId: string, onEvent: unknown, onFailure: unknown) => EventSource;

/** The recipe for browsers, which have an EventSource. */
async function documented(): Promise<Follow> {
  vi.stubGlobal('EventSource', EventSource);
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const recipe = new URL('../../examples/recipes/event-source.ts', import.meta.url);
  return ((await import(recipe.href)) as { follow: Follow }).follow;
}

it('should be closed by the recipe of the docs after the end, and after a failure that will not pass', async () => {
  const { embedded, url } = await startWorld();
  const build = runningBuild(embedded);
  embedded.control.appendLogs(build, 5);
  embedded.control.succeed(build);
  const follow = await documented();
  for (const user of ['mira', 'omar']) {
    const proxy = await browserProxy(url, embedded.user(user).token, () => Number.POSITIVE_INFINITY);
    const events: { __typename: string; logs?: unknown[] }[] = [];
    const failures: { extensions: { code: string } }[] = [];
    const source = follow(
      proxy.url,
      build.id,
      (event: (typeof events)[number]) => events.push(event),
      (failure: (typeof failures)[number]) => failures.push(failure),
    );
    onTestFinished(() => source.close());
    await until('the end', () => source.readyState === EventSource.CLOSED);
    const lines = events.flatMap(({ logs = [] }) => logs).length;
    const outcome = [lines, events.at(-1)?.__typename, failures[0]?.extensions.code];
    expect(outcome).toEqual(user === 'mira' ? [5, 'BuildLogEnd', undefined] : [0, undefined, 'NOT_FOUND']);
  }
});

describe('Last-Event-ID', () => {
  it('should win over `after`, whatever that is', async () => {
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    embedded.control.appendLogs(build, 5);
    embedded.control.succeed(build);
    const log = await restLog(embedded, build);
    const token = embedded.user('mira').token;
    for (const after of [null, '0', log[3]?.id, 'not an id']) {
      const headers = { 'last-event-id': String(log[1]?.id) };
      const feed = stream(url, token, feedQuery(), { id: build.id, after }, { headers });
      await feed.finished;
      expect(feed.lines).toEqual(log.slice(2));
      expect(feed.completed).toBe(true);
    }
  });

  it('should resume the log of an agent as well', async () => {
    const { embedded, url } = await startWorld();
    const [agent] = embedded.control.agents(embedded.build('atlas-dev'));
    const token = embedded.user('mira').token;
    const query = 'subscription ($id: ID!) { agentLogs(agentId: $id) { ... on AgentLogBatch { logs { id } lastId } } }';
    const first = stream(url, token, query, { id: agent?.id });
    await until('its lines', () => first.lines.length > 1);
    const headers = { 'last-event-id': String(first.lines[0]?.id) };
    const second = stream(url, token, query, { id: agent?.id }, { headers });
    await until('the rest', () => second.lastId === first.lastId);
    expect(second.lines).toEqual(first.lines.slice(1));
  });

  it.each(['buildLogs', 'agentLogs'])('should be refused by %s when it is no log id', async (field) => {
    const { embedded, url, calls } = await startWorld();
    const argument = field === 'buildLogs' ? 'buildId' : 'agentId';
    const query = `subscription { ${field}(${argument}: "00000000-0000-4000-8000-000000000000") { __typename } }`;
    const headers = { 'last-event-id': '1e3' };
    const feed = stream(url, embedded.user('mira').token, query, {}, { headers });
    await feed.finished;
    expect(feed.events).toEqual([
      {
        data: null,
        errors: [
          {
            message: 'Header "Last-Event-ID": expected a log id, as a decimal integer of 64 bits, got "1e3".',
            extensions: { code: 'BAD_USER_INPUT' },
          },
        ],
      },
    ]);
    expect(feed.completed).toBe(true);
    expect(calls()).toEqual([]);
  });

  it('should say nothing to what is no log', async () => {
    const { embedded, url, query } = await startWorld();
    const build = runningBuild(embedded);
    const headers = { 'last-event-id': 'whatever' };
    const updates = 'subscription ($id: ID!) { buildUpdated(buildId: $id) { uuid } }';
    const feed = stream(url, embedded.user('mira').token, updates, { id: build.id }, { headers });
    await until('the build', () => feed.events.length === 1);
    expect(feed.events).toEqual([{ data: { buildUpdated: { uuid: build.id } } }]);
    expect((await query('{ viewer { username } }', {}, { headers })).errors).toBeUndefined();
  });
});
