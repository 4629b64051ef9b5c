import { expect, it } from 'vitest';
import type { Settings } from '../../../src/config.ts';
import { ManualClock } from '../../../src/embedded/testing/manual-clock.ts';
import { encodeCursor } from '../../../src/resolvers/arguments.ts';
import { startGateway, type TestGateway, type Wire } from '../../support.ts';

const document = `query Page(
  $workspace: ID!, $first: Int, $after: String, $last: Int, $before: String
  $since: DateTime, $status: [BuildStatus!], $transition: Transition, $reason: [BuildReason!]
) {
  workspace(id: $workspace) {
    builds(
      first: $first, after: $after, last: $last, before: $before
      since: $since, status: $status, transition: $transition, reason: $reason
    ) {
      nodes { buildNumber }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}`;

const REASONS = ['autostart', 'dashboard', 'cli', 'from_mars'];
const isFailed = (number: number) => number % 9 === 4;
const isStop = (number: number) => number % 2 === 0;
const reasonOf = (number: number) => REASONS[number % REASONS.length] as string;

/** A workspace with so many builds, a minute between each, of which some stop it, some fail, for several reasons. */
async function workspaceWith(count: number, settings: Partial<Settings> = {}) {
  const clock = new ManualClock();
  return fill({ ...(await startGateway({ embedded: { clock }, settings })), clock }, count);
}

function fill(gateway: TestGateway & { clock: ManualClock }, count: number, name = 'filtered') {
  const { clock } = gateway;
  const { control } = gateway.embedded;
  const workspace = control.createWorkspace({ name });
  const create = (more: number) => {
    for (let index = 0; index < more; index++) {
      clock.advance(60_000);
      const number = workspace.builds.length + 1;
      const input = { transition: isStop(number) ? 'stop' : 'start', reason: reasonOf(number) } as const;
      control.createFinishedBuild(workspace, input, isFailed(number) ? 'exit status 1' : '');
    }
  };
  create(count);
  const ask = (args: Wire) => gateway.query(document, { workspace: workspace.id, ...args });
  const page = async (args: Wire): Promise<Page> => {
    const { data, errors } = await ask(args);
    expect(errors).toBeUndefined();
    const { nodes, pageInfo } = data.workspace.builds;
    return { numbers: nodes.map(({ buildNumber }: Wire) => buildNumber), ...pageInfo };
  };
  const timeOf = (number: number) => new Date(workspace.builds[number - 1]?.createdAt as number).toISOString();
  return { ...gateway, workspace, create, ask, page, timeOf };
}

