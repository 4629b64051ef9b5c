import { describe, expect, it } from 'vitest';
import { stream } from './sse.ts';
import { connect, type Received, runningBuild, startWorld, subscribe, until, untilAllIsQuiet } from './support.ts';

const buildUpdated = 'subscription ($id: ID!) { buildUpdated(buildId: $id) { uuid status job { status } } }';
const workspaceUpdated = `subscription ($id: ID!) {
  workspaceUpdated(workspaceId: $id) { name favorite latestBuild { buildNumber status } }
}`;
const agentLogs = `subscription ($id: ID!, $after: ID) {
  agentLogs(agentId: $id, after: $after) {
    ... on AgentLogBatch { logs { id createdAt level output } lastId }
    ... on AgentLogEnd { lastId }
  }
}`;

function states({ events }: Received): string[] {
  return events.map(({ data }) => data.buildUpdated.job.status);
}

describe('buildUpdated', () => {
  it('should give the state at subscription, every change, and complete after the final one', async () => {
    const world = await startWorld();
    const { embedded, url } = world;
    const { control } = embedded;
    const build = control.createBuild(control.createWorkspace({ name: 'changing' }), {}, { hold: 'pending' });
    const token = embedded.user('mira').token;
    const feeds = [
      subscribe(connect(url, token), buildUpdated, { id: build.id }),
      stream(url, embedded.user('tara').token, buildUpdated, { id: build.id }),
    ];
    await until('the first state', () => feeds.every(({ events }) => events.length === 1));
    await until('the bell', () => embedded.sockets().watch === 1);
    control.takeJob(build);
    await until('the second', () => feeds.every(({ events }) => events.length === 2));
    control.succeed(build);
    await Promise.all(feeds.map(({ finished }) => finished));
    for (const feed of feeds) {
      expect(states(feed)).toEqual(['PENDING', 'RUNNING', 'SUCCEEDED']);
      expect(feed.completed).toBe(true);
      expect(feed.errors).toBeUndefined();
    }
    await untilAllIsQuiet(world);
  });

  it('should give the final state of a build that is over, and complete', async () => {
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    embedded.control.fail(build);
    const feed = subscribe(connect(url, embedded.user('mira').token), buildUpdated, { id: build.id });
    await feed.finished;
    expect(states(feed)).toEqual(['FAILED']);
    expect(embedded.requests.some(({ upgrade }) => upgrade)).toBe(false);
  });

  it('should tell of a change that came while Coder was away', async () => {
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    const feed = subscribe(connect(url, embedded.user('mira').token), buildUpdated, { id: build.id });
    await until('the bell', () => embedded.sockets().watch === 1);
    await embedded.restart({ abrupt: true, whileDown: () => embedded.control.succeed(build) });
    await feed.finished;
    expect(states(feed)).toEqual(['RUNNING', 'SUCCEEDED']);
  });
});

describe('workspaceUpdated', () => {
  it('should show each identity the workspace as that one sees it, from one bell', async () => {
    const world = await startWorld();
    const { embedded, url } = world;
    const workspace = embedded.workspace('atlas-dev');
    workspace.favoriteOf.add(embedded.user('mira').id);
    workspace.favoriteOf.delete(embedded.user('tara').id);
    const owner = subscribe(connect(url, embedded.user('mira').token), workspaceUpdated, { id: workspace.id });
    const other = stream(url, embedded.user('tara').token, workspaceUpdated, { id: workspace.id });
    await until('the first state', () => [owner, other].every(({ events }) => events.length === 1));
    await until('the bell', () => embedded.sockets().watch === 1);
    const before = owner.events[0].data.workspaceUpdated.latestBuild.buildNumber;
    const build = embedded.control.createBuild(workspace, { transition: 'stop' }, { hold: 'running' });
    embedded.control.succeed(build);
    const last = ({ events }: Received) => events.at(-1).data.workspaceUpdated;
    await until('the stop', () => [owner, other].every((feed) => last(feed).latestBuild.status === 'STOPPED'));
    for (const { events } of [owner, other]) {
      expect(events.at(-1).data.workspaceUpdated.latestBuild.buildNumber).toBe(before + 1);
    }
    expect(owner.events.every(({ data }) => data.workspaceUpdated.favorite === true)).toBe(true);
    expect(other.events.every(({ data }) => data.workspaceUpdated.favorite === false)).toBe(true);
    expect(embedded.requests.filter(({ upgrade }) => upgrade)).toHaveLength(1);
    owner.stop();
    other.stop();
    await untilAllIsQuiet(world);
  });

  it('should be NOT_FOUND to whom the workspace is hidden', async () => {
    const { embedded, url } = await startWorld();
    const { id } = embedded.workspace('atlas-dev');
    const feed = subscribe(connect(url, embedded.user('omar').token), workspaceUpdated, { id });
    await feed.finished;
    expect(feed.events).toMatchObject([{ data: null, errors: [{ extensions: { code: 'NOT_FOUND' } }] }]);
  });
});

describe('an event', () => {
  it('should come only when a selected value differs, in whatever order Coder lists what has none', async () => {
    const { embedded, url } = await startWorld();
    const { control, store } = embedded;
    const workspace = embedded.workspace('atlas-dev');
    for (const name of ['tara', 'omar', 'bela'])
      workspace.sharedWith.push({ id: store.random.uuid(), actorType: 'user', name, avatarUrl: '', roles: ['use'] });
    const [agent] = control.agents(embedded.build('atlas-dev'));
    if (!agent) throw new Error('atlas-dev has no agent');
    const { token } = embedded.user('mira');
    const watch = (transport: typeof overSocket, selection: string) =>
      transport(`subscription ($id: ID!) { workspaceUpdated(workspaceId: $id) { ${selection} } }`);
    const overSocket = (query: string): Received => subscribe(connect(url, token), query, { id: workspace.id });
    const overHttp = (query: string): Received => stream(url, token, query, { id: workspace.id });
    const quiet = [overSocket, overHttp].flatMap((transport) => [
      watch(transport, 'name'),
      watch(transport, 'name sharedWith { name } builds(first: 1) { nodes { buildNumber } }'),
    ]);
    const beats = watch(overSocket, 'name latestBuild { agents { lastConnectedAt } }');
    const all = [...quiet, beats];
    await until('the first events', () => all.every(({ events }) => events.length === 1));
    await until('the bell', () => embedded.sockets().watch === 1);
    for (let beat = 2; beat <= 4; beat++) {
      control.changeAgent(agent, { lastConnectedAt: store.now() - beat * 1_000 });
      await until('the beat', () => beats.events.length === beat);
    }
    workspace.name = 'renamed';
    store.announceWorkspace(workspace.id);
    const isNews = ({ events }: Received) => events.at(-1).data.workspaceUpdated.name === 'renamed';
    await until('the name', () => all.every(isNews));
    expect(quiet.map(({ events }) => events.length)).toEqual([2, 2, 2, 2]);
    expect(beats.events).toHaveLength(5);
  });

  it('should come when something selected fails, once, and when it is there again', async () => {
    const { embedded, url } = await startWorld();
    const workspace = embedded.workspace('atlas-dev');
    const query = 'subscription ($id: ID!) { workspaceUpdated(workspaceId: $id) { updatedAt uuid favorite } }';
    const feed = subscribe(connect(url, embedded.user('mira').token), query, { id: workspace.id });
    await until('the bell', () => embedded.sockets().watch === 1);
    for (const [change, favorite] of [
      [1, 'a'],
      [1, 'b'],
      [2, true],
      [3, false],
    ] as const) {
      embedded.control.override(workspace.id, { favorite, ttl_ms: change });
      const reads = embedded.requests.length;
      embedded.store.announceWorkspace(workspace.id);
      await until('the read', () => embedded.requests.length > reads);
      if (typeof favorite === 'boolean')
        await until('the value', () => feed.events.at(-1)?.data.workspaceUpdated.favorite === favorite);
      else await until('the failure', () => feed.events.at(-1)?.errors?.length === 1);
    }
    const shown = feed.events.slice(-3).map(({ data, errors }) => [data.workspaceUpdated.favorite, errors?.length]);
    expect(shown).toEqual([
      [null, 1],
      [true, undefined],
      [false, undefined],
    ]);
  });
});

