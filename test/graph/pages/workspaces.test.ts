import { expect, it } from 'vitest';
import { startGateway } from '../../support.ts';

interface Page {
  totalCount: number;
  edges: { cursor: string; node: { name: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

const document = `query Page($first: Int, $after: String, $query: String) {
  workspaces(first: $first, after: $after, query: $query) {
    totalCount
    edges { cursor node { name } }
    nodes { name }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;

/** Ten workspaces that omar has; those whose place is given are of a template that he may not read. */
async function tenWorkspaces(hidden: readonly number[]) {
  const gateway = await startGateway();
  const { embedded, query } = gateway;
  for (const workspace of embedded.store.workspaces.values()) workspace.deleted = true;
  for (let index = 0; index < 10; index++) {
    const workspace = embedded.control.createWorkspace({
      name: `w${index}`,
      owner: 'omar',
      template: hidden.includes(index) ? 'hidden' : 'docker',
    });
    embedded.control.createFinishedBuild(workspace, { transition: 'stop' });
  }
  const page = async (args: { first?: number; after?: string | null }): Promise<Page> => {
    const { data, errors } = await query(document, args, { user: 'omar' });
    expect(errors).toBeUndefined();
    return data.workspaces;
  };
  return { ...gateway, page };
}

function names({ edges }: Page): string[] {
  return edges.map(({ node }) => node.name);
}

it('walks all of them, in the order of Coder', async () => {
  const { page } = await tenWorkspaces([]);
  const first = await page({ first: 4 });
  expect([names(first), first.totalCount]).toEqual([['w0', 'w1', 'w2', 'w3'], 10]);
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  const second = await page({ first: 4, after: first.pageInfo.endCursor });
  expect(names(second)).toEqual(['w4', 'w5', 'w6', 'w7']);
  const third = await page({ first: 4, after: second.pageInfo.endCursor });
  expect(names(third)).toEqual(['w8', 'w9']);
  expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
});

it('a page from which Coder left rows out is short, and never empty while there are more', async () => {
  const { page, calls } = await tenWorkspaces([1, 4, 5, 6, 7, 9]);
  const first = await page({ first: 2 });
  expect([names(first), first.totalCount, first.pageInfo.hasNextPage]).toEqual([['w0'], 10, true]);
  const second = await page({ first: 2, after: first.pageInfo.endCursor });
  expect(names(second)).toEqual(['w2', 'w3']);
  calls();
  // Two windows of nothing but hidden rows are passed over.
  const third = await page({ first: 2, after: second.pageInfo.endCursor });
  expect([names(third), third.pageInfo.hasNextPage]).toEqual([['w8'], false]);
  expect(calls()).toHaveLength(3);
});

it('is empty only at the end', async () => {
  const { page } = await tenWorkspaces([2, 3, 4, 5, 6, 7, 8, 9]);
  const first = await page({ first: 2 });
  expect([names(first), first.pageInfo.hasNextPage]).toEqual([['w0', 'w1'], true]);
  const second = await page({ first: 2, after: first.pageInfo.endCursor });
  expect([names(second), second.pageInfo.hasNextPage, second.totalCount]).toEqual([[], false, 10]);
});

it.each([[[]], [[1]], [[0, 3, 4]], [[2, 5, 8]]])(
  'resumes behind any cursor, with %j hidden',
  async (hidden: number[]) => {
    const { page } = await tenWorkspaces(hidden);
    const all = Array.from({ length: 10 }, (_, index) => `w${index}`).filter((_, index) => !hidden.includes(index));
    for (const size of [3, 5, 10]) {
      let start: Page = await page({ first: size });
      for (;;) {
        for (const { cursor, node } of start.edges) {
          const rest: string[] = [];
          let after: string | null = cursor;
          for (;;) {
            const next: Page = await page({ first: 4, after });
            rest.push(...names(next));
            if (!next.pageInfo.hasNextPage) break;
            after = next.pageInfo.endCursor;
          }
          expect(rest, `behind ${node.name} of a page of ${size}`).toEqual(all.slice(all.indexOf(node.name) + 1));
        }
        if (!start.pageInfo.hasNextPage) break;
        start = await page({ first: size, after: start.pageInfo.endCursor });
      }
    }
  },
);

it('one at a time, by the cursors of its edges, reads no more and more', async () => {
  const { page, embedded } = await tenWorkspaces([]);
  let after: string | null = null;
  const limits: (string | null | undefined)[] = [];
  for (let index = 0; index < 6; index++) {
    const next: Page = await page({ first: 3, after });
    after = next.edges[0]?.cursor ?? null;
    limits.push(embedded.requests.at(-1)?.query.get('limit'));
  }
  expect(limits).toEqual(Array(6).fill('3'));
});

it('searches as Coder does', async () => {
  const { query, embedded } = await startGateway();
  const { data } = await query(document, { query: 'owner:me status:running', first: 100 });
  expect(data.workspaces.nodes.length).toBeGreaterThan(2);
  expect(data.workspaces.totalCount).toBe(data.workspaces.nodes.length);
  expect(embedded.requests.at(-1)?.query.get('q')).toBe('owner:me status:running');
});

it('shows each user what that user may see', async () => {
  const { query } = await startGateway();
  const seen = async (user: string): Promise<string[]> => {
    const { data } = await query(document, { first: 100 }, { user });
    return data.workspaces.nodes.map(({ name }: { name: string }) => name);
  };
  const [mira, omar] = [await seen('mira'), await seen('omar')];
  expect(mira).toEqual(expect.arrayContaining(omar));
  expect(omar.length).toBeLessThan(mira.length);
  expect(omar).not.toContain('vesper');
});
