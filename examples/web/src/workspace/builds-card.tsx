import { History } from 'lucide-react';
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { useChanged } from '../api/use-changed.ts';
import { useFailure } from '../api/use-failure.ts';
import { useKept } from '../api/use-kept.ts';
import { useReadAgain } from '../api/use-read-again.ts';
import type { BuildRowFragment } from '../generated/graphql.ts';
import { graphql } from '../generated/index.ts';
import { FailureNotice } from '../layout/failure-notice.tsx';
import { buildPath } from '../routes.ts';
import { BuildStatus, reasonLabel, transitionLabel } from '../ui/build-status.tsx';
import { Card } from '../ui/card.tsx';
import { Button } from '../ui/controls/button.tsx';
import { counted } from '../ui/counted.ts';
import { Pager } from '../ui/list/pager.tsx';
import { RowLink } from '../ui/list/row-link.tsx';
import { type Column, Table } from '../ui/list/table.tsx';
import { useFilters, usePages } from '../ui/list/use-pages.ts';
import { Empty } from '../ui/state/empty.tsx';
import { SkeletonRows } from '../ui/state/skeleton.tsx';
import { Elapsed, Time } from '../ui/time.tsx';
import { filterOf, isFiltered, NO_FILTER, PERIODS, parametersOf } from './build-filter.ts';
import { BuildFilters } from './build-filters.tsx';
import styles from './builds-card.module.css';

const PAGE_SIZE = 20;

const KEPT = 'These builds could not be read again, and are shown as they last were.';

const WorkspaceBuilds = graphql(`
  query WorkspaceBuilds(
    $id: ID!, $first: Int!, $after: String
    $status: [BuildStatus!], $reason: [BuildReason!], $transition: Transition, $since: DateTime
  ) {
    workspace(id: $id) {
      id
      builds(first: $first, after: $after, status: $status, reason: $reason, transition: $transition, since: $since) {
        nodes { ...BuildRow }
        pageInfo { endCursor hasNextPage }
      }
    }
  }
  fragment BuildRow on Build {
    id
    uuid
    buildNumber
    status
    transition
    reason
    createdAt
    initiator { id username }
    templateVersion { id name }
    job { id startedAt completedAt }
  }
`);

const COLUMNS: readonly Column[] = [
  { key: 'build', head: 'Build' },
  { key: 'status', head: 'Status' },
  { key: 'reason', head: 'Reason', from: 'tablet' },
  { key: 'version', head: 'Version', from: 'desktop' },
  { key: 'created', head: 'Created' },
  { key: 'took', head: 'Took', align: 'end' },
];

function cellsOf({ uuid, buildNumber, status, transition, reason, createdAt, ...build }: BuildRowFragment) {
  const { initiator, templateVersion, job } = build;
  return {
    build: (
      <RowLink to={buildPath(uuid)}>
        {transitionLabel(transition)} <span className="numeric">#{buildNumber}</span>
      </RowLink>
    ),
    status: <BuildStatus of="build" status={status} bare />,
    reason: (
      <span className={styles.reason}>
        {reasonLabel(reason)} <span className={styles.faint}>{initiator.username}</span>
      </span>
    ),
    version: <code className={styles.faint}>{templateVersion.name}</code>,
    created: <Time value={createdAt} />,
    took: job.startedAt ? <Elapsed start={job.startedAt} end={job.completedAt} /> : '–',
  };
}

export interface BuildsCardProps {
  workspaceId: string;
  /** The newest build, as far as is known: when there is another one, the list is read again. */
  newest: string | undefined;
}

/** The builds of a workspace, filtered and in pages. */
export function BuildsCard({ workspaceId, newest }: BuildsCardProps) {
  const [parameters, change] = useFilters();
  const filter = filterOf(parameters);
  const pages = usePages();
  const { period } = filter;
  const since = useMemo(() => period && new Date(Date.now() - PERIODS[period].ms).toISOString(), [period]);
  const [{ data, error, fetching, stale, operation }, read] = useQuery({
    query: WorkspaceBuilds,
    variables: {
      id: workspaceId,
      first: PAGE_SIZE,
      after: pages.after ?? null,
      status: filter.status.length > 0 ? filter.status : null,
      reason: filter.reason.length > 0 ? filter.reason : null,
      transition: filter.transition ?? null,
      since: since ?? null,
    },
  });
  const readAgain = useReadAgain(read);
  useChanged(newest, readAgain);
  const failure = useFailure({ error, fetching });
  const fresh = data?.workspace?.builds;
  const page = useKept(fresh, failure, operation?.key);
  const { endCursor, hasNextPage = false } = page?.pageInfo ?? {};
  const goOn = hasNextPage && endCursor ? () => pages.next(endCursor) : undefined;

  const isFirst = pages.number === 1;

  const notice = () => {
    // What is said of the connection stands over the page.
    if (!failure || fresh || (page && failure.code === 'OFFLINE')) return null;
    return (
      <div className={styles.failure}>
        <FailureNotice failure={failure} onRetry={readAgain} note={page ? KEPT : undefined} />
      </div>
    );
  };

  const content = () => {
    if (!page) return failure ? null : <SkeletonRows rows={6} label="builds" />;
    if (page.nodes.length > 0)
      return (
        <Table
          label="Builds"
          columns={COLUMNS}
          rows={page.nodes}
          keyOf={({ id }) => id}
          cells={cellsOf}
          stale={fetching || stale}
        />
      );
    if (!isFiltered(filter)) return <Empty icon={History} title={isFirst ? 'No builds yet' : 'No older builds'} />;
    const clear = <Button onClick={() => change(parametersOf(NO_FILTER))}>Clear the filters</Button>;
    return goOn ? (
      <Empty icon={History} title="None so far" actions={<Button onClick={goOn}>Look further back</Button>}>
        None of the builds that were looked through matches. Older ones may.
      </Empty>
    ) : (
      <Empty icon={History} title={isFirst ? 'No build matches' : 'No older build matches'} actions={clear} />
    );
  };

  return (
    <Card flush title="Builds" aside={<BuildFilters filter={filter} onChange={(next) => change(parametersOf(next))} />}>
      {notice()}
      {content()}
      {page && (page.nodes.length > 0 || !isFirst) && (
        <Pager
          text={fetching ? `Loading page ${pages.number}…` : pageText(pages.number, page.nodes.length, hasNextPage)}
          onPrevious={isFirst ? undefined : pages.previous}
          onNext={goOn}
        />
      )}
    </Card>
  );
}

/** How many there are in all is known when they fit into one page. */
function pageText(number: number, count: number, hasNext: boolean): string {
  return number === 1 && !hasNext ? counted(count, 'build') : `Page ${number}`;
}
