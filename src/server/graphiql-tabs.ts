/** A tab that GraphiQL opens with on first contact. */
export interface GraphiqlTab {
  query: string;
  variables?: string;
}

/**
 * What a visitor sees first: the product in a few operations. They run as they are on the embedded Coder and ask for
 * nothing by id. Each is checked against the schema by a test.
 */
export const graphiqlTabs: readonly GraphiqlTab[] = [
  {
    query: `# From workspaces down to the apps of their agents, in one request: one call of Coder's API.
# Press the play button. Send the header X-Upstream-Trace: 1 to see what a query costs.
query WorkspacesToApps {
  workspaces(first: 5) {
    totalCount
    nodes {
      name
      owner {
        username
      }
      latestBuild {
        buildNumber
        transition
        status
        reason
        job {
          status
          error
          startedAt
          completedAt
        }
        resources {
          name
          type
          agents {
            name
            status
            lifecycleState
            apps {
              slug
              displayName
              health
            }
          }
        }
      }
    }
  }
}
`,
  },
  {
    query: `# The builds of a workspace, newest first, page by page:
# put endCursor into the variable "after" for the next page.
query PageOfBuilds($name: String!, $after: String) {
  workspaceByName(name: $name) {
    name
    builds(first: 10, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        buildNumber
        transition
        status
        reason
        createdAt
        initiator {
          username
        }
        templateVersion {
          name
        }
      }
    }
  }
}
`,
    variables: `{
  "name": "atlas-dev",
  "after": null
}`,
  },
  {
    query: `# One build in depth: what it was built with, how long each step took, and the end of its log.
query OneBuild($workspace: String!, $number: Int!) {
  buildByNumber(workspace: $workspace, number: $number) {
    status
    dailyCost
    job {
      tags {
        key
        value
      }
    }
    parameters {
      name
      value
    }
    timings {
      provisionerTimings {
        stage
        action
        resource
        durationMs
      }
      agentScriptTimings {
        displayName
        status
        durationMs
      }
    }
    logs(last: 20) {
      nodes {
        id
        createdAt
        level
        stage
        output
      }
    }
  }
}
`,
    variables: `{
  "workspace": "atlas-dev",
  "number": 61
}`,
  },
];
