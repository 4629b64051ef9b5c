import { describe, expect, it } from 'vitest';
import type { Answer, Wire } from '../support.ts';
import { start } from './wrong-values.ts';

describe('a build that the graph cannot show', () => {
  /** The third and the last of the first page, and a whole page, cannot be shown. */
  const broken = (json: { build_number: unknown }[]) => {
    for (const build of json)
      if ([59, 52, 51, 50, 49, 48].includes(Number(build.build_number))) build.build_number = 'x';
  };

  it('takes its place in the list: the pages behind it lose nothing and end where the list does', async () => {
    const { embedded, query } = await start();
    embedded.faults.add({ route: '/workspaces/{workspace}/builds', mutate: broken });
    const walked: number[] = [];
    let after: string | null = null;
    for (;;) {
      const answer: Answer<Wire> = await query(
        `query Q($after: String) { workspaceByName(name: "atlas-dev") { builds(first: 5, after: $after) { nodes { buildNumber } pageInfo { hasNextPage endCursor } } } }`,
        { after },
      );
      const { nodes, pageInfo } = answer.data.workspaceByName.builds;
      walked.push(...nodes.map((node: Wire) => node.buildNumber));
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    const shown = Array.from({ length: 61 }, (_, index) => 61 - index).filter(
      (number) => ![59, 52, 51, 50, 49, 48].includes(number),
    );
    expect(walked).toEqual(shown);
  });

  it('of the count costs totalCount alone', async () => {
    const { embedded, query } = await start();
    embedded.faults.add({
      route: '/workspaces',
      mutate: (page: Wire) => {
        page.count = 'many';
      },
    });
    const page = await query('{ workspaces(first: 2) { nodes { name } pageInfo { hasNextPage } } }');
    expect(page.errors).toBeUndefined();
    expect(page.data.workspaces.nodes).toHaveLength(2);
    expect(page.data.workspaces.pageInfo.hasNextPage).toBe(true);
    const { errors } = await query('{ workspaces(first: 2) { totalCount } }');
    expect(errors).toMatchObject([
      { path: ['workspaces', 'totalCount'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } },
    ]);
  });

  it('may be all that a page has, which then still says where the next one begins', async () => {
    const { embedded, query } = await start();
    embedded.faults.add({
      route: '/workspaces/{workspace}/builds',
      mutate: (rows: Wire[]) => {
        for (const row of rows) if (row.build_number > 58) row.reason = 7;
      },
    });
    const document = `query Q($after: String) { workspaceByName(name: "atlas-dev") { builds(first: 3, after: $after) { nodes { buildNumber reason } pageInfo { hasNextPage endCursor } } } }`;
    const first = (await query(document)).data.workspaceByName.builds;
    expect(first).toEqual({ nodes: [], pageInfo: { hasNextPage: true, endCursor: expect.any(String) } });
    const next = (await query(document, { after: first.pageInfo.endCursor })).data.workspaceByName.builds;
    expect(next.nodes.map(({ buildNumber }: Wire) => buildNumber)).toEqual([58, 57, 56]);
  });

  it('is an error where it is asked for by its number, and hides no other from one that is', async () => {
    const { embedded, query } = await start();
    embedded.faults.add({ route: '/workspaces/{workspace}/builds', mutate: broken });
    const { data, errors } = await query(`{ workspaceByName(name: "atlas-dev") {
      a: build(number: 60) { buildNumber } b: build(number: 59) { buildNumber } c: build(number: 58) { buildNumber }
    } }`);
    expect(data.workspaceByName).toEqual({ a: { buildNumber: 60 }, b: null, c: { buildNumber: 58 } });
    expect(errors).toMatchObject([{ path: ['workspaceByName', 'b'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }]);
  });
});
