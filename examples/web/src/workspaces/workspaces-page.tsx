import { Box, SearchX } from 'lucide-react';
import { useQuery } from 'urql';
import type { Failure } from '../api/failure.ts';
import { useChanged } from '../api/use-changed.ts';
import { useReadAgain } from '../api/use-read-again.ts';
import { graphql } from '../generated/index.ts';
import { PageFailure } from '../layout/page-failure.tsx';
import { PageHead } from '../layout/page-head.tsx';
import { PartNotice } from '../layout/part-notice.tsx';
import { Card } from '../ui/card.tsx';
import { Button } from '../ui/controls/button.tsx';
import { Pager } from '../ui/list/pager.tsx';
import { useFilters, usePages } from '../ui/list/use-pages.ts';
import { Empty } from '../ui/state/empty.tsx';
import { LiveMark } from '../ui/state/live-mark.tsx';
import { SkeletonRows } from '../ui/state/skeleton.tsx';
import { SearchField } from './search-field.tsx';
import { statusOf, withStatus } from './search-terms.ts';
import { StatusFilter } from './status-filter.tsx';
import { PAGE_SIZE, useWorkspaceList, type WorkspaceList } from './use-workspace-list.ts';
import { WorkspaceTable } from './workspace-table.tsx';
import styles from './workspaces-page.module.css';

const StatusCounts = graphql(`
  query StatusCounts($query: String) {
    workspacesByStatus(query: $query) { status count }
  }
`);

/** Changes of the rows on the page are changes of the counts as well. */
function useCounts(search: string, rows: WorkspaceList['rows']) {
  const statuses = rows?.map(({ id, latestBuild }) => `${id} ${latestBuild?.status}`).join();
  const [{ data }, read] = useQuery({
    query: StatusCounts,
    variables: { query: withStatus(search, undefined) || null },
  });
  const readAgain = useReadAgain(read);
  useChanged(statuses, readAgain);
  const counts = data?.workspacesByStatus ?? undefined;
  return counts && new Map(counts.map(({ status, count }) => [status, count]));
}

export function WorkspacesPage() {
  const [parameters, change] = useFilters();
  const search = parameters.get('q') ?? '';
  const pages = usePages();
  const list = useWorkspaceList(search, pages.after);
  const counts = useCounts(search, list.rows);
  const setSearch = (q: string) => change({ q });
  const wrongSearch = list.failure && problemOfSearch(list.failure);

  const isBroken = list.failure !== undefined && wrongSearch === undefined;
  const isUnread = isBroken && list.rows === undefined;

  return (
    <>
      <PageHead
        title="Workspaces"
        tab="Workspaces"
        badge={list.live && !list.failure && <LiveMark state={list.live} />}
      />
      <div className={styles.tools}>
        <SearchField value={search} error={wrongSearch} onChange={setSearch} />
        {!isUnread && (
          <StatusFilter
            counts={counts}
            status={statusOf(search)}
            onChange={(status) => setSearch(withStatus(search, status))}
          />
        )}
      </div>
      {isBroken && !isUnread && <PartNotice failure={list.failure} onRetry={list.retry} />}
      {list.failure && isUnread ? (
        <PageFailure failure={list.failure} onRetry={list.retry} />
      ) : (
        <Card flush>
          <Content list={list} search={search} isFirst={pages.number === 1} onShowAll={() => setSearch('')} />
          {list.rows && (list.rows.length > 0 || pages.number > 1) && (
            <Pager
              text={
                list.stale
                  ? `Loading page ${pages.number}…`
                  : rangeText(pages.number, list.rows.length, list.totalCount)
              }
              onPrevious={pages.number > 1 ? pages.previous : undefined}
              onNext={list.endCursor === undefined ? undefined : () => pages.next(list.endCursor ?? '')}
            />
          )}
        </Card>
      )}
    </>
  );
}

interface ContentProps {
  list: WorkspaceList;
  search: string;
  isFirst: boolean;
  onShowAll: () => void;
}

function Content({ list, search, isFirst, onShowAll }: ContentProps) {
  if (list.rows === undefined) {
    return list.failure ? (
      <Empty icon={SearchX} title="This search cannot be run" actions={<Button onClick={onShowAll}>Show all</Button>} />
    ) : (
      <SkeletonRows rows={8} label="workspaces" />
    );
  }
  if (list.rows.length > 0) return <WorkspaceTable rows={list.rows} stale={list.stale} />;
  // Those that were on it have gone since one came here.
  if (!isFirst) return <Empty icon={Box} title="No more workspaces" />;
  if (search === '')
    return (
      <Empty icon={Box} title="No workspaces yet">
        Those that you create in Coder, or that are shared with you, appear here.
      </Empty>
    );
  return (
    <Empty icon={SearchX} title="No workspace matches" actions={<Button onClick={onShowAll}>Show all</Button>}>
      Nothing is found by <code>{search}</code>.
    </Empty>
  );
}

/** What is wrong with the search itself, in Coder's words; undefined: something else is wrong. */
function problemOfSearch({ code, argument, message, fields }: Failure): string | undefined {
  if (code !== 'BAD_USER_INPUT' || (argument !== undefined && argument !== 'query')) return undefined;
  return fields.map(({ detail }) => detail).join(' ') || message;
}

function rangeText(page: number, count: number, total: number): string {
  if (count === 0) return `Page ${page}`;
  const first = (page - 1) * PAGE_SIZE + 1;
  return `${first}–${first + count - 1} of ${Math.max(total, first + count - 1)}`;
}
