import { graphql } from '../generated/index.ts';

/**
 * What the buttons of a workspace need to know of it.
 * @public for the fragment: documents name it.
 */
export const ActionsWorkspace = graphql(`
  fragment ActionsWorkspace on Workspace {
    id
    name
    outdated
    owner {
      id
      username
    }
    viewerCan {
      start
      stop
      delete
      cancelBuild
    }
    template {
      id
      allowUserCancelWorkspaceJobs
      activeVersionId
    }
    latestBuild {
      id
      buildNumber
      status
      transition
    }
  }
`);

/** Starts, stops or deletes. */
export const CreateBuild = graphql(`
  mutation CreateBuild($input: CreateBuildInput!) {
    createBuild(input: $input) {
      __typename
      ... on CreateBuildSuccess {
        buildId
        build {
          id
          uuid
          buildNumber
          status
          transition
        }
      }
      ... on Error {
        message
        detail
        requestId
      }
      ... on ValidationError {
        fields {
          field
          detail
        }
      }
    }
  }
`);

export const CancelBuild = graphql(`
  mutation CancelBuild($buildId: ID!) {
    cancelBuild(input: { buildId: $buildId }) {
      __typename
      ... on CancelBuildSuccess {
        message
        build {
          id
          status
          outcome
          job {
            id
            status
            canceledAt
          }
        }
      }
      ... on Error {
        message
        detail
        requestId
      }
    }
  }
`);
