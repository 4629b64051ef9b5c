import DataLoader from 'dataloader';
import { endpoints } from '../coder/endpoints.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import type { CoderSession } from '../coder/session.ts';
import { type BuildRow, buildRows } from './build-rows.ts';
import { errorAsValue } from './unbatched-loader.ts';

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
export function buildPageLoader(session: CoderSession): DataLoader<BuildWindow, BuildRow[] | null> {
  const read = async (windows: readonly BuildWindow[]): Promise<(BuildRow[] | null | Error)[]> => {
    const answers = new Map<BuildWindow, BuildRow[] | null | Error>();
    await Promise.all(
      pagesFor(windows).map(async ({ workspace, since, offset, limit, windows: sharing }) => {
        const query = { limit, offset, since };
        const answer = await errorAsValue(session.read(endpoints.builds, { path: { workspace }, query }));
        const rows = answer === null || answer instanceof Error ? answer : buildRows(answer);
        for (const window of sharing) answers.set(window, part(rows, offset, window));
      }),
    );
    return windows.map((window) => answers.get(window) ?? null);
  };
  return new DataLoader(read, { cache: false });
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

function part(
  rows: BuildRow[] | null | Error,
  start: number,
  { offset, limit }: BuildWindow,
): BuildRow[] | null | Error {
  if (rows === null || rows instanceof Error) return rows;
  return rows.slice(offset - start, offset - start + limit);
}
