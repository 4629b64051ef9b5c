import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import type { BuildRow, WorkspaceRow } from '../../src/embedded/state/rows.ts';
import { ManualClock } from '../../src/embedded/testing/manual-clock.ts';
import { seeded, testSeed } from '../seed.ts';
import { stream } from './sse.ts';
import { connect, type Received, startWorld, subscribe, until, type World } from './support.ts';

/** Changes at Coder in all; `npm run test:random` makes more. */
const CHANGES = Number(process.env.LIST_CHANGES ?? 80);

const ROW = 'id name favorite outdated sharedWith { name } latestBuild { buildNumber transition status }';
const LIVE = `subscription ($query: String, $first: Int) {
  workspacesUpdated(query: $query, first: $first) { changed { ${ROW} } left order totalCount }
}`;
const PLAIN = `query ($query: String, $first: Int) {
  workspaces(query: $query, first: $first) { nodes { ${ROW} } totalCount }
}`;

interface Page {
  nodes: { id: string }[];
  totalCount: number;
}

/** A list is read only when a test says that something was written. */
const SELDOM = { listActiveMs: 1e8, listQuietMs: 1e8, listGapMs: 0, listShareMs: 0 };

/** A client of one list, which applies each event once. */
class Client {
  readonly user: string;
  readonly variables: Record<string, unknown>;
  readonly #feed: Received;
  #applied = 0;
  readonly #rows = new Map<string, { id: string }>();
  #order: readonly string[] = [];
  #totalCount = -1;

  constructor(user: string, variables: Record<string, unknown>, feed: Received) {
    this.user = user;
    this.variables = variables;
    this.#feed = feed;
  }

