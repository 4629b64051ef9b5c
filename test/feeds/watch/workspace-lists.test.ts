import { describe, expect, it } from 'vitest';
import type { WorkspacePage } from '../../../src/coder/model.ts';
import { ManualClock } from '../../../src/embedded/testing/manual-clock.ts';
import type { Feeds } from '../../../src/feeds/feeds.ts';
import { startWorld, until, type World } from '../support.ts';

interface Seen {
  pages: { names: string[]; count: number }[];
  error: unknown;
  done: boolean;
  finished: Promise<void>;
  stop: () => void;
}

/** The pages of a list, read to its end. */
function follow(feeds: Feeds, token: string | undefined, { query = '', first = 25 } = {}): Seen {
  const abort = new AbortController();
  const eventOf = (page: WorkspacePage) => {
    const { workspaces, count } = page as unknown as { workspaces: { name: string }[]; count: number };
    return { names: workspaces.map(({ name }) => name), count };
  };
  const events = feeds.workspacesUpdated({ query, first, events: { eventOf } }, { token, signal: abort.signal });
  const seen: Seen = {
    pages: [],
    error: undefined,
    done: false,
    finished: Promise.resolve(),
    stop: () => abort.abort(),
  };
  seen.finished = (async () => {
    try {
      for await (const page of events) seen.pages.push(page);
    } catch (error) {
      seen.error = error;
    }
    seen.done = true;
  })();
  return seen;
}

/** Coder's own words, as a fault. */
const said = (status: number, json: object, headers: Record<string, string> = {}) => ({
  status,
  body: JSON.stringify(json),
  contentType: 'application/json',
  headers: { 'X-Coder-Request-Id': '5d1c4a3e-0000-4000-8000-000000000000', ...headers },
});

const reads = ({ coder }: World, user?: string) =>
  coder.requests.filter((each) => each.route === '/api/v2/workspaces' && (!user || each.user === user)).length;

