/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation StartWorkspace($workspaceId: ID!) {\n    createBuild(input: { workspaceId: $workspaceId, transition: START }) {\n      __typename\n      ... on CreateBuildSuccess {\n        buildId\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.StartWorkspaceDocument,
    "\n  mutation CancelBuild($buildId: ID!) {\n    cancelBuild(input: { buildId: $buildId }) {\n      __typename\n      ... on CancelBuildSuccess {\n        build {\n          job {\n            status\n          }\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.CancelBuildDocument,
    "\n  subscription FollowBuild($buildId: ID!, $after: ID) {\n    buildLogs(buildId: $buildId, after: $after) {\n      __typename\n      ... on BuildLogBatch {\n        lastId\n        logs {\n          id\n          createdAt\n          level\n          source\n          stage\n          output\n        }\n      }\n      ... on BuildLogEnd {\n        build {\n          status\n          job {\n            status\n            error\n          }\n        }\n      }\n    }\n  }\n": typeof types.FollowBuildDocument,
    "\n  query WorkspaceTree($query: String, $after: String) {\n    workspaces(query: $query, first: 50, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        name\n        owner {\n          username\n        }\n        latestBuild {\n          buildNumber\n          status\n          job {\n            status\n            error\n          }\n          resources {\n            name\n            type\n            agents {\n              name\n              status\n              apps {\n                slug\n                health\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.WorkspaceTreeDocument,
};
const documents: Documents = {
    "\n  mutation StartWorkspace($workspaceId: ID!) {\n    createBuild(input: { workspaceId: $workspaceId, transition: START }) {\n      __typename\n      ... on CreateBuildSuccess {\n        buildId\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.StartWorkspaceDocument,
    "\n  mutation CancelBuild($buildId: ID!) {\n    cancelBuild(input: { buildId: $buildId }) {\n      __typename\n      ... on CancelBuildSuccess {\n        build {\n          job {\n            status\n          }\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.CancelBuildDocument,
    "\n  subscription FollowBuild($buildId: ID!, $after: ID) {\n    buildLogs(buildId: $buildId, after: $after) {\n      __typename\n      ... on BuildLogBatch {\n        lastId\n        logs {\n          id\n          createdAt\n          level\n          source\n          stage\n          output\n        }\n      }\n      ... on BuildLogEnd {\n        build {\n          status\n          job {\n            status\n            error\n          }\n        }\n      }\n    }\n  }\n": types.FollowBuildDocument,
    "\n  query WorkspaceTree($query: String, $after: String) {\n    workspaces(query: $query, first: 50, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        name\n        owner {\n          username\n        }\n        latestBuild {\n          buildNumber\n          status\n          job {\n            status\n            error\n          }\n          resources {\n            name\n            type\n            agents {\n              name\n              status\n              apps {\n                slug\n                health\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n": types.WorkspaceTreeDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartWorkspace($workspaceId: ID!) {\n    createBuild(input: { workspaceId: $workspaceId, transition: START }) {\n      __typename\n      ... on CreateBuildSuccess {\n        buildId\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation StartWorkspace($workspaceId: ID!) {\n    createBuild(input: { workspaceId: $workspaceId, transition: START }) {\n      __typename\n      ... on CreateBuildSuccess {\n        buildId\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelBuild($buildId: ID!) {\n    cancelBuild(input: { buildId: $buildId }) {\n      __typename\n      ... on CancelBuildSuccess {\n        build {\n          job {\n            status\n          }\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CancelBuild($buildId: ID!) {\n    cancelBuild(input: { buildId: $buildId }) {\n      __typename\n      ... on CancelBuildSuccess {\n        build {\n          job {\n            status\n          }\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FollowBuild($buildId: ID!, $after: ID) {\n    buildLogs(buildId: $buildId, after: $after) {\n      __typename\n      ... on BuildLogBatch {\n        lastId\n        logs {\n          id\n          createdAt\n          level\n          source\n          stage\n          output\n        }\n      }\n      ... on BuildLogEnd {\n        build {\n          status\n          job {\n            status\n            error\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription FollowBuild($buildId: ID!, $after: ID) {\n    buildLogs(buildId: $buildId, after: $after) {\n      __typename\n      ... on BuildLogBatch {\n        lastId\n        logs {\n          id\n          createdAt\n          level\n          source\n          stage\n          output\n        }\n      }\n      ... on BuildLogEnd {\n        build {\n          status\n          job {\n            status\n            error\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WorkspaceTree($query: String, $after: String) {\n    workspaces(query: $query, first: 50, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        name\n        owner {\n          username\n        }\n        latestBuild {\n          buildNumber\n          status\n          job {\n            status\n            error\n          }\n          resources {\n            name\n            type\n            agents {\n              name\n              status\n              apps {\n                slug\n                health\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query WorkspaceTree($query: String, $after: String) {\n    workspaces(query: $query, first: 50, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        name\n        owner {\n          username\n        }\n        latestBuild {\n          buildNumber\n          status\n          job {\n            status\n            error\n          }\n          resources {\n            name\n            type\n            agents {\n              name\n              status\n              apps {\n                slug\n                health\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;