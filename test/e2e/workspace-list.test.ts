import { describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/resolvers/ids.ts';
import { stream } from './sse.ts';
import { connect, type Received, startWorld, subscribe, until, untilAllIsQuiet, type World } from './support.ts';

/** Lists that are read all the time, and lists that are read only when something is told of them. */
const often = { listActiveMs: 15, listQuietMs: 15, listGapMs: 0, listShareMs: 0 };
const seldom = { listActiveMs: 1e6, listQuietMs: 1e6, listGapMs: 0, listShareMs: 0 };

const SELECTION = 'changed { id name latestBuild { status } } left order totalCount';
const workspacesUpdated = (selection = SELECTION) =>
  `subscription ($query: String, $first: Int) { workspacesUpdated(query: $query, first: $first) { ${selection} } }`;

/** What a client keeps of a list. */
interface Page {
  rows: Record<string, { id: string; name: string; latestBuild: { status: string } }>;
  order: string[];
  totalCount: number;
}

/** The page after all events, as a client puts it together. */
function pageOf({ events }: Received): Page {
  const page: Page = { rows: {}, order: [], totalCount: 0 };
  for (const { data } of events) {
    const { changed, left, order, totalCount } = data.workspacesUpdated;
    for (const id of left) delete page.rows[id];
    for (const row of changed) page.rows[row.id] = row;
    page.order = order ?? page.order;
    page.totalCount = totalCount;
  }
  return page;
}

function namesOf(feed: Received | undefined): (string | undefined)[] {
  const page = feed && pageOf(feed);
  return page?.order.map((id) => page.rows[id]?.name) ?? [];
}

const reads = ({ embedded }: World) => embedded.requests.filter(({ route }) => route === '/api/v2/workspaces').length;

/** A list over each transport. */
function onBoth({ url }: World, token: string | null, variables: object = {}, selection = SELECTION): Received[] {
  const query = workspacesUpdated(selection);
  return [subscribe(connect(url, token), query, { ...variables }), stream(url, token, query, { ...variables })];
}

describe('workspacesUpdated', () => {
  it('should give the page at first, as a query gives it, from one read for all who subscribe', async () => {
    const world = await startWorld({ feeds: { listGapMs: 60_000 } });
    const feeds = onBoth(world, world.embedded.user('mira').token, { first: 5 });
    await until('the page', () => feeds.every(({ events }) => events.length === 1));
    expect(reads(world)).toBe(1);
    const { data } = await world.query(
      `{ workspaces(first: 5) { nodes { id name latestBuild { status } } totalCount } }`,
    );
    for (const { events } of feeds) {
      expect(events[0].data.workspacesUpdated).toEqual({
        changed: data.workspaces.nodes,
        left: [],
        order: data.workspaces.nodes.map(({ id }: { id: string }) => id),
        totalCount: data.workspaces.totalCount,
      });
    }
    for (const { stop } of feeds) stop();
    await untilAllIsQuiet(world);
  });

  it('should tell at once what a mutation through this gateway did: that row alone', async () => {
    const world = await startWorld({ feeds: seldom });
    const { embedded, calls, query } = world;
    const feeds = onBoth(world, embedded.user('mira').token);
    await until('the page', () => feeds.every(({ events }) => events.length === 1));
    const { id } = embedded.workspace('atlas-dev');
    embedded.control.planNext({ hold: 'pending' });
    calls();
    const input = { workspaceId: id, transition: 'STOP' };
    await query('mutation ($input: CreateBuildInput!) { createBuild(input: $input) { __typename } }', { input });
    await until('the change', () => feeds.every(({ events }) => events.length === 2));
    for (const feed of feeds) {
      const { changed, left, totalCount } = feed.events[1].data.workspacesUpdated;
      expect(changed).toMatchObject([{ name: 'atlas-dev', latestBuild: { status: 'PENDING' } }]);
      expect(left).toEqual([]);
      expect(totalCount).toBe(feed.events[0].data.workspacesUpdated.totalCount);
    }
    expect(calls()).toEqual(['POST /workspaces/{workspace}/builds', 'GET /workspaces']);
  });

  it('should tell nothing of an idle list, whatever Coder shuffles and counts on', async () => {
    const world = await startWorld({ feeds: often });
    const { embedded } = world;
    const { store, control } = embedded;
    const workspace = embedded.workspace('atlas-dev');
    for (const name of ['tara', 'omar', 'bela'])
      workspace.sharedWith.push({ id: store.random.uuid(), actorType: 'user', name, avatarUrl: '', roles: ['use'] });
    const [agent] = control.agents(embedded.build('atlas-dev'));
    if (!agent) throw new Error('atlas-dev has no agent');
    const { token } = embedded.user('mira');
    const feeds = onBoth(world, token, {}, 'changed { name sharedWith { name } }');
    await until('the page', () => feeds.every(({ events }) => events.length === 1));
    const before = reads(world);
    for (let tick = 1; tick <= 5; tick++) {
      agent.lastConnectedAt = store.now() - tick * 1_000;
      await until('a read', () => reads(world) > before + 2 * tick);
    }
    workspace.name = 'renamed';
    await until('the name', () => feeds.every(({ events }) => events.length === 2));
    for (const { events } of feeds) {
      expect(events[1].data.workspacesUpdated).toMatchObject({ changed: [{ name: 'renamed' }] });
    }
  });

  it('should take away what appears no longer, and never show a row to an identity that may not see it', async () => {
    const world = await startWorld({ feeds: often });
    const { embedded } = world;
    const workspace = embedded.workspace('atlas-dev');
    const omar = embedded.user('omar');
    const feeds = onBoth(world, omar.token);
    const owner = onBoth(world, embedded.user('mira').token);
    await until('the pages', () => [...feeds, ...owner].every(({ events }) => events.length === 1));
    expect(namesOf(feeds[0])).not.toContain('atlas-dev');
    expect(namesOf(owner[0])).toContain('atlas-dev');
    workspace.name = 'secret-name';
    await until('the name', () => owner.every((feed) => namesOf(feed).includes('secret-name')));
    workspace.sharedWith.push({ id: omar.id, actorType: 'user', name: 'omar', avatarUrl: '', roles: ['use'] });
    await until('the right', () => feeds.every((feed) => namesOf(feed).includes('secret-name')));
    for (const { events } of feeds) expect(JSON.stringify(events.slice(0, -1))).not.toContain('secret-name');
    workspace.sharedWith.pop();
    await until('the loss', () => feeds.every((feed) => !namesOf(feed).includes('secret-name')));
    for (const { events } of feeds) {
      const { changed, left } = events.at(-1).data.workspacesUpdated;
      expect([changed, left]).toEqual([[], [encodeNodeId('Workspace', workspace.id)]]);
    }
    expect(owner.every((feed) => namesOf(feed).includes('secret-name'))).toBe(true);
  });

  it('should call for the fields of a row only when the row differs or has failed', async () => {
    const world = await startWorld({ feeds: seldom });
    const { embedded, calls, feeds } = world;
    const { token } = embedded.user('mira');
    const query = workspacesUpdated('changed { name builds(first: 1) { nodes { buildNumber } } }');
    const feed = subscribe(connect(world.url, token), query, { first: 4, query: 'owner:mira' });
    await until('the page', () => feed.events.length === 1);
    const rows = feed.events[0].data.workspacesUpdated.changed;
    expect(calls().filter((call) => call.endsWith('/builds'))).toHaveLength(rows.length);
    const tell = async (name: string, count: number) => {
      embedded.workspace(name).name = `${name}-x`;
      feeds.written({ token });
      await until('the event', () => feed.events.length === count);
      return [feed.events.at(-1), calls()];
    };
    embedded.faults.add({ route: '/workspaces/{workspace}/builds', times: 1, respond: { status: 500 } });
    const [failed, first] = await tell(rows[0].name, 2);
    expect(first).toEqual(['GET /workspaces', 'GET /workspaces/{workspace}/builds']);
    expect(failed.errors).toMatchObject([{ path: ['workspacesUpdated', 'changed', 0, 'builds'] }]);
    const [mended, second] = await tell(rows[1].name, 3);
    expect(second.filter((call: string) => call.endsWith('/builds'))).toHaveLength(2);
    expect(mended.errors).toBeUndefined();
    expect(mended.data.workspacesUpdated.changed).toHaveLength(2);
    const [, third] = await tell(rows[2].name, 4);
    expect(third).toEqual(['GET /workspaces', 'GET /workspaces/{workspace}/builds']);
  });

  it('should try again what Coder refused for the moment, though the page stays the same', async () => {
    const world = await startWorld({ feeds: seldom });
    const { embedded, feeds } = world;
    const { token } = embedded.user('mira');
    const query = workspacesUpdated('changed { name viewerCan { start } }');
    embedded.faults.add({ route: '/authcheck', times: 3, respond: { status: 503 } });
    const feed = subscribe(connect(world.url, token), query, { first: 2, query: 'owner:mira' });
    await until('the page', () => feed.events.length === 1);
    const [refused] = feed.events;
    expect(refused.errors).toMatchObject(
      [0, 1].map((row) => ({ path: ['workspacesUpdated', 'changed', row, 'viewerCan', 'start'] })),
    );
    feeds.written({ token });
    await until('the rest', () => feed.events.length === 2);
    const { data, errors } = feed.events.at(-1);
    expect(errors).toBeUndefined();
    expect(data.workspacesUpdated.changed).toEqual(
      refused.data.workspacesUpdated.changed.map((row: object) => ({ ...row, viewerCan: { start: true } })),
    );
    const before = reads(world);
    feeds.written({ token });
    await until('a further read', () => reads(world) > before);
    embedded.workspace(refused.data.workspacesUpdated.changed[0].name).name = 'renamed';
    feeds.written({ token });
    await until('the change', () => feed.events.length === 3);
    expect(feed.events[2].data.workspacesUpdated.changed).toEqual([{ name: 'renamed', viewerCan: { start: true } }]);
  });

  it('should compare what each alias selects, and keep errors with their rows', async () => {
    const world = await startWorld({ feeds: often });
    const { embedded } = world;
    const [first, second] = ['atlas-dev', 'borealis'].map((name) => embedded.workspace(name));
    if (!first || !second) throw new Error('the seed has other names');
    const feeds = onBoth(
      world,
      embedded.user('mira').token,
      { query: 'owner:mira' },
      'names: changed { id name } ... on WorkspaceListEvent { marks: changed { name favorite } left }',
    );
    await until('the page', () => feeds.every(({ events }) => events.length === 1));
    embedded.control.override(second.id, { favorite: 'yes' });
    await until('the failure', () => feeds.every(({ events }) => events.length === 2));
    embedded.control.override(first.id, { name: 'renamed' });
    await until('the name', () => feeds.every(({ events }) => events.length === 3));
    embedded.control.override(second.id, { favorite: true });
    await until('the mark', () => feeds.every(({ events }) => events.length === 4));
    for (const { events } of feeds) {
      const [, failed, renamed, marked] = events;
      expect(failed.data.workspacesUpdated).toEqual({
        names: [],
        marks: [{ name: 'borealis', favorite: null }],
        left: [],
      });
      expect(failed.errors).toMatchObject([{ path: ['workspacesUpdated', 'marks', 0, 'favorite'] }]);
      expect(renamed.data.workspacesUpdated.names).toMatchObject([{ name: 'renamed' }]);
      expect(renamed.data.workspacesUpdated.marks).toMatchObject([{ name: 'renamed' }]);
      expect(renamed.errors).toBeUndefined();
      expect(marked.data.workspacesUpdated).toEqual({
        names: [],
        marks: [{ name: 'borealis', favorite: true }],
        left: [],
      });
    }
  });

  it('should leave out a row that cannot be shown, say so, and fail as a whole only once', async () => {
    const world = await startWorld({ feeds: often });
    const { embedded } = world;
    const { id } = embedded.workspace('atlas-dev');
    const feeds = onBoth(world, embedded.user('mira').token);
    await until('the page', () => feeds.every(({ events }) => events.length === 1));
    embedded.control.override(id, { name: 5 });
    await until('the loss', () => feeds.every(({ events }) => events.length === 2));
    embedded.faults.add({ route: '/workspaces', times: 12, mutate: (page: object) => ({ ...page, count: 'x' }) });
    await until('the failure', () => feeds.every(({ events }) => events.length === 3));
    await until('the recovery', () => feeds.every(({ events }) => events.length === 4));
    embedded.control.override(id, null);
    await until('the row', () => feeds.every(({ events }) => events.length === 5));
    for (const { events } of feeds) {
      const [, lost, failed, recovered, back] = events;
      expect(lost.data.workspacesUpdated).toMatchObject({ changed: [], left: [encodeNodeId('Workspace', id)] });
      expect(lost.errors).toMatchObject([{ path: ['workspacesUpdated', 'changed'] }]);
      expect(lost.errors[0].message).toMatch(/^An item is left out: .*"name"/);
      expect(failed).toMatchObject({ data: null, errors: [{ extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }, {}] });
      expect(recovered.data.workspacesUpdated).toMatchObject({ changed: [], left: [], order: null });
      expect(back.data.workspacesUpdated.changed).toMatchObject([{ name: 'atlas-dev' }]);
      expect(back.errors).toBeUndefined();
    }
  });
});

describe('what goes wrong with workspacesUpdated, alike over SSE and WebSocket', () => {
  it.each([
    [{ first: 0 }, 'BAD_USER_INPUT', 0],
    [{ first: 101 }, 'BAD_USER_INPUT', 0],
    [{ query: 'x'.repeat(2_001) }, 'BAD_USER_INPUT', 0],
    [{ query: 'status:nonsense' }, 'BAD_USER_INPUT', 1],
  ])('should be one coded error without data, then the end: %j', async (variables, code, cost) => {
    const world = await startWorld();
    const feeds = onBoth(world, world.embedded.user('mira').token, variables);
    await Promise.all(feeds.map(({ finished }) => finished));
    for (const { events, completed } of feeds) {
      expect(events).toEqual([
        { data: null, errors: [expect.objectContaining({ extensions: expect.objectContaining({ code }) })] },
      ]);
      expect(completed).toBe(true);
    }
    expect(reads(world)).toBeLessThanOrEqual(cost * 2);
    await untilAllIsQuiet(world);
  });

  it('should be UNAUTHENTICATED once the token is revoked', async () => {
    const world = await startWorld({ feeds: often });
    const token = world.embedded.control.addToken('mira');
    const feeds = onBoth(world, token);
    await until('the page', () => feeds.every(({ events }) => events.length === 1));
    world.embedded.control.revokeToken(token);
    await Promise.all(feeds.map(({ finished }) => finished));
    for (const { events } of feeds) {
      expect(events.at(-1)).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
    await untilAllIsQuiet(world);
  });

  it('should be TOO_MANY_SUBSCRIPTIONS beyond what one token may follow, where equal lists count once', async () => {
    const world = await startWorld({ settings: { maxIdentityFeeds: 1 } });
    const { token } = world.embedded.user('mira');
    const feeds = [...onBoth(world, token), ...onBoth(world, token)];
    await until('the pages', () => feeds.every(({ events }) => events.length === 1));
    const others = onBoth(world, token, { first: 3 });
    await Promise.all(others.map(({ finished }) => finished));
    for (const { errors } of others) expect(errors).toMatchObject([{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }]);
  });
});
