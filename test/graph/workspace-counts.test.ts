import { expect, it } from 'vitest';
import { startGateway, type Wire } from '../support.ts';

const DOCUMENT = 'query Q($query: String) { workspacesByStatus(query: $query) { status count } }';

async function statusesOf(query: Wire, search: string): Promise<Record<string, number>> {
  const { data } = await query(
    'query Q($q: String) { workspaces(first: 100, query: $q) { totalCount nodes { latestBuild { status } } } }',
    { q: search },
  );
  expect(data.workspaces.nodes).toHaveLength(data.workspaces.totalCount);
  const counts: Record<string, number> = {};
  for (const { latestBuild } of data.workspaces.nodes)
    counts[latestBuild.status] = (counts[latestBuild.status] ?? 0) + 1;
  return counts;
}

function asRecord(counts: { status: string; count: number }[]): Record<string, number> {
  return Object.fromEntries(counts.map(({ status, count }) => [status, count]));
}

it.each(['', 'owner:me', 'template:docker owner:mira'])('workspaces that match %j are counted by status', async (q) => {
  const { query, calls, embedded } = await startGateway();
  const expected = await statusesOf(query, q);
  expect(Object.keys(expected).length).toBeGreaterThan(0);
  calls();
  const { data, errors } = await query(DOCUMENT, { query: q });
  expect(errors).toBeUndefined();
  expect(asRecord(data.workspacesByStatus)).toEqual(expected);
  expect(embedded.requests.map(({ method }) => method)).toHaveLength(9);
  expect(new Set(calls())).toEqual(new Set(['GET /workspaces']));
});

it('a search for one status is one call', async () => {
  const { query, calls } = await startGateway();
  const { RUNNING } = await statusesOf(query, 'owner:me');
  calls();
  const { data } = await query(DOCUMENT, { query: 'owner:me status:running' });
  expect(data.workspacesByStatus).toEqual([{ status: 'RUNNING', count: RUNNING }]);
  expect(calls()).toEqual(['GET /workspaces']);
});

it('a search that Coder refuses is an error of the field', async () => {
  const { query } = await startGateway();
  const { data, errors } = await query(DOCUMENT, { query: 'flavor:vanilla' });
  expect(data.workspacesByStatus).toBeNull();
  expect(errors).toMatchObject([{ path: ['workspacesByStatus'], extensions: { code: 'BAD_USER_INPUT' } }]);
});
