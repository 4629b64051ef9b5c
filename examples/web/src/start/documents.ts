import { graphql } from '../generated/index.ts';

/** What the page of a start knows before a version is chosen. */
export const StartWorkspace = graphql(`
  query StartWorkspace($id: ID!) {
    workspace(id: $id) {
      ...ActionsWorkspace
      uuid
      automaticUpdates
      latestBuild {
        id
        status
        transition
        templateVersion {
          id
          uuid
          name
        }
        parameters {
          name
          value
        }
      }
      template {
        id
        name
        displayName
        requireActiveVersion
        versions(first: 20) {
          nodes {
            id
            uuid
            name
            message
            job {
              id
              status
            }
          }
        }
      }
    }
  }
`);

/** What the form asks for a version. */
export const VersionForm = graphql(`
  query VersionForm($id: ID!) {
    templateVersion(id: $id) {
      id
      uuid
      name
      parameters {
        ...ParameterFields
      }
      presets {
        uuid
        name
        description
        icon
        default
        parameters {
          name
          value
        }
      }
    }
  }

  fragment ParameterFields on TemplateParameter {
    name
    displayName
    description
    icon
    type
    formType
    defaultValue
    required
    mutable
    ephemeral
    options {
      name
      value
      description
      icon
    }
    validation {
      error
      max
      min
      monotonic
      regex
    }
  }
`);
