import { graphql } from '../generated/index.ts';

/**
 * What the buttons of a workspace need to know of it.
 * @public for the fragment: documents name it.
 */
export const ActionsWorkspace = graphql(/* GraphQL */ `
  fragment ActionsWorkspace on Workspace {
    id
    name
    outdated
    dormantAt
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

/** Starts, stops or deletes; each refusal by its own type, so that any client understands the fragments. */
export const CreateBuild = graphql(/* GraphQL */ `
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
      ... on ConflictError {
        message
        detail
        requestId
      }
      ... on ForbiddenError {
        message
        detail
        requestId
      }
      ... on NotFoundError {
        message
        detail
        requestId
      }
      ... on ValidationError {
        message
        detail
        requestId
        fields {
          field
          detail
        }
      }
    }
  }
`);

export const CancelBuild = graphql(/* GraphQL */ `
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
      ... on ConflictError {
        message
        detail
        requestId
      }
      ... on ForbiddenError {
        message
        detail
        requestId
      }
      ... on NotFoundError {
        message
        detail
        requestId
      }
      ... on PreconditionFailedError {
        message
        detail
        requestId
      }
      ... on ValidationError {
        message
        detail
        requestId
      }
    }
  }
`);
