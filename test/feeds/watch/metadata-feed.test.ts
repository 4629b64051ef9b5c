import { describe, expect, it } from 'vitest';
import type { AgentMetadata } from '../../../src/coder/model.ts';
import type { RestList } from '../../../src/coder/response/check.ts';
import type { AgentRow } from '../../../src/embedded/state/agent-rows.ts';
import type { FaultRule } from '../../../src/embedded/testing/faults.ts';
import { ManualClock } from '../../../src/embedded/testing/manual-clock.ts';
import type { TestCoderOptions } from '../../../src/embedded/testing/test-coder.ts';
import type { FeedTimings } from '../../../src/feeds/timings.ts';
import { startWorld, until } from '../support.ts';

const ROUTE = '/workspaceagents/{workspaceagent}/watch-metadata-ws';

interface Seen {
  /** The value of `cpu` in each state. */
  values: string[];
  done: boolean;
  error: unknown;
  finished: Promise<void>;
}

type Items = { description: { key: string }; result: { value: string } }[];

function read(feed: AsyncIterableIterator<RestList<AgentMetadata>, undefined>): Seen {
  const seen: Seen = { values: [], done: false, error: undefined, finished: Promise.resolve() };
  seen.finished = (async () => {
    try {
      for await (const items of feed) seen.values.push((items as unknown as Items)[0]?.result.value ?? '');
    } catch (error) {
      seen.error = error;
    }
    seen.done = true;
  })();
  return seen;
}

/** A Coder whose time stands still, so that nothing is measured unless a test says so. */
async function start(timings: Partial<FeedTimings> = {}, options: TestCoderOptions = {}) {
  const clock = new ManualClock();
  const world = await startWorld(timings, { clock, ...options });
  const { coder, feeds } = world;
  const [agent] = coder.control.agents(coder.build('atlas-dev'));
  if (!agent) throw new Error('atlas-dev has no agent');
  const measure = (value: string, of: AgentRow = agent) => {
    coder.control.reportMetadata(of, 'cpu', { value });
    // Coder tells of changes once a second.
    clock.advance(1_000);
  };
  measure('first');
  const follow = (user = 'mira', agentId = agent.id) =>
    feeds.agentMetadata({ agentId }, { token: coder.user(user).token });
  const fail = (fault: FaultRule) => coder.faults.add({ route: ROUTE, ...fault });
  const dials = () => coder.requests.filter(({ route }) => route.endsWith(ROUTE)).length;
  const sockets = () => coder.sockets()['agent-metadata'] ?? 0;
  coder.clearRequests();
  return { ...world, clock, agent, measure, follow, fail, dials, sockets };
}

describe('the metadata of an agent', () => {
  it('should be given as it is, then after every change, until its last reader leaves', async () => {
    const { measure, follow, sockets, feeds } = await start();
    const feed = follow();
    const seen = read(feed);
    await until('the state', () => seen.values.length === 1);
    expect(feeds.stats()).toMatchObject({ snapshots: 1, snapshotReaders: 1, upstreamSockets: 1, dials: 0 });
    measure('second');
    await until('the change', () => seen.values.length === 2);
    measure('third');
    await until('the next', () => seen.values.at(-1) === 'third');
    expect(seen.values).toEqual(['first', 'second', 'third']);
    await feed.return?.();
    await seen.finished;
    expect(seen.error).toBeUndefined();
    expect(feeds.stats()).toMatchObject({ snapshots: 0, snapshotReaders: 0, upstreamSockets: 0, dials: 0 });
    await until('no socket', () => sockets() === 0);
  });

  it('should come over one socket for each identity, however many read', async () => {
    const { coder, measure, follow, sockets, dials } = await start();
    coder.workspace('atlas-dev').ownerId = coder.user('omar').id;
    const readers = [read(follow()), read(follow()), read(follow('omar'))];
    await until('the states', () => readers.every(({ values }) => values.length === 1));
    const late = read(follow());
    await until('the state of who came later', () => late.values.length === 1);
    expect([sockets(), dials()]).toEqual([2, 2]);
    measure('second');
    await until('the change', () => [...readers, late].every(({ values }) => values.at(-1) === 'second'));
  });

  it('should wake no reader when nothing has changed', async () => {
    const { clock, coder, agent, follow, measure } = await start();
    const seen = read(follow());
    await until('the state', () => seen.values.length === 1);
    // The same again, as Coder sends it when another item was measured at the same moment.
    coder.store.metadataEvents.publish(agent.id, 'changed');
    clock.advance(0);
    measure('second');
    await until('the change', () => seen.values.at(-1) === 'second');
    expect(seen.values).toEqual(['first', 'second']);
  });

  it('should be there for an agent that is not connected', async () => {
    const { coder, follow, agent } = await start();
    coder.control.changeAgent(agent, { firstConnectedAt: null, lastConnectedAt: null });
    const seen = read(follow());
    await until('the state', () => seen.values.length === 1);
    expect(seen.error).toBeUndefined();
  });
});

