import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  type BuildLogEvent,
  type FeedError,
  type FeedState,
  type FollowBuildOptions,
  followAgentLog,
  followBuildLog,
  serverSentEvents,
  type Transport,
} from '../../src/client/index.ts';
import { webSocket } from '../../src/client/websocket.ts';
import { cuttingProxy } from '../cutting-proxy.ts';
import { restLog, runningBuild, startWorld, until } from '../e2e/support.ts';

interface Taken {
  lines: unknown[];
  end: BuildLogEvent | undefined;
  states: FeedState[];
  error: FeedError | undefined;
  finished: Promise<void>;
}

/** Follows a build to its end. */
function take(buildId: string, options: Omit<FollowBuildOptions, 'buildId'>): Taken {
  const taken: Taken = { lines: [], end: undefined, states: [], error: undefined, finished: Promise.resolve() };
  const run = async () => {
    const onState = (state: FeedState) => {
      if (taken.states.at(-1) !== state) taken.states.push(state);
    };
    for await (const event of followBuildLog({ retryDelayMs: 1, onState, ...options, buildId })) {
      if (event.__typename === 'BuildLogBatch') taken.lines.push(...event.logs);
      else taken.end = event;
    }
  };
  taken.finished = run().catch((error) => {
    taken.error = error;
  });
  return taken;
}

const TRANSPORTS: [string, () => Transport][] = [
  ['server-sent events', () => serverSentEvents()],
  ['a WebSocket', () => webSocket({ webSocketImpl: WebSocket })],
];

describe.each(TRANSPORTS)('a feed over %s', (_, transport) => {
  it('should give each line once and then the end', async () => {
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    embedded.control.appendLogs(build, 40);
    const feed = take(build.id, { url, token: embedded.user('mira').token, transport: transport() });
    await until('the backlog', () => feed.lines.length === 40);
    embedded.control.appendLogs(build, ['ünd 🚀 more']);
    embedded.control.succeed(build);
    await feed.finished;
    expect(feed.error).toBeUndefined();
    expect(feed.lines).toEqual(await restLog(embedded, build));
    expect(feed.end).toMatchObject({ build: { uuid: build.id, status: 'RUNNING', job: { error: null } } });
    expect(feed.states).toEqual(['connecting', 'live']);
  });

  it('should outlive a restart of the gateway', async () => {
    const first = await startWorld();
    const { embedded } = first;
    const token = embedded.user('mira').token;
    const build = runningBuild(embedded);
    embedded.control.appendLogs(build, 10);
    const proxy = await cuttingProxy(first.url, () => Number.POSITIVE_INFINITY);
    const feed = take(build.id, { url: proxy.url, token, transport: transport() });
    await until('the backlog', () => feed.lines.length === 10);
    proxy.lead(undefined);
    await first.gateway.close({ graceMs: 100 });
    embedded.control.appendLogs(build, 10);
    const second = await startWorld({ between: async () => embedded.url });
    proxy.lead(second.url);
    await until('what was missed', () => feed.lines.length === 20);
    embedded.control.succeed(build);
    await feed.finished;
    expect(feed.lines).toEqual(await restLog(embedded, build));
    expect(feed.states).toEqual(['connecting', 'live', 'resuming', 'live']);
  });

  it('should go on behind the last line of a feed that began with the newest', async () => {
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    const log = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({
        output: `line ${from + index}`,
        level: index % 2 ? 'error' : 'debug',
      }));
    embedded.control.appendLogs(build, log(0, 40));
    const proxy = await cuttingProxy(url, () => Number.POSITIVE_INFINITY);
    const token = embedded.user('mira').token;
    const options = { url: proxy.url, token, transport: transport(), last: 5, minLevel: 'WARN' } as const;
    const feed = take(build.id, options);
    await until('the newest lines', () => feed.lines.length === 5);
    proxy.lead(undefined);
    proxy.reset();
    await until('the loss', () => feed.states.at(-1) === 'resuming');
    // More than `last`: a feed that began anew would miss some.
    embedded.control.appendLogs(build, log(40, 40));
    proxy.lead(url);
    embedded.control.succeed(build);
    await feed.finished;
    expect(feed.error).toBeUndefined();
    const severe = (await restLog(embedded, build)).filter(({ level }) => level === 'ERROR');
    expect(feed.lines).toEqual(severe.slice(15));
  });

  it('should ask for a new token when the old one has run out', async () => {
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    embedded.control.appendLogs(build, 3);
    const tokens = [embedded.control.addToken('mira'), embedded.control.addToken('mira')];
    let asked = 0;
    const token = () => tokens[asked++];
    const feed = take(build.id, { url, token, transport: transport() });
    await until('the backlog', () => feed.lines.length === 3);
    embedded.control.revokeToken(tokens[0] as string);
    await until('the second token', () => asked === 2 || feed.error !== undefined);
    embedded.control.appendLogs(build, 3);
    embedded.control.succeed(build);
    await feed.finished;
    expect(feed.error).toBeUndefined();
    expect(feed.lines).toEqual(await restLog(embedded, build));
  });

  it.each([
    ['NOT_FOUND', 'b92b2daa-c0ce-4c98-98c6-c26f8453b347', undefined],
    ['BAD_USER_INPUT', 'nonsense', undefined],
    ['UNAUTHENTICATED', 'b92b2daa-c0ce-4c98-98c6-c26f8453b347', 'nobody-knows-this-token'],
  ])('should fail at once with %s', async (code, buildId, token) => {
    const { embedded, url } = await startWorld();
    const feed = take(buildId, { url, token: token ?? embedded.user('mira').token, transport: transport() });
    await feed.finished;
    expect(feed.error).toMatchObject({ name: 'FeedError', code, lastId: undefined });
  });

  it('should end with its signal and with the loop that reads it', async () => {
    const world = await startWorld();
    const { embedded, url } = world;
    const build = runningBuild(embedded);
    embedded.control.appendLogs(build, 3);
    const token = embedded.user('mira').token;
    const abort = new AbortController();
    const feed = take(build.id, { url, token, transport: transport(), signal: abort.signal });
    await until('the backlog', () => feed.lines.length === 3);
    abort.abort(new Error('enough'));
    await feed.finished;
    expect(feed.error?.message).toBe('enough');
    for await (const event of followBuildLog({ url, token, transport: transport(), buildId: build.id })) {
      expect(event.lastId).toMatch(/^\d+$/);
      break;
    }
    await until('no follower upstream', () => embedded.sockets().total === 0);
  });
});

