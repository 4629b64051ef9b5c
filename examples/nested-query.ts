import { graphql } from './generated/gql.ts';
import type { WorkspaceTreeQuery } from './generated/graphql.ts';
import { type Endpoint, request } from './request.ts';

const WorkspaceTree = graphql(`
  query WorkspaceTree($query: String, $after: String) {
    workspaces(query: $query, first: 50, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        name
        owner {
          username
        }
        latestBuild {
          buildNumber
          status
          job {
            status
            error
          }
          resources {
            name
            type
            agents {
              name
              status
              apps {
                slug
                health
              }
            }
          }
        }
      }
    }
  }
`);

/** Every workspace that matches, down to the apps of its agents; each page costs the gateway one call to Coder. */
export async function* workspaces(endpoint: Endpoint, query: string | null = null) {
  let after: string | null = null;
  for (;;) {
    const { workspaces: page }: WorkspaceTreeQuery = await request(endpoint, WorkspaceTree, { query, after });
    if (!page) return;
    yield* page.nodes;
    if (!page.pageInfo.hasNextPage) return;
    after = page.pageInfo.endCursor ?? null;
  }
}
