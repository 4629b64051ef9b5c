import { expect, it } from 'vitest';
import { graphql } from '../generated/gql.ts';
import { startGateway } from '../support.ts';

const overview = graphql(`
  query Overview {
    workspaces(first: 50) {
      totalCount
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
          }
          resources {
            name
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

it('reads 50 workspaces down to their apps in one upstream call', async () => {
  const { query, calls } = await startGateway();
  const { data, errors } = await query(overview);
  expect(errors).toBeUndefined();
  expect(data.workspaces?.nodes.length).toBe(data.workspaces?.totalCount);
  expect(data.workspaces?.nodes[0]?.latestBuild?.resources[0]?.agents[0]?.apps[0]?.slug).toBe('code-server');
  expect(calls()).toEqual(['GET /workspaces']);
});