describe('a list of workspaces', () => {
  it('should cost one read per tick, however many follow it', async () => {
    const clock = new ManualClock();
    const world = await startWorld({ clock, random: () => 1 });
    const { feeds, token } = world;
    const two = [follow(feeds, token, { query: 'owner:me' }), follow(feeds, token, { query: 'owner:me' })];
    await until('the pages', () => two.every(({ pages }) => pages.length === 1));
    expect(reads(world)).toBe(1);
    for (let tick = 2; tick <= 4; tick++) {
      world.coder.workspace('atlas-dev').ttlMs = tick * 60_000;
      clock.advance(30_000);
      await until('the change', () => two.every(({ pages }) => pages.length === tick));
      expect(reads(world)).toBe(tick);
    }
    expect(feeds.stats()).toMatchObject({ snapshots: 1, snapshotReaders: 2, upstreamSockets: 0 });
    for (const { stop } of two) stop();
    expect(feeds.stats()).toMatchObject({ snapshots: 0, snapshotReaders: 0 });
    expect(clock.pending).toBe(0);
  });

  it('should cost a new subscriber one read, but none within a second of the last', async () => {
    const clock = new ManualClock();
    const world = await startWorld({ clock });
    const lists = [follow(world.feeds, world.token)];
    for (let comer = 1; comer <= 20; comer++) {
      await until('the page', () => lists.every(({ pages }) => pages.length > 0));
      if (comer === 10) clock.advance(1_500);
      lists.push(follow(world.feeds, world.token));
    }
    await until('the page', () => lists.every(({ pages }) => pages.length > 0));
    expect(reads(world)).toBe(2);
  });

  it('should be read at once after a mutation: by whoever made it, and by those who see the workspace', async () => {
    const world = await startWorld({ listGapMs: 0, listShareMs: 0, listActiveMs: 1e6, listQuietMs: 1e6 });
    const { coder, feeds } = world;
    const token = (name: string) => coder.user(name).token;
    const lists = [
      follow(feeds, token('mira'), { query: 'name:atlas-dev' }),
      follow(feeds, token('tara'), { query: 'name:atlas-dev' }),
      follow(feeds, token('tara'), { query: 'name:no-such' }),
      follow(feeds, token('omar')),
    ];
    await until('the pages', () => lists.every(({ pages }) => pages.length === 1));
    expect(lists[3]?.pages[0]?.names).not.toContain('atlas-dev');
    coder.clearRequests();
    coder.workspace('atlas-dev').ttlMs = 60_000;
    feeds.written({ token: token('mira'), workspaceId: coder.workspace('atlas-dev').id });
    await until('the change', () => lists.slice(0, 2).every(({ pages }) => pages.length === 2));
    expect(coder.requests.map(({ user }) => user).sort()).toEqual(['mira', 'tara']);
    coder.clearRequests();
    feeds.written({ token: token('tara'), buildId: coder.build('atlas-dev').id });
    await until('the reads', () => reads(world, 'tara') === 2 && reads(world, 'mira') === 1);
    expect(reads(world, 'omar')).toBe(0);
  });

  it('should be read at once when a change socket tells of a row', async () => {
    const world = await startWorld({ listGapMs: 0, listShareMs: 0, listActiveMs: 1e6, listQuietMs: 1e6 });
    const { coder, feeds, token } = world;
    const { id } = coder.workspace('atlas-dev');
    const list = follow(feeds, token);
    const other = follow(feeds, token, { query: 'name:borealis' });
    await until('the pages', () => [list, other].every(({ pages }) => pages.length === 1));
    const abort = new AbortController();
    void feeds.workspaceUpdated({ workspaceId: id }, { token: coder.user('tara').token, signal: abort.signal }).next();
    await until('the read that opening it causes', () => reads(world) === 3);
    coder.workspace('atlas-dev').name = 'renamed';
    coder.store.announceWorkspace(id);
    await until('the name', () => list.pages.at(-1)?.names.includes('renamed') === true);
    expect(other.pages).toHaveLength(1);
    expect(reads(world)).toBe(4);
    abort.abort();
  });

  it('should go on after an outage of Coder and of what stands before it', async () => {
    const world = await startWorld({ listActiveMs: 10, listQuietMs: 10, listGapMs: 0, listShareMs: 0 });
    const { coder, feeds, token } = world;
    const list = follow(feeds, token);
    await until('the page', () => list.pages.length === 1);
    const workspace = coder.workspace('atlas-dev');
    await coder.restart({
      abrupt: true,
      whileDown: () => {
        workspace.name = 'after';
      },
    });
    await until('the name', () => list.pages.at(-1)?.names.includes('after') === true);
    coder.faults.add({ route: '/workspaces', times: 3, respond: { status: 403, body: 'blocked' } });
    workspace.name = 'after-the-wall';
    await until('the name', () => list.pages.at(-1)?.names.includes('after-the-wall') === true);
    expect(list.done).toBe(false);
  });

  it('should wait as long as Coder asks when it limits the rate, and read then', async () => {
    const clock = new ManualClock();
    const world = await startWorld({ clock, random: () => 1 });
    const { coder, feeds, token } = world;
    const list = follow(feeds, token);
    await until('the page', () => list.pages.length === 1);
    coder.faults.add({
      route: '/workspaces',
      times: 1,
      respond: said(429, { message: 'Slow down.' }, { 'Retry-After': '1' }),
    });
    coder.workspace('atlas-dev').name = 'later';
    clock.advance(30_000);
    await until('the refusal', () => reads(world) === 2);
    await until('the retry is due', () => clock.pending > 0);
    feeds.written({ token });
    clock.advance(900);
    expect(reads(world)).toBe(2);
    await until('the page', () => {
      clock.advance(5);
      return list.pages.length === 2;
    });
    expect(reads(world)).toBe(3);
  });

  it.each([
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [400, 'BAD_USER_INPUT'],
  ])('should end with the code of a %i that is Coder’s own', async (status, code) => {
    const world = await startWorld({ listActiveMs: 10, listQuietMs: 10, listGapMs: 0, listShareMs: 0 });
    const { coder, feeds, token } = world;
    const list = follow(feeds, token);
    await until('the page', () => list.pages.length === 1);
    coder.faults.add({ route: '/workspaces', respond: said(status, { message: 'No.' }) });
    await list.finished;
    expect(list.error).toMatchObject({ extensions: { code } });
    expect(feeds.stats()).toMatchObject({ snapshots: 0, snapshotReaders: 0 });
  });

  it('should fail at once for a search that Coder refuses, for a missing list, and without a token', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const bad = follow(feeds, token, { query: 'status:nonsense' });
    await bad.finished;
    expect(bad.error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(reads(world)).toBe(1);
    const nobody = follow(feeds, undefined);
    await nobody.finished;
    expect(nobody.error).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    coder.faults.add({ route: '/workspaces', respond: said(404, { message: 'Route not found.' }) });
    const missing = follow(feeds, token);
    await missing.finished;
    expect(missing.error).toMatchObject({ extensions: { code: 'UPSTREAM_BAD_RESPONSE' } });
  });

  it('should read on where Coder hides all rows of a window, as a query does', async () => {
    const world = await startWorld();
    const { coder, feeds } = world;
    const hidden = { workspaces: [], count: 3 };
    coder.faults.add({ route: '/workspaces', times: 2, respond: said(200, hidden) });
    const list = follow(feeds, world.token, { first: 1 });
    await until('the page', () => list.pages.length === 1);
    expect(list.pages[0]?.names).toHaveLength(1);
    expect(coder.requests.map(({ query }) => query.get('offset'))).toEqual(['0', '1', '2']);
  });

  it('should complete when the gateway drains', async () => {
    const world = await startWorld();
    const list = follow(world.feeds, world.token);
    await until('the page', () => list.pages.length === 1);
    world.feeds.close();
    await list.finished;
    expect(list.error).toBeUndefined();
  });
});
