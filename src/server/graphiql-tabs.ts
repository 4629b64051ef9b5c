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
    query: `# From workspaces down to the apps of their agents:
# one request, and one call of Coder's API. Press play.
# The header X-Upstream-Trace: 1 shows what it costs.
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
# endCursor as the variable "after" gives the next one.
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
    query: `# One build in depth: its parameters, how long each
# step took, and the end of its log.
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
