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
    "\n  query BuildInDepth($id: ID!) {\n    build(id: $id) {\n      buildNumber\n      status\n      workspace {\n        name\n        url\n        owner {\n          username\n          avatarUrl\n        }\n      }\n      initiator {\n        username\n      }\n      job {\n        status\n        queuePosition\n        initiator {\n          username\n        }\n      }\n      resources {\n        name\n        agents {\n          name\n          apps {\n            slug\n          }\n          scripts {\n            displayName\n            logSource {\n              displayName\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.BuildInDepthDocument,
    "\n  query Overview {\n    workspaces(first: 50) {\n      totalCount\n      nodes {\n        name\n        owner {\n          username\n        }\n        latestBuild {\n          buildNumber\n          status\n          job {\n            status\n          }\n          resources {\n            name\n            agents {\n              name\n              status\n              apps {\n                slug\n                health\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.OverviewDocument,
};
const documents: Documents = {
    "\n  query BuildInDepth($id: ID!) {\n    build(id: $id) {\n      buildNumber\n      status\n      workspace {\n        name\n        url\n        owner {\n          username\n          avatarUrl\n        }\n      }\n      initiator {\n        username\n      }\n      job {\n        status\n        queuePosition\n        initiator {\n          username\n        }\n      }\n      resources {\n        name\n        agents {\n          name\n          apps {\n            slug\n          }\n          scripts {\n            displayName\n            logSource {\n              displayName\n            }\n          }\n        }\n      }\n    }\n  }\n": types.BuildInDepthDocument,
    "\n  query Overview {\n    workspaces(first: 50) {\n      totalCount\n      nodes {\n        name\n        owner {\n          username\n        }\n        latestBuild {\n          buildNumber\n          status\n          job {\n            status\n          }\n          resources {\n            name\n            agents {\n              name\n              status\n              apps {\n                slug\n                health\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n": types.OverviewDocument,
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
export function graphql(source: "\n  query BuildInDepth($id: ID!) {\n    build(id: $id) {\n      buildNumber\n      status\n      workspace {\n        name\n        url\n        owner {\n          username\n          avatarUrl\n        }\n      }\n      initiator {\n        username\n      }\n      job {\n        status\n        queuePosition\n        initiator {\n          username\n        }\n      }\n      resources {\n        name\n        agents {\n          name\n          apps {\n            slug\n          }\n          scripts {\n            displayName\n            logSource {\n              displayName\n            }\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query BuildInDepth($id: ID!) {\n    build(id: $id) {\n      buildNumber\n      status\n      workspace {\n        name\n        url\n        owner {\n          username\n          avatarUrl\n        }\n      }\n      initiator {\n        username\n      }\n      job {\n        status\n        queuePosition\n        initiator {\n          username\n        }\n      }\n      resources {\n        name\n        agents {\n          name\n          apps {\n            slug\n          }\n          scripts {\n            displayName\n            logSource {\n              displayName\n            }\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Overview {\n    workspaces(first: 50) {\n      totalCount\n      nodes {\n        name\n        owner {\n          username\n        }\n        latestBuild {\n          buildNumber\n          status\n          job {\n            status\n          }\n          resources {\n            name\n            agents {\n              name\n              status\n              apps {\n                slug\n                health\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Overview {\n    workspaces(first: 50) {\n      totalCount\n      nodes {\n        name\n        owner {\n          username\n        }\n        latestBuild {\n          buildNumber\n          status\n          job {\n            status\n          }\n          resources {\n            name\n            agents {\n              name\n              status\n              apps {\n                slug\n                health\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;