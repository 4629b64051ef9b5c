import { graphql } from '../../generated/index.ts';

/** What the page shows of a build besides its log and its timeline. */
export const OverviewOfBuild = graphql(`
  query OverviewOfBuild($id: ID!) {
    build(id: $id) {
      ...OverviewBuild
      parameters {
        name
        value
      }
      workspace {
        id
        latestBuild {
          id
          buildNumber
        }
      }
    }
  }

  fragment OverviewBuild on Build {
    id
    uuid
    buildNumber
    status
    outcome
    transition
    deadline
    dailyCost
    templateVersion {
      id
      name
    }
    matchedProvisioners {
      count
      available
      mostRecentlySeen
    }
    job {
      ...OverviewJob
    }
    resources {
      ...OverviewResource
    }
  }

  fragment OverviewJob on Job {
    id
    status
    queuePosition
    queueSize
    error
    errorCode
    workerId
    startedAt
    completedAt
    canceledAt
    queuedMs
    durationMs
    tags {
      key
      value
    }
  }

  fragment OverviewResource on Resource {
    id
    name
    type
    hide
    dailyCost
    metadata {
      key
      value
      sensitive
    }
    agents {
      ...OverviewAgent
    }
  }

  fragment OverviewAgent on Agent {
    id
    uuid
    name
    status
    lifecycleState
    operatingSystem
    architecture
    version
    firstConnectedAt
    lastConnectedAt
    troubleshootingUrl
    parent {
      id
      name
    }
    health {
      healthy
      reason
    }
    latency {
      region
      latencyMs
      preferred
    }
    apps {
      ...OverviewApp
    }
  }

  fragment OverviewApp on App {
    id
    slug
    displayName
    hidden
    health
    command
    openUrl
    tooltip
    statuses {
      id
      state
      message
      uri
    }
  }
`);

/** While the job goes on. */
export const OverviewUpdated = graphql(`
  subscription OverviewUpdated($id: ID!) {
    buildUpdated(buildId: $id) {
      ...OverviewBuild
    }
  }
`);

/** After the job has ended, as long as no newer build has taken its agents: they connect, run scripts, go silent. */
export const OverviewAgentsUpdated = graphql(`
  subscription OverviewAgentsUpdated($workspaceId: ID!) {
    workspaceUpdated(workspaceId: $workspaceId) {
      id
      latestBuild {
        id
        buildNumber
        resources {
          ...OverviewResource
        }
      }
    }
  }
`);

export const AgentMeasures = graphql(`
  subscription AgentMeasures($agentId: ID!) {
    agentMetadata(agentId: $agentId) {
      key
      displayName
      value
      error
      collectedAt
    }
  }
`);

/** What the parameters of a build are called. Another call of Coder, which the rest need not wait for. */
export const ParameterLabels = graphql(`
  query ParameterLabels($version: ID!) {
    templateVersion(id: $version) {
      id
      parameters {
        name
        displayName
        type
        options {
          name
          value
        }
      }
    }
  }
`);

/** Sensitive facts, which Coder gives only when they are asked for. */
export const RevealedFacts = graphql(`
  query RevealedFacts($id: ID!) {
    node(id: $id) {
      __typename
      ... on Resource {
        id
        metadata {
          key
          value(reveal: true)
        }
      }
    }
  }
`);