  get page(): Page {
    const { events } = this.#feed;
    for (; this.#applied < events.length; this.#applied++) this.#apply(events[this.#applied].data.workspacesUpdated);
    const nodes = this.#order.map((id) => this.#rows.get(id) ?? { id: `${id} is missing` });
    return { nodes, totalCount: this.#totalCount };
  }

  /** Nothing is told twice: each part of an event says something that is not known. */
  #apply(event: { changed: { id: string }[]; left: string[]; order: string[] | null; totalCount: number }): void {
    const { changed, left, order, totalCount } = event;
    expect(changed.length + left.length > 0 || order !== null || totalCount !== this.#totalCount).toBe(true);
    for (const id of left) expect(this.#rows.delete(id), `${id} left, but was not there`).toBe(true);
    for (const row of changed) {
      expect(row).not.toEqual(this.#rows.get(row.id));
      this.#rows.set(row.id, row);
    }
    if (order && this.#applied > 0) expect(order).not.toEqual(this.#order);
    this.#order = order ?? this.#order;
    this.#totalCount = totalCount;
    expect([...this.#rows.keys()].sort()).toEqual([...this.#order].sort());
  }
}

/** Makes random changes at Coder, of what lists show and of what they do not. */
function changer({ embedded }: World, below: (bound: number) => number): () => void {
  const { control, store } = embedded;
  const held = new Map<WorkspaceRow, BuildRow>();
  const wrong = new Set<string>();
  const template = control.template('docker');
  let names = 0;
  const live = () => [...store.workspaces.values()].filter(({ deleted, builds }) => !deleted && builds.length > 0);
  const pick = () => {
    const rows = live();
    return rows[below(rows.length)] as WorkspaceRow;
  };
  const toggle = <T>(set: Set<T>, item: T) => set.delete(item) || set.add(item);
  const changes = [
    () => Object.assign(pick(), { name: `name-${below(26).toString(36)}-${++names}` }),
    () =>
      live().length < 30 &&
      control.createRunningWorkspaces(1, { prefix: `new-${++names}`, owner: below(2) ? 'mira' : 'omar' }),
    () => live().length > 12 && Object.assign(pick(), { deleted: true }),
    () => {
      const workspace = pick();
      if (held.has(workspace)) return;
      const transition = below(2) ? 'start' : 'stop';
      held.set(workspace, control.createBuild(workspace, { transition }, { hold: 'running' }));
    },
    () => {
      const [first] = held;
      if (!first) return;
      held.delete(first[0]);
      if (below(3)) control.succeed(first[1]);
      else control.fail(first[1]);
    },
    () => {
      const workspace = pick();
      toggle(workspace.favoriteOf, workspace.ownerId);
    },
    () => {
      const { sharedWith } = pick();
      const { id } = embedded.user('omar');
      const place = sharedWith.findIndex((actor) => actor.id === id);
      if (place >= 0) sharedWith.splice(place, 1);
      else sharedWith.push({ id, actorType: 'user', name: 'omar', avatarUrl: '', roles: ['use'] });
    },
    // Not both at once: a query goes on to the next window where it can show none of the rows that Coder does not hide.
    () => {
      if (template.readable !== true) return;
      const [first] = wrong;
      const id = first ?? pick().id;
      control.override(id, first === undefined ? { name: 5 } : null);
      toggle(wrong, id);
    },
    () => {
      if (wrong.size === 0) template.readable = template.readable !== true;
    },
    () => {
      for (const agent of control.agents(pick().builds.at(-1) as BuildRow))
        agent.lastConnectedAt = store.now() - below(9);
    },
    () => Object.assign(pick(), { ttlMs: below(100) * 60_000 }),
  ];
  return () => (changes[below(changes.length)] as () => void)();
}

it(
  'should give, event by event, the page that a query gives at that moment',
  async () => {
    const seed = testSeed();
    const below = seeded(seed);
    const world = await startWorld({ feeds: SELDOM, embedded: { clock: new ManualClock() } });
    const { embedded, feeds, url, query } = world;
    const clients = [
      { user: 'mira', variables: { first: 100 } },
      { user: 'mira', variables: { first: 5, query: 'owner:me' } },
      { user: 'omar', variables: { first: 10 } },
      { user: 'tara', variables: { first: 8, query: 'status:running' } },
    ].map(({ user, variables }, index) => {
      const { token } = embedded.user(user);
      const feed = index % 2 ? stream(url, token, LIVE, variables) : subscribe(connect(url, token), LIVE, variables);
      return new Client(user, variables, feed);
    });
    const change = changer(world, below);
    for (let changes = 0; changes <= CHANGES; ) {
      const expected = await Promise.all(
        clients.map(async ({ user, variables }) => {
          const { data } = await query(PLAIN, variables, { user });
          return data.workspaces as Page;
        }),
      );
      for (const user of ['mira', 'omar', 'tara']) feeds.written({ token: embedded.user(user).token });
      const isThere = () => clients.every(({ page }, index) => isDeepStrictEqual(page, expected[index]));
      await until('the pages', isThere).catch(() => {
        expect(
          clients.map(({ page }) => page),
          `after ${changes} changes`,
        ).toEqual(expected);
      });
      for (let left = 1 + below(6); left > 0; left--, changes++) change();
    }
  },
  60_000 + CHANGES * 100,
);

it('should tell a client that selects one field when that differs, and only then', async () => {
  const { embedded, feeds, url } = await startWorld({ feeds: SELDOM });
  const { token } = embedded.user('mira');
  const client = connect(url, token);
  const follow = (field: string) => subscribe(client, `subscription { workspacesUpdated { ${field} } }`);
  const changed = follow('changed { name ttlMs }');
  const others = ['left', 'order', 'totalCount'].map(follow);
  await until('the pages', () => [changed, ...others].every(({ events }) => events.length === 1));
  embedded.workspace('atlas-dev').deleted = true;
  feeds.written({ token });
  await until('the events', () => others.every(({ events }) => events.length === 2));
  embedded.workspace('borealis').ttlMs = 60_000;
  feeds.written({ token });
  await until('the row', () => changed.events.length === 2);
  expect(changed.events[1].data.workspacesUpdated).toEqual({ changed: [{ name: 'borealis', ttlMs: 60_000 }] });
  expect(others.map(({ events }) => events.length)).toEqual([2, 2, 2]);
});