it('should end with a signal that is aborted while the token is asked for, or the feed comes back', async () => {
  const { embedded, url } = await startWorld();
  const token = embedded.user('mira').token;
  const build = runningBuild(embedded);
  const asking = new AbortController();
  const asked = async () => {
    asking.abort(new Error('enough'));
    return token;
  };
  const first = take(build.id, { url, token: asked, signal: asking.signal });
  await first.finished;
  expect([first.error?.message, first.states]).toEqual(['enough', ['connecting']]);
  const resuming = new AbortController();
  const onState = (state: FeedState) => {
    if (state === 'resuming') resuming.abort(new Error('enough'));
  };
  const nowhere = 'http://127.0.0.1:9/graphql';
  const second = take(build.id, { url: nowhere, token, signal: resuming.signal, onState, retryDelayMs: 3_600_000 });
  await second.finished;
  expect(second.error?.message).toBe('enough');
});

it('should follow the log of an agent', async () => {
  const { embedded, url } = await startWorld();
  const latest = embedded.workspace('atlas-dev').builds.at(-1);
  const [agent] = latest ? embedded.control.agents(latest) : [];
  if (!agent) throw new Error('no agent');
  const outputs: string[] = [];
  const feed = followAgentLog({ url, token: embedded.user('mira').token, agentId: agent.id });
  for await (const event of feed) {
    if (event.__typename !== 'AgentLogBatch') break;
    outputs.push(...event.logs.map(({ output }) => output));
    if (outputs.length >= agent.logs.length) break;
  }
  expect(outputs).toEqual(agent.logs.map(({ output }) => output));
});