interface Page {
  numbers: number[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

/** All pages, from the newest down or from the oldest up, while builds are made between them. */
async function walked({ page, create }: ReturnType<typeof fill>, args: Wire, made: number) {
  const pages: Page[] = [];
  for (let turn = 0; turn < 100; turn++) {
    const forward = args.first !== undefined;
    const previous = pages.at(-1);
    const next = await page({
      ...args,
      ...(forward ? { after: previous?.endCursor } : { before: previous?.startCursor }),
    });
    pages.push(next);
    if (!(forward ? next.hasNextPage : next.hasPreviousPage)) break;
    // Walking up, the newest would never be reached.
    if (turn < 3) create(made);
  }
  return pages;
}

const filters: { args: Wire; matches: (number: number) => boolean }[] = [
  { args: {}, matches: () => true },
  { args: { status: ['FAILED'] }, matches: isFailed },
  { args: { status: ['STOPPED', 'FAILED'] }, matches: (number) => isFailed(number) || isStop(number) },
  { args: { status: ['CANCELED'] }, matches: () => false },
  { args: { transition: 'START' }, matches: (number) => !isStop(number) },
  { args: { reason: ['AUTOSTART'] }, matches: (number) => reasonOf(number) === 'autostart' },
  { args: { reason: ['UNKNOWN', 'CLI'] }, matches: (number) => ['cli', 'from_mars'].includes(reasonOf(number)) },
  {
    args: { status: ['FAILED'], transition: 'STOP', reason: ['AUTOSTART', 'CLI'] },
    matches: (number) => isFailed(number) && isStop(number) && number % 4 !== 1,
  },
];

it.each([undefined, 20])(
  'gives each of 57 builds that match once, both ways, while others are made (since: %s)',
  async (since) => {
    const gateway = await workspaceWith(0);
    for (const [index, { args, matches }] of filters.entries()) {
      const world = fill(gateway, 57, `w-${index}`);
      const all = { ...args, since: since && world.timeOf(since) };
      const isWanted = (number: number) => matches(number) && number > (since ?? 0);
      const label = JSON.stringify(all);
      const numbersOf = (pages: Page[]) => pages.map(({ numbers }) => numbers);

      const down = await walked(world, { ...all, first: 9 }, 3);
      const expected = Array.from({ length: 57 }, (_, place) => 57 - place).filter(isWanted);
      expect(numbersOf(down).flat(), label).toEqual(expected);
      expect(
        down.map(({ hasPreviousPage }) => hasPreviousPage),
        label,
      ).toEqual(down.map((_, place) => place > 0));
      // Full pages but the last: nothing was stopped early.
      expect(new Set(numbersOf(down.slice(0, -1)).map(({ length }) => length)), label).toEqual(
        new Set(down.length > 1 ? [9] : []),
      );

      const up = await walked(world, { ...all, last: 9 }, 3);
      const newest = world.workspace.builds.length;
      const upwards = Array.from({ length: newest }, (_, place) => place + 1).filter(isWanted);
      expect(
        numbersOf(up).flatMap((numbers) => numbers.toReversed()),
        label,
      ).toEqual(upwards);
      expect(
        up.map(({ hasNextPage }) => hasNextPage),
        label,
      ).toEqual(up.map((_, place) => place > 0));
    }
  },
  60_000,
);

it('gives what lies between two cursors', async () => {
  const { page } = await workspaceWith(30);
  const { endCursor: after } = await page({ first: 5 });
  const { startCursor: before } = await page({ last: 5 });
  expect(await page({ first: 3, after, before })).toMatchObject({ numbers: [25, 24, 23], hasNextPage: true });
  expect(await page({ last: 3, after, before })).toMatchObject({ numbers: [8, 7, 6], hasPreviousPage: true });
  const all = { first: 100, after, before };
  expect(await page(all)).toMatchObject({
    numbers: Array.from({ length: 20 }, (_, index) => 25 - index),
    hasNextPage: false,
  });
  expect(await page({ ...all, status: ['FAILED'] })).toMatchObject({ numbers: [22, 13], hasNextPage: false });
});

it('looks through a long list in pages that grow, and reads one page where that is enough', async () => {
  const { page, calls, query, workspace } = await workspaceWith(300);
  const lists = () => calls().filter((call) => call.endsWith('/builds')).length;
  calls();
  expect((await page({ status: ['CANCELED'], first: 3 })).numbers).toEqual([]);
  // 26, 52, 104, 200 rows.
  expect(lists()).toBe(4);
  expect((await page({ transition: 'STOP', first: 3 })).numbers).toEqual([300, 298, 296]);
  expect(calls()).toEqual(['GET /workspaces/{workspace}/builds']);
  await page({ last: 10 });
  expect(lists()).toBe(1);
  // Filters over the same rows share them.
  await query(`{ workspace(id: "${workspace.id}") {
    a: builds(transition: STOP, first: 3) { nodes { id } } b: builds(status: RUNNING, first: 5) { nodes { id } }
  } }`);
  expect(calls()).toEqual(['GET /workspaces/{workspace}/builds']);
});

it('ends a page early when half of the calls are used, with a cursor to go on, so that the rest is there for its fields', async () => {
  const world = await workspaceWith(300, { maxUpstreamCalls: 4 });
  const expected = Array.from({ length: 300 }, (_, index) => 300 - index).filter(
    (number) => isFailed(number) && isStop(number),
  );
  for (const direction of ['first', 'last']) {
    const pages = await walked(world, { [direction]: 30, status: ['FAILED'], transition: 'STOP' }, 0);
    const found = pages.flatMap(({ numbers }) => (direction === 'first' ? numbers : numbers.toReversed()));
    expect(found).toEqual(direction === 'first' ? expected : expected.toReversed());
    expect(pages.length).toBeGreaterThan(2);
  }
  const none = await walked(world, { first: 30, status: ['CANCELED'] }, 0);
  expect(none[0]).toMatchObject({ numbers: [], hasNextPage: true, startCursor: null, endCursor: expect.any(String) });
  expect(none.at(-1)).toMatchObject({ numbers: [], hasNextPage: false });

  const { data, errors } = await world.query(
    `{ workspace(id: "${world.workspace.id}") { builds(status: FAILED, first: 2) { nodes { buildNumber parameters { name } } } } }`,
  );
  expect(errors).toBeUndefined();
  expect(data.workspace.builds.nodes).toHaveLength(2);
});

it('refuses what cannot be right before it reads a build', async () => {
  const { ask, calls, workspace } = await workspaceWith(2);
  const elsewhere = encodeCursor('builds:c0de0000-0000-4000-8000-000000000000', 5, 5);
  const cases = [
    [{ first: 2, last: 2 }, 'last', 'Argument "last": expected either first or last, not both, got 2.'],
    [{ last: 0 }, 'last', 'Argument "last": expected an integer from 1 to 100, got 0.'],
    [{ last: 101 }, 'last', 'Argument "last": expected an integer from 1 to 100, got 101.'],
    [{ before: 'x' }, 'before', 'Argument "before": expected a cursor of this connection, got "x".'],
    [
      { last: 5, before: elsewhere },
      'before',
      `Argument "before": expected a cursor of this connection, got "${elsewhere}".`,
    ],
    [{ status: [] }, 'status', 'Argument "status": expected at least one value, or null for all.'],
    [{ reason: [] }, 'reason', 'Argument "reason": expected at least one value, or null for all.'],
  ] as const;
  for (const [args, argument, message] of cases) {
    calls();
    const { data, errors } = await ask(args);
    const told = message.replace(/got ("[^"]{79}).+/, 'got $1….');
    expect(errors).toMatchObject([
      { message: told, path: ['workspace', 'builds'], extensions: { code: 'BAD_USER_INPUT', argument } },
    ]);
    expect(data).toEqual({ workspace: { builds: null } });
    expect(calls().filter((call) => call.endsWith('/builds'))).toEqual([]);
  }
  const here = encodeCursor(`builds:${workspace.id}`, 5, 5);
  expect((await ask({ last: 5, before: here })).errors).toBeUndefined();
});

it('leaves out a build of which nobody can say whether it matches, and says so', async () => {
  const { ask, workspace } = await workspaceWith(12);
  Object.assign(workspace.builds[7] as object, { reason: 7 });
  const { data, errors } = await ask({ reason: ['AUTOSTART'], first: 10 });
  expect(data.workspace.builds.nodes).toEqual([{ buildNumber: 12 }, { buildNumber: 4 }]);
  expect(errors).toMatchObject([
    { message: expect.stringContaining('An item is left out: '), path: ['workspace', 'builds'] },
  ]);
  // What another condition rules out is not wanted, whatever the rest says.
  expect((await ask({ reason: ['AUTOSTART'], transition: 'START', first: 10 })).errors).toBeUndefined();
});