describe('a socket that is lost', () => {
  it('should be followed by another, and the state told again only when it differs', async () => {
    const { coder, clock, agent, follow, sockets, dials } = await start();
    const seen = read(follow());
    await until('the state', () => seen.values.length === 1);
    for (let count = 2; count <= 5; count++) {
      coder.cutAllSockets('agent-metadata');
      coder.control.reportMetadata(agent, 'cpu', { value: `value ${count}` });
      await until('the next socket', () => dials() === count && sockets() === 1);
      await until('its state', () => seen.values.at(-1) === `value ${count}`);
    }
    coder.cutAllSockets('agent-metadata');
    await until('the next socket', () => dials() === 6 && sockets() === 1);
    clock.advance(0);
    expect(seen.values).toEqual(['first', 'value 2', 'value 3', 'value 4', 'value 5']);
    expect(seen.error).toBeUndefined();
  });

  it('should cost nothing, at whatever byte of its handshake or its frames', async () => {
    const { fail, follow, coder, sockets } = await start();
    for (const fault of [
      ...[0, 1, 20, 100].map((cutAfterBytes) => ({ cutAfterBytes })),
      ...[0, 1, 2, 3, 4, 5, 100, 400, 600].map((cutAfterBytes) => ({ socket: { cutAfterBytes } })),
    ]) {
      fail({ times: 1, ...fault });
      const feed = follow();
      const seen = read(feed);
      await until(`the state after ${JSON.stringify(fault)}`, () => seen.values.length === 1);
      coder.cutAllSockets();
      await until('the next socket', () => sockets() === 1);
      await feed.return?.();
      await seen.finished;
      expect(seen).toMatchObject({ values: ['first'], error: undefined });
      coder.faults.clear();
    }
  });

  it.each<[string, FaultRule]>([
    ['not JSON', { socket: { inject: { frame: 'malformed-json' } } }],
    ['binary', { socket: { inject: { frame: 'binary' } } }],
    ['not UTF-8', { socket: { inject: { frame: 'invalid-utf8' } } }],
    ['no event', { socket: { inject: { frame: { text: '{"data":[]}' } } } }],
    ['no list', { socket: {}, mutate: () => ({ type: 'data', data: 7 }) }],
    ['an error of Coder', { socket: {}, mutate: () => ({ type: 'error', data: { message: 'Internal error.' } }) }],
    ['an early end', { socket: { close: { code: 1000, reason: 'Connection closed' } } }],
    ['the page of a proxy', { respond: { status: 404, body: '<html>gone</html>' } }],
    ['a 503', { respond: { status: 503 } }],
  ])('by %s should not end the feed', async (_, fault) => {
    const { fail, follow, coder, agent, dials } = await start();
    const seen = read(follow());
    await until('the state', () => seen.values.length === 1);
    fail({ times: 2, ...fault });
    coder.cutAllSockets('agent-metadata');
    coder.control.reportMetadata(agent, 'cpu', { value: 'second' });
    await until('the next state', () => seen.values.length === 2);
    expect(seen).toMatchObject({ values: ['first', 'second'], done: false });
    expect(dials()).toBe(4);
  });

  it('should be noticed by its silence, where no pong comes', async () => {
    const follow = { handshakeMs: 1_000, pingMs: 50, silenceMs: 200, maxPayloadBytes: 2 ** 20 };
    const world = await start({ follow });
    world.fail({ times: 1, socket: { silent: true } });
    const seen = read(world.follow());
    await until('the state', () => seen.values.length === 1);
    expect(world.dials()).toBe(2);
  });

  it('should end the feed when Coder stays away', async () => {
    const { fail, follow, coder, feeds } = await start({ giveUpMs: 50, giveUpAttempts: 3 });
    const seen = read(follow());
    await until('the state', () => seen.values.length === 1);
    fail({ respond: { status: 502 } });
    coder.cutAllSockets('agent-metadata');
    await seen.finished;
    expect(seen.error).toMatchObject({ extensions: { code: 'UPSTREAM_UNAVAILABLE' } });
    expect(feeds.stats()).toMatchObject({ snapshots: 0, upstreamSockets: 0 });
  });

  it('should end the feed when what comes cannot be read, again and again', async () => {
    const { fail, follow, coder } = await start();
    const seen = read(follow());
    await until('the state', () => seen.values.length === 1);
    fail({ socket: { inject: { frame: 'binary' } } });
    coder.cutAllSockets('agent-metadata');
    await seen.finished;
    expect(seen.error).toMatchObject({ extensions: { code: 'UPSTREAM_BAD_RESPONSE' } });
  });
});

