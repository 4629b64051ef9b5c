import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  FeedError,
  type FeedState,
  serverSentEvents,
  type Transport,
  type WatchOptions,
  type WorkspaceList,
  watchWorkspaces,
} from '../../src/client/index.ts';
import { webSocket } from '../../src/client/websocket.ts';
import { cuttingProxy } from '../cutting-proxy.ts';
import { startWorld, until } from '../e2e/support.ts';

const often = { listActiveMs: 10, listQuietMs: 10, listGapMs: 0, listShareMs: 0 };

interface Watched {
  pages: WorkspaceList[];
  states: FeedState[];
  error: unknown;
  finished: Promise<void>;
}

/** Watches a list until it ends. */
function watch(options: WatchOptions): Watched {
  const watched: Watched = { pages: [], states: [], error: undefined, finished: Promise.resolve() };
  const run = async () => {
    const onState = (state: FeedState) => {
      if (watched.states.at(-1) !== state) watched.states.push(state);
    };
    for await (const page of watchWorkspaces({ retryDelayMs: 1, onState, ...options })) watched.pages.push(page);
  };
  watched.finished = run().catch((error) => {
    watched.error = error;
  });
  return watched;
}

const namesOf = (page: WorkspaceList | undefined) => page?.workspaces.map(({ name }) => name);

const TRANSPORTS: [string, () => Transport][] = [
  ['server-sent events', () => serverSentEvents()],
  ['a WebSocket', () => webSocket({ webSocketImpl: WebSocket })],
];

describe.each(TRANSPORTS)('a list over %s', (_, transport) => {
  it('should give the page after each change, with the rows that did not change as they were', async () => {
    const { embedded, url, query } = await startWorld({ feeds: often });
    const { token } = embedded.user('mira');
    const list = watch({ url, token, transport: transport(), query: 'owner:me', first: 5 });
    await until('the page', () => list.pages.length === 1);
    const plain = `{ workspaces(query: "owner:me", first: 5) { totalCount nodes {
      id name url owner { username } latestBuild { id buildNumber transition status }
    } } }`;
    const { nodes, totalCount } = (await query(plain)).data.workspaces;
    expect(list.pages[0]).toEqual({ workspaces: nodes, totalCount });
    const row = embedded.workspace(nodes[1].name);
    row.name = 'a-new-name';
    await until('the change', () => list.pages.length === 2);
    const [before, after] = list.pages;
    expect(namesOf(after)).toContain('a-new-name');
    expect(after?.workspaces.filter((each) => before?.workspaces.includes(each))).toHaveLength(nodes.length - 1);
    row.deleted = true;
    await until('the loss', () => list.pages.length === 3);
    expect(namesOf(list.pages[2])).not.toContain('a-new-name');
    expect(list.pages[2]?.totalCount).toBe(totalCount - 1);
    expect(list.states).toEqual(['connecting', 'live']);
  });

  it('should begin with a whole page after a restart of the gateway', async () => {
    const first = await startWorld({ feeds: often });
    const { embedded } = first;
    const { token } = embedded.user('mira');
    const proxy = await cuttingProxy(first.url, () => Number.POSITIVE_INFINITY);
    const list = watch({ url: proxy.url, token, transport: transport() });
    await until('the page', () => list.pages.length === 1);
    proxy.lead(undefined);
    await first.gateway.close({ graceMs: 100 });
    embedded.workspace('atlas-dev').deleted = true;
    embedded.workspace('borealis').name = 'other';
    const second = await startWorld({ between: async () => embedded.url, feeds: often });
    proxy.lead(second.url);
    await until('the new page', () => list.pages.length === 2);
    expect(namesOf(list.pages[0])).toEqual(expect.arrayContaining(['atlas-dev', 'borealis']));
    expect(namesOf(list.pages[1])).toContain('other');
    expect(namesOf(list.pages[1])).not.toContain('atlas-dev');
    expect(list.pages[1]?.workspaces).toHaveLength((list.pages[0]?.workspaces.length ?? 0) - 1);
    expect(list.states).toEqual(['connecting', 'live', 'resuming', 'live']);
  });

  it.each([
    ['BAD_USER_INPUT', { query: 'status:nonsense' }],
    ['BAD_USER_INPUT', { first: 0 }],
    ['UNAUTHENTICATED', { token: 'nobody-knows-this-token' }],
  ])('should fail at once with %s, of %j', async (code, options) => {
    const { embedded, url } = await startWorld();
    const list = watch({ url, token: embedded.user('mira').token, transport: transport(), ...options });
    await list.finished;
    expect(list.error).toMatchObject({ name: 'FeedError', code });
  });

  it('should fail with all that the gateway says of the error', async () => {
    const { embedded, url } = await startWorld();
    const token = embedded.user('mira').token;
    const list = watch({ url, token, transport: transport(), query: 'status:nonsense' });
    await list.finished;
    const { error } = list;
    expect(error instanceof FeedError && error.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      fields: [{ field: 'status', detail: expect.stringContaining('"nonsense" is not a valid value') }],
      upstream: { status: 400, requestId: expect.stringMatching(/./) },
    });
  });

  it('should select what it is told, and end with its reader', async () => {
    const { embedded, feeds, url } = await startWorld();
    const { token } = embedded.user('mira');
    const fields = 'favorite latestBuild { job { status } }';
    type Row = { id: string; favorite: boolean; latestBuild: { job: { status: string } } };
    for await (const { workspaces } of watchWorkspaces<Row>({ url, token, transport: transport(), first: 2, fields })) {
      expect(workspaces).toHaveLength(2);
      for (const row of workspaces) expect(Object.keys(row)).toEqual(['id', 'favorite', 'latestBuild']);
      break;
    }
    await until('nobody follows', () => feeds.stats().snapshotReaders === 0);
  });
});
