import { endpoints } from '../coder/endpoints.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import type { CoderSession } from '../coder/session.ts';
import { BatchedReads } from './batched-reads.ts';
import { type BuildRow, buildRows } from './build-rows.ts';

/** Rows `offset` to `offset + limit - 1` of a workspace's builds, newest first. */
export interface BuildWindow {
  workspace: Uuid;
  /** Only builds created after this RFC 3339 time. */
  since: string | undefined;
  offset: number;
  limit: number;
}

/** The widest page asked for; a page of 100 reads one row more, to know whether there are further ones. */
export const MAX_ROWS = 101;
/** Windows this close become one page: a few rows too many cost less than another call. */
const MAX_GAP = 10;

/**
 * Reads windows of workspaces' build lists, null when the workspace is out of reach; those of the same tick that lie
 * near each other share one call. None is kept.
 */
export function buildPageLoader(session: CoderSession): BatchedReads<BuildWindow, BuildRow[] | null> {
  const read = (windows: readonly BuildWindow[]): Promise<BuildRow[] | null>[] => {
    const answers = new Map<BuildWindow, Promise<BuildRow[] | null>>();
    for (const { workspace, since, offset, limit, windows: sharing } of pagesFor(windows)) {
      const query = { limit, offset, since };
      const rows = session
        .read(endpoints.builds, { path: { workspace }, query })
        .then((list) => list && buildRows(list));
      for (const window of sharing)
        answers.set(
          window,
          rows.then((all) => all && part(all, offset, window)),
        );
    }
    return windows.map((window) => answers.get(window) as Promise<BuildRow[] | null>);
  };
  return new BatchedReads(read);
}

interface Page extends BuildWindow {
  windows: BuildWindow[];
}

/** The fewest pages that cover the windows without being wider than `MAX_ROWS` or bridging wide gaps. */
function pagesFor(windows: readonly BuildWindow[]): Page[] {
  const pages: Page[] = [];
  for (const window of windows.toSorted((a, b) => a.offset - b.offset)) {
    const end = window.offset + window.limit;
    const page = pages.find(
      (candidate) =>
        candidate.workspace === window.workspace &&
        candidate.since === window.since &&
        window.offset <= candidate.offset + candidate.limit + MAX_GAP &&
        end - candidate.offset <= MAX_ROWS,
    );
    if (page) {
      page.limit = Math.max(page.limit, end - page.offset);
      page.windows.push(window);
    } else pages.push({ ...window, windows: [window] });
  }
  return pages;
}

function part(rows: BuildRow[], start: number, { offset, limit }: BuildWindow): BuildRow[] {
  return rows.slice(offset - start, offset - start + limit);
}