describe('a new subscription', () => {
  it.each<[string, FaultRule, string, number]>([
    ['503', { respond: { status: 503 } }, 'UPSTREAM_UNAVAILABLE', 3],
    ['503 for long', { respond: { status: 503, headers: { 'retry-after': '7' } } }, 'UPSTREAM_UNAVAILABLE', 1],
    ['garbage', { socket: { inject: { frame: 'malformed-json' } } }, 'UPSTREAM_BAD_RESPONSE', 3],
    [
      '429',
      { respond: { status: 429, body: '{"message":"Slow down."}', headers: { 'retry-after': '7' } } },
      'RATE_LIMITED',
      1,
    ],
    ['403', { respond: { status: 403, body: '{"message":"Forbidden."}' } }, 'FORBIDDEN', 1],
    ['401', { respond: { status: 401, body: '{"message":"Signed out."}' } }, 'UNAUTHENTICATED', 1],
  ])('should soon fail at a Coder that answers %s', async (_, fault, code, tries) => {
    const { fail, follow, dials, feeds } = await start();
    fail(fault);
    const seen = read(follow());
    await seen.finished;
    expect(seen.values).toEqual([]);
    expect(seen.error).toMatchObject({ extensions: { code } });
    expect(dials()).toBe(tries);
    expect(feeds.stats()).toMatchObject({ snapshots: 0, snapshotReaders: 0, upstreamSockets: 0, dials: 0 });
  });

  it('should fail without a token, and for an agent that is hidden or unknown, in Coder’s words', async () => {
    const { feeds, agent, follow } = await start();
    const nobody = read(feeds.agentMetadata({ agentId: agent.id }, { token: undefined }));
    const stranger = read(follow('omar'));
    const unknown = read(follow('mira', '11111111-2222-4333-8444-555555555555'));
    await Promise.all([nobody, stranger, unknown].map(({ finished }) => finished));
    expect(nobody.error).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    for (const { error } of [stranger, unknown]) {
      expect(error).toMatchObject({
        message: "Agent doesn't exist with that id, or you do not have access to it.",
        extensions: { code: 'NOT_FOUND' },
      });
    }
  });

  it('should be refused by name where Coder is too old, known before or by the answer', async () => {
    const { client, follow, dials } = await start({}, { version: 'v2.21.3' });
    const first = read(follow());
    await first.finished;
    expect(first.error).toMatchObject({ extensions: { code: 'UPSTREAM_TOO_OLD' } });
    await client.buildInfo();
    const before = dials();
    const next = read(follow());
    await next.finished;
    expect(next.error).toMatchObject({
      message: expect.stringContaining('v2.22'),
      extensions: { code: 'UPSTREAM_TOO_OLD' },
    });
    expect(dials()).toBe(before);
  });

  it('should not begin after the feeds were closed, which completes those that run', async () => {
    const { feeds, follow, sockets } = await start();
    const running = read(follow());
    await until('the state', () => running.values.length === 1);
    feeds.close();
    const late = read(follow());
    await Promise.all([running.finished, late.finished]);
    expect([running.error, late.error, late.values]).toEqual([undefined, undefined, []]);
    await until('no socket', () => sockets() === 0);
  });
});

describe('the right to read', () => {
  const often = { accessCheckIntervalMs: 50 };

  it('should be looked at again while the socket is open: a revoked token ends its own feed alone', async () => {
    const { coder, agent, feeds, follow, measure } = await start(often);
    const token = coder.control.addToken('mira');
    const revoked = read(feeds.agentMetadata({ agentId: agent.id }, { token }));
    const other = read(follow());
    await until('the states', () => revoked.values.length === 1 && other.values.length === 1);
    coder.control.revokeToken(token);
    await revoked.finished;
    expect(revoked.error).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    measure('second');
    await until('the change', () => other.values.at(-1) === 'second');
    expect(revoked.values).toEqual(['first']);
  });

  it('should end with a share of the workspace', async () => {
    const { coder, follow } = await start(often);
    const workspace = coder.workspace('atlas-dev');
    const { id, username: name } = coder.user('omar');
    workspace.sharedWith.push({ id, actorType: 'user', name, avatarUrl: '', roles: ['use'] });
    const seen = read(follow('omar'));
    await until('the state', () => seen.values.length === 1);
    workspace.sharedWith.length = 0;
    await seen.finished;
    expect(seen.error).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });

  it('should not end while Coder does not answer', async () => {
    const { coder, follow, measure } = await start(often);
    const check = '/workspaceagents/{workspaceagent}';
    coder.faults.add({ route: check, respond: { status: 500 } });
    const seen = read(follow());
    await until('the state', () => seen.values.length === 1);
    await until('checks', () => coder.requests.filter(({ route }) => route.endsWith(check)).length > 3);
    measure('second');
    await until('the change', () => seen.values.at(-1) === 'second');
    expect(seen.done).toBe(false);
  });

  it('should end with the agent, once a newer build has others', async () => {
    const { coder, follow, sockets } = await start(often);
    const seen = read(follow());
    await until('the state', () => seen.values.length === 1);
    coder.control.createFinishedBuild(coder.workspace('atlas-dev'), { transition: 'stop' });
    await seen.finished;
    expect(seen.error).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    await until('no socket', () => sockets() === 0);
  });
});
