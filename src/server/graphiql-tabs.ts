/** A tab that GraphiQL opens with on first contact. */
export interface GraphiqlTab {
  query: string;
  variables?: string;
}

/** The workspace `citadel` of the embedded Coder. */
const demoWorkspace = 'af88bfa7-bb58-41c5-8cfa-a9b5077d404f';
/** The newest build of `omar/pylon` there: it runs until it is canceled. */
const demoBuild = 'cc5c9fb1-73b4-4193-a3c1-0492a3b0e062';

/**
 * What a visitor sees first: the product in a few operations. They run as they are on the embedded Coder, whose
 * ids are the same at every start. Each is checked against the schema by a test.
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
  {
    query: `# Start a workspace. What Coder refuses comes as data:
# each refusal is a type of its own.
mutation CreateBuild($workspaceId: ID!) {
  createBuild(input: { workspaceId: $workspaceId, transition: START }) {
    __typename
    ... on CreateBuildSuccess {
      buildId
      build {
        buildNumber
        status
      }
    }
    ... on Error {
      message
      detail
    }
  }
}
`,
    variables: `{
  "workspaceId": "${demoWorkspace}"
}`,
  },
  {
    query: `# The log of a build as it is written: each line once,
# whatever happens to the connection. Press play to stop.
subscription FollowBuild($buildId: ID!, $after: ID) {
  buildLogs(buildId: $buildId, after: $after) {
    ... on BuildLogBatch {
      lastId
      logs {
        id
        level
        stage
        output
      }
    }
    ... on BuildLogEnd {
      build {
        status
      }
    }
  }
}
`,
    variables: `{
  "buildId": "${demoBuild}",
  "after": null
}`,
  },
  {
    query: `# Cancel a build: the tab FollowBuild sees its end.
mutation CancelBuild($buildId: ID!) {
  cancelBuild(input: { buildId: $buildId }) {
    __typename
    ... on CancelBuildSuccess {
      message
      build {
        status
      }
    }
    ... on Error {
      message
      detail
    }
  }
}
`,
    variables: `{
  "buildId": "${demoBuild}"
}`,
  },
];
