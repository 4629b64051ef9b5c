import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/embedded/testing/manual-clock.ts';
import { encodeCursor } from '../../../src/resolvers/arguments.ts';
import { testSeed } from '../../seed.ts';
import { startGateway, type TestGateway } from '../../support.ts';

interface Page {
  edges: { cursor: string; node: { buildNumber: number } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

const document = `query Page($workspace: ID!, $first: Int, $after: String, $since: DateTime) {
  workspace(id: $workspace) {
    builds(first: $first, after: $after, since: $since) {
      edges { cursor node { buildNumber } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}`;

/** A workspace with so many builds, a minute between each, and what reads its pages. */
async function workspaceWith(count: number) {
  const clock = new ManualClock();
  const gateway = await startGateway({ embedded: { clock } });
  const { control } = gateway.embedded;
  const workspace = control.createWorkspace({ name: 'paged' });
  const create = (more: number) => {
    for (let index = 0; index < more; index++) {
      clock.advance(60_000);
      control.createFinishedBuild(workspace, { transition: index % 2 ? 'stop' : 'start' });
    }
  };
  create(count);
  const page = async (args: { first?: number; after?: string | null; since?: string }): Promise<Page> => {
    const { data, errors } = await gateway.query(document, { workspace: workspace.id, ...args });
    expect(errors).toBeUndefined();
    return data.workspace.builds;
  };
  return { ...gateway, workspace, create, page, clock };
}

function numbers({ edges }: Page): number[] {
  return edges.map(({ node }) => node.buildNumber);
}

function downFrom(high: number, low = 1): number[] {
  return Array.from({ length: high - low + 1 }, (_, index) => high - index);
}

function listCalls({ calls }: Pick<TestGateway, 'calls'>): number {
  return calls().filter((call) => call === 'GET /workspaces/{workspace}/builds').length;
}

describe('walking the builds of a workspace', () => {
  it('gives 25 unless told otherwise, newest first', async () => {
    const { page } = await workspaceWith(57);
    const first = await page({});
    expect(numbers(first)).toEqual(downFrom(57, 33));
    expect(first.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: first.edges[0]?.cursor,
      endCursor: first.edges[24]?.cursor,
    });
  });

  it.each([0, 1, 3, 10, 25])('gives each of 57 once while %d are created between the pages', async (created) => {
    const { page, create, calls } = await workspaceWith(57);
    const walked: number[] = [];
    let after: string | null = null;
    for (;;) {
      calls();
      const next: Page = await page({ first: 10, after });
      walked.push(...numbers(next));
      // One page, and one correction when the list has moved on.
      expect(listCalls({ calls })).toBeLessThanOrEqual(2);
      expect(next.pageInfo.hasPreviousPage).toBe(after !== null);
      after = next.pageInfo.endCursor;
      if (!next.pageInfo.hasNextPage) break;
      create(created);
    }
    expect(walked).toEqual(downFrom(57));
  });

  it.each([0, 2, 15])('gives each once behind a time while %d are created between the pages', async (created) => {
    const { page, create, workspace } = await workspaceWith(40);
    const since = new Date((workspace.builds[11]?.createdAt ?? 0) as number).toISOString();
    const walked: number[] = [];
    let after: string | null = null;
    for (;;) {
      const next: Page = await page({ first: 10, after, since });
      walked.push(...numbers(next));
      after = next.pageInfo.endCursor;
      if (!next.pageInfo.hasNextPage) break;
      create(created);
    }
    expect(walked).toEqual(downFrom(40, 13));
  });

  it('resumes exactly behind any cursor, whatever was created since and however long the page', async () => {
    const { page, create } = await workspaceWith(30);
    const all = (await page({ first: 100 })).edges;
    create(7);
    const cases = fc.record({ index: fc.nat(29), first: fc.integer({ min: 1, max: 40 }) });
    await fc.assert(
      fc.asyncProperty(cases, async ({ index, first }) => {
        const next = await page({ first, after: all[index]?.cursor ?? null });
        const expected = downFrom(29 - index).slice(0, first);
        expect(numbers(next)).toEqual(expected);
        expect(next.pageInfo.hasNextPage).toBe(expected.length < 29 - index);
      }),
      { numRuns: 40, seed: testSeed(20260622) },
    );
  });

  it('ends with an empty page behind the oldest', async () => {
    const { page } = await workspaceWith(3);
    const all = await page({ first: 3 });
    expect(all.pageInfo.hasNextPage).toBe(false);
    const behind = await page({ first: 3, after: all.pageInfo.endCursor });
    expect(behind).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });

  it('bears a made-up place in a cursor', async () => {
    const { page, workspace } = await workspaceWith(30);
    const at = (number: number, place: number) => encodeCursor(`builds:${workspace.id}`, number, place);
    expect(numbers(await page({ first: 5, after: at(20, 0) }))).toEqual(downFrom(19, 15));
    expect(numbers(await page({ first: 5, after: at(2147483647, 0) }))).toEqual(downFrom(29, 25));
    expect(numbers(await page({ first: 5, after: at(20, 2147482647) }))).toEqual([]);
  });

  it('gives a hundred in one call', async () => {
    const { page, calls } = await workspaceWith(120);
    calls();
    expect(numbers(await page({ first: 100 }))).toEqual(downFrom(120, 21));
    expect(listCalls({ calls })).toBe(1);
  });

  it('a time in another zone, or with a fraction, is the same time', async () => {
    const { page, workspace } = await workspaceWith(5);
    const instant = workspace.builds[2]?.createdAt as number;
    const utc = new Date(instant).toISOString();
    const oslo = new Date(instant + 7_200_000).toISOString().replace('Z', '+02:00');
    expect(numbers(await page({ since: utc }))).toEqual([5, 4]);
    expect(numbers(await page({ since: oslo }))).toEqual([5, 4]);
    expect(numbers(await page({ since: utc.replace('.000', '') }))).toEqual([5, 4]);
  });

  it('builds of a workspace that is hidden meanwhile are null', async () => {
    const { page, query, embedded, workspace } = await workspaceWith(2);
    await page({});
    const body = JSON.stringify({ message: 'Resource not found or you do not have access to this resource' });
    embedded.faults.add({ route: '/workspaces/{workspace}/builds', respond: { status: 404, body } });
    const { data, errors } = await query(
      `{ workspace(id: "${workspace.id}") { name createdAt builds { nodes { id } } build(number: 1) { id } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.workspace).toMatchObject({ name: 'paged', builds: null, build: null });
  });
});

describe('a build by its number', () => {
  it('is found wherever it stands, also when the list has moved on', async () => {
    const { query, workspace, create } = await workspaceWith(30);
    for (const number of [1, 15, 30]) {
      const { data } = await query(`{ workspace(id: "${workspace.id}") { build(number: ${number}) { buildNumber } } }`);
      expect(data.workspace.build).toEqual({ buildNumber: number });
    }
    // The workspace is known from an old build: what it has reached since, it does not know.
    const old = workspace.builds[4]?.id;
    create(3);
    for (const number of [1, 5, 6, 33]) {
      const { data } = await query(
        `{ build(id: "${old}") { workspace { build(number: ${number}) { buildNumber } } } }`,
      );
      expect(data.build.workspace.build).toEqual({ buildNumber: number });
    }
    const { data } = await query(`{ build(id: "${old}") { workspace { build(number: 34) { buildNumber } } } }`);
    expect(data.build.workspace.build).toBeNull();
  });
});
