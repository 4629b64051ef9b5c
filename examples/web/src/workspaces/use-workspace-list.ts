import { useWorkspaces } from 'coder-graphql/client/react';
import { webSocket } from 'coder-graphql/client/websocket';
import { useEffect, useState } from 'react';
import { stringifyDocument, useQuery } from 'urql';
import { gatewayReached } from '../api/connection.ts';
import { type Failure, failureOf } from '../api/failure.ts';
import { useFeedTarget } from '../api/session.tsx';
import { useFailure } from '../api/use-failure.ts';
import { useKept } from '../api/use-kept.ts';
import { useReadAgain } from '../api/use-read-again.ts';
import { type WorkspaceRowFragment, WorkspaceRowFragmentDoc } from '../generated/graphql.ts';
import { graphql } from '../generated/index.ts';

export const PAGE_SIZE = 25;

const WorkspacePage = graphql(`
  query WorkspacePage($query: String, $first: Int!, $after: String) {
    workspaces(query: $query, first: $first, after: $after) {
      totalCount
      nodes { ...WorkspaceRow }
      pageInfo { endCursor hasNextPage }
    }
  }
  fragment WorkspaceRow on Workspace {
    id
    uuid
    name
    favorite
    outdated
    lastUsedAt
    dormantAt
    owner { id username }
    template { id name displayName }
    health { healthy }
    latestBuild { id uuid buildNumber transition status createdAt }
  }
`);

/** The fields of the fragment, as `watchWorkspaces` takes them. */
const ROW = /\{(.*)\}/s.exec(stringifyDocument(WorkspaceRowFragmentDoc))?.[1];

export interface WorkspaceList {
  /** Undefined: nothing is known yet. */
  rows: readonly WorkspaceRowFragment[] | undefined;
  totalCount: number;
  endCursor: string | undefined;
  failure: Failure | undefined;
  /** The rows are those of another page or search. */
  stale: boolean;
  /** Only the first page is live. */
  live: 'connecting' | 'live' | 'resuming' | undefined;
  retry(): void;
}

/** A page of workspaces: read once for its cursor and to be there at once, then live while it is the first. */
export function useWorkspaceList(search: string, after: string | undefined): WorkspaceList {
  const variables = { query: search || null, first: PAGE_SIZE, after: after ?? null };
  const [{ data, error, fetching, stale, operation }, read] = useQuery({ query: WorkspacePage, variables });
  const failure = useFailure({ error, fetching });
  const readAgain = useReadAgain(read);
  const feed = useWorkspaces<WorkspaceRowFragment>({
    ...useFeedTarget(),
    query: search || undefined,
    first: PAGE_SIZE,
    fields: ROW,
    transport: webSocket(),
  });
  // What it shows before its first event; a list that is truly empty is another array.
  const [nothing] = useState(feed.workspaces);
  const { state } = feed;
  useEffect(() => {
    if (state === 'live' || state === 'resuming') gatewayReached(state === 'live');
  }, [state]);

  const isFirst = after === undefined;
  const known = isFirst && feed.workspaces !== nothing;
  const page = useKept(data?.workspaces, failure, operation?.key);
  return {
    rows: known ? feed.workspaces : page?.nodes,
    totalCount: known ? feed.totalCount : (page?.totalCount ?? 0),
    endCursor: page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined,
    failure: state === 'failed' ? (failure ?? failureOf(feed.error)) : page && known ? undefined : failure,
    stale: !known && (fetching || stale) && page !== undefined,
    live: isFirst && (state === 'connecting' || state === 'live' || state === 'resuming') ? state : undefined,
    retry: () => {
      if (state === 'failed') feed.restart();
      readAgain();
    },
  };
}
