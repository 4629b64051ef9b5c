import {
  WorkspacesToAppsDocument,
  type WorkspacesToAppsQuery,
  type WorkspacesToAppsQueryVariables,
} from './generated/graphql.ts';
import { type Endpoint, request } from './request.ts';

const PAGE = 50;

/** Every workspace that matches, down to the apps of its agents; each page costs the gateway one call to Coder. */
export async function* workspaces(endpoint: Endpoint, query: string | null = null) {
  let after: string | null = null;
  for (;;) {
    const variables: WorkspacesToAppsQueryVariables = { query, first: PAGE, after };
    const { workspaces: page }: WorkspacesToAppsQuery = await request(endpoint, WorkspacesToAppsDocument, variables);
    if (!page) return;
    yield* page.nodes;
    if (!page.pageInfo.hasNextPage) return;
    after = page.pageInfo.endCursor ?? null;
  }
}