describe('agentLogs', () => {
  it('should give the backlog, what comes, and the end when Coder has the agent no more', async () => {
    const world = await startWorld();
    const { embedded, url } = world;
    const build = embedded.build('atlas-dev');
    const [agent] = embedded.control.agents(build);
    if (!agent) throw new Error('atlas-dev has no agent');
    embedded.control.appendAgentLogs(agent, [{ output: 'Starting' }, { output: 'Ready', level: 'warn' }]);
    const token = embedded.user('mira').token;
    const feed = subscribe(connect(url, token), agentLogs, { id: agent.id });
    await until('the socket', () => embedded.sockets()['agent-logs'] === 1);
    await until('the backlog', () => feed.lines.length === agent.logs.length);
    const events = stream(url, token, agentLogs, { id: agent.id, after: feed.lastId });
    await until('both', () => world.feeds.stats().logReaders === 2);
    embedded.control.appendAgentLogs(agent, [{ output: 'one' }]);
    await until('the line', () => feed.lines.at(-1)?.output === 'one' && events.lines.length === 1);
    // Coder ends the socket here, while the old agent goes on writing.
    const next = embedded.control.createBuild(embedded.workspace('atlas-dev'), {}, { hold: 'running' });
    embedded.control.appendAgentLogs(agent, [{ output: 'two' }]);
    await until('the last line', () => [feed, events].every(({ lines }) => lines.at(-1)?.output === 'two'));
    expect(feed.lines.map(({ id, output }) => ({ id, output }))).toEqual(
      agent.logs.map(({ id, output }) => ({ id: String(id), output })),
    );
    embedded.control.succeed(next);
    await Promise.all([feed.finished, events.finished]);
    for (const { end, completed, lastId } of [feed, events]) {
      expect(end).toEqual({ lastId });
      expect(completed).toBe(true);
    }
    await untilAllIsQuiet(world);
  });
});

describe('each event', () => {
  it('should have a budget and loaders of its own, and say what it cost', async () => {
    const { embedded, url } = await startWorld({ settings: { maxUpstreamCalls: 2 } });
    const { control } = embedded;
    const workspace = control.createWorkspace({ name: 'spending' });
    const build = control.createBuild(workspace, {}, { hold: 'running' });
    const query = `subscription ($id: ID!) {
      buildUpdated(buildId: $id) { dailyCost job { status } parameters { name } timings { provisionerTimings { stage } } }
    }`;
    const headers = { 'x-upstream-trace': '1' };
    const token = embedded.user('mira').token;
    const feeds = [
      stream(url, token, query, { id: build.id }, { headers }),
      subscribe(connect(url, token, { headers }), query, { id: build.id }),
    ];
    await until('the bell', () => embedded.sockets().watch === 1);
    await until('the state', () => feeds.every(({ events }) => events.length === 1));
    for (let change = 2; change <= 5; change++) {
      control.override(build.id, { daily_cost: change });
      embedded.store.announceWorkspace(workspace.id);
      await until('the change', () => feeds.every(({ events }) => events.length === change));
    }
    control.succeed(build);
    await Promise.all(feeds.map(({ finished }) => finished));
    for (const { events, errors } of feeds) {
      expect(errors).toBeUndefined();
      expect(events).toHaveLength(6);
      for (const { extensions } of events) {
        const { calls, shared, cached = 0, requests } = extensions.upstream;
        expect(calls + shared + cached).toBe(2);
        const routes = requests.map(({ route }: { route: string }) => route).sort();
        expect(routes).toEqual([
          '/workspacebuilds/{workspacebuild}/parameters',
          '/workspacebuilds/{workspacebuild}/timings',
        ]);
      }
    }
  });

  it('should fail alone when it would cost too much', async () => {
    const { embedded, url } = await startWorld({ settings: { maxUpstreamCalls: 1 } });
    const build = runningBuild(embedded);
    const query = `subscription ($id: ID!) {
      buildUpdated(buildId: $id) { job { status } parameters { name } timings { provisionerTimings { stage } } }
    }`;
    const feed = subscribe(connect(url, embedded.user('mira').token), query, { id: build.id });
    await until('the bell', () => embedded.sockets().watch === 1);
    embedded.control.succeed(build);
    await feed.finished;
    expect(states(feed)).toEqual(['RUNNING', 'SUCCEEDED']);
    for (const { errors } of feed.events) {
      expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_CALL_LIMIT' } }]);
    }
    expect(feed.completed).toBe(true);
  });
});
