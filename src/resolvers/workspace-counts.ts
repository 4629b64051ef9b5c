import { workspaces as ofPage } from '../coder/rest/workspace.ts';
import { searchArgument } from './arguments.ts';
import type { RequestContext } from './context.ts';

/** The statuses that a listed workspace may have: Coder does not list deleted ones. */
const STATUSES = [
  'pending',
  'starting',
  'running',
  'stopping',
  'stopped',
  'failed',
  'canceling',
  'canceled',
  'deleting',
];

/** A place behind all workspaces: there Coder counts what matches and gives no row. */
const BEHIND_ALL = 2 ** 30;

export interface StatusCount {
  status: string;
  count: number;
}

/** How many of the workspaces that match a search have each status; statuses that none has are left out. */
export async function workspacesByStatus(
  args: { query?: string | null | undefined },
  { loaders }: RequestContext,
): Promise<StatusCount[]> {
  const query = searchArgument('query', args.query);
  // Coder takes one status in a search.
  const own = /(?:^|\s)status:"?(\w+)"?/i.exec(query)?.[1]?.toLowerCase();
  const counts = await Promise.all(
    (own === undefined ? STATUSES : [own]).map(async (status) => {
      const search = own === undefined ? `${query} status:${status}`.trim() : query;
      const page = await loaders.workspaces.page(search, BEHIND_ALL, 1);
      return { status, count: ofPage.read(page, 'count') };
    }),
  );
  return counts.filter(({ count }) => count > 0);
}
