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
    "mutation CancelBuild($buildId: ID!) {\n  cancelBuild(input: {buildId: $buildId}) {\n    __typename\n    ... on CancelBuildSuccess {\n      message\n      build {\n        status\n        job {\n          status\n        }\n      }\n    }\n    ... on Error {\n      message\n      detail\n    }\n  }\n}": typeof types.CancelBuildDocument,
    "mutation CreateBuild($workspaceId: ID!) {\n  createBuild(input: {workspaceId: $workspaceId, transition: START}) {\n    __typename\n    ... on CreateBuildSuccess {\n      buildId\n      build {\n        buildNumber\n        status\n      }\n    }\n    ... on Error {\n      message\n      detail\n    }\n  }\n}": typeof types.CreateBuildDocument,
    "subscription FollowBuild($buildId: ID!, $after: ID) {\n  buildLogs(buildId: $buildId, after: $after) {\n    __typename\n    ... on BuildLogBatch {\n      lastId\n      logs {\n        id\n        createdAt\n        level\n        source\n        stage\n        output\n      }\n    }\n    ... on BuildLogEnd {\n      build {\n        status\n        job {\n          status\n          error\n        }\n      }\n    }\n  }\n}": typeof types.FollowBuildDocument,
    "query OneBuild($workspace: String!, $number: Int!) {\n  buildByNumber(workspace: $workspace, number: $number) {\n    status\n    dailyCost\n    job {\n      tags {\n        key\n        value\n      }\n    }\n    parameters {\n      name\n      value\n    }\n    timings {\n      provisionerTimings {\n        stage\n        action\n        resource\n        durationMs\n      }\n      agentScriptTimings {\n        displayName\n        status\n        durationMs\n      }\n    }\n    logs(last: 20) {\n      nodes {\n        id\n        createdAt\n        level\n        stage\n        output\n      }\n    }\n  }\n}": typeof types.OneBuildDocument,
    "query PageOfBuilds($name: String!, $after: String) {\n  workspaceByName(name: $name) {\n    name\n    builds(first: 10, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        buildNumber\n        transition\n        status\n        reason\n        createdAt\n        initiator {\n          username\n        }\n        templateVersion {\n          name\n        }\n      }\n    }\n  }\n}": typeof types.PageOfBuildsDocument,
    "query WorkspacesToApps($query: String, $first: Int, $after: String) {\n  workspaces(query: $query, first: $first, after: $after) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    nodes {\n      name\n      owner {\n        username\n      }\n      latestBuild {\n        buildNumber\n        transition\n        status\n        reason\n        job {\n          status\n          error\n          startedAt\n          completedAt\n        }\n        resources {\n          name\n          type\n          agents {\n            name\n            status\n            lifecycleState\n            apps {\n              slug\n              displayName\n              health\n            }\n          }\n        }\n      }\n    }\n  }\n}": typeof types.WorkspacesToAppsDocument,
};
const documents: Documents = {
    "mutation CancelBuild($buildId: ID!) {\n  cancelBuild(input: {buildId: $buildId}) {\n    __typename\n    ... on CancelBuildSuccess {\n      message\n      build {\n        status\n        job {\n          status\n        }\n      }\n    }\n    ... on Error {\n      message\n      detail\n    }\n  }\n}": types.CancelBuildDocument,
    "mutation CreateBuild($workspaceId: ID!) {\n  createBuild(input: {workspaceId: $workspaceId, transition: START}) {\n    __typename\n    ... on CreateBuildSuccess {\n      buildId\n      build {\n        buildNumber\n        status\n      }\n    }\n    ... on Error {\n      message\n      detail\n    }\n  }\n}": types.CreateBuildDocument,
    "subscription FollowBuild($buildId: ID!, $after: ID) {\n  buildLogs(buildId: $buildId, after: $after) {\n    __typename\n    ... on BuildLogBatch {\n      lastId\n      logs {\n        id\n        createdAt\n        level\n        source\n        stage\n        output\n      }\n    }\n    ... on BuildLogEnd {\n      build {\n        status\n        job {\n          status\n          error\n        }\n      }\n    }\n  }\n}": types.FollowBuildDocument,
    "query OneBuild($workspace: String!, $number: Int!) {\n  buildByNumber(workspace: $workspace, number: $number) {\n    status\n    dailyCost\n    job {\n      tags {\n        key\n        value\n      }\n    }\n    parameters {\n      name\n      value\n    }\n    timings {\n      provisionerTimings {\n        stage\n        action\n        resource\n        durationMs\n      }\n      agentScriptTimings {\n        displayName\n        status\n        durationMs\n      }\n    }\n    logs(last: 20) {\n      nodes {\n        id\n        createdAt\n        level\n        stage\n        output\n      }\n    }\n  }\n}": types.OneBuildDocument,
    "query PageOfBuilds($name: String!, $after: String) {\n  workspaceByName(name: $name) {\n    name\n    builds(first: 10, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        buildNumber\n        transition\n        status\n        reason\n        createdAt\n        initiator {\n          username\n        }\n        templateVersion {\n          name\n        }\n      }\n    }\n  }\n}": types.PageOfBuildsDocument,
    "query WorkspacesToApps($query: String, $first: Int, $after: String) {\n  workspaces(query: $query, first: $first, after: $after) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    nodes {\n      name\n      owner {\n        username\n      }\n      latestBuild {\n        buildNumber\n        transition\n        status\n        reason\n        job {\n          status\n          error\n          startedAt\n          completedAt\n        }\n        resources {\n          name\n          type\n          agents {\n            name\n            status\n            lifecycleState\n            apps {\n              slug\n              displayName\n              health\n            }\n          }\n        }\n      }\n    }\n  }\n}": types.WorkspacesToAppsDocument,
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
export function graphql(source: "mutation CancelBuild($buildId: ID!) {\n  cancelBuild(input: {buildId: $buildId}) {\n    __typename\n    ... on CancelBuildSuccess {\n      message\n      build {\n        status\n        job {\n          status\n        }\n      }\n    }\n    ... on Error {\n      message\n      detail\n    }\n  }\n}"): (typeof documents)["mutation CancelBuild($buildId: ID!) {\n  cancelBuild(input: {buildId: $buildId}) {\n    __typename\n    ... on CancelBuildSuccess {\n      message\n      build {\n        status\n        job {\n          status\n        }\n      }\n    }\n    ... on Error {\n      message\n      detail\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CreateBuild($workspaceId: ID!) {\n  createBuild(input: {workspaceId: $workspaceId, transition: START}) {\n    __typename\n    ... on CreateBuildSuccess {\n      buildId\n      build {\n        buildNumber\n        status\n      }\n    }\n    ... on Error {\n      message\n      detail\n    }\n  }\n}"): (typeof documents)["mutation CreateBuild($workspaceId: ID!) {\n  createBuild(input: {workspaceId: $workspaceId, transition: START}) {\n    __typename\n    ... on CreateBuildSuccess {\n      buildId\n      build {\n        buildNumber\n        status\n      }\n    }\n    ... on Error {\n      message\n      detail\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription FollowBuild($buildId: ID!, $after: ID) {\n  buildLogs(buildId: $buildId, after: $after) {\n    __typename\n    ... on BuildLogBatch {\n      lastId\n      logs {\n        id\n        createdAt\n        level\n        source\n        stage\n        output\n      }\n    }\n    ... on BuildLogEnd {\n      build {\n        status\n        job {\n          status\n          error\n        }\n      }\n    }\n  }\n}"): (typeof documents)["subscription FollowBuild($buildId: ID!, $after: ID) {\n  buildLogs(buildId: $buildId, after: $after) {\n    __typename\n    ... on BuildLogBatch {\n      lastId\n      logs {\n        id\n        createdAt\n        level\n        source\n        stage\n        output\n      }\n    }\n    ... on BuildLogEnd {\n      build {\n        status\n        job {\n          status\n          error\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query OneBuild($workspace: String!, $number: Int!) {\n  buildByNumber(workspace: $workspace, number: $number) {\n    status\n    dailyCost\n    job {\n      tags {\n        key\n        value\n      }\n    }\n    parameters {\n      name\n      value\n    }\n    timings {\n      provisionerTimings {\n        stage\n        action\n        resource\n        durationMs\n      }\n      agentScriptTimings {\n        displayName\n        status\n        durationMs\n      }\n    }\n    logs(last: 20) {\n      nodes {\n        id\n        createdAt\n        level\n        stage\n        output\n      }\n    }\n  }\n}"): (typeof documents)["query OneBuild($workspace: String!, $number: Int!) {\n  buildByNumber(workspace: $workspace, number: $number) {\n    status\n    dailyCost\n    job {\n      tags {\n        key\n        value\n      }\n    }\n    parameters {\n      name\n      value\n    }\n    timings {\n      provisionerTimings {\n        stage\n        action\n        resource\n        durationMs\n      }\n      agentScriptTimings {\n        displayName\n        status\n        durationMs\n      }\n    }\n    logs(last: 20) {\n      nodes {\n        id\n        createdAt\n        level\n        stage\n        output\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query PageOfBuilds($name: String!, $after: String) {\n  workspaceByName(name: $name) {\n    name\n    builds(first: 10, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        buildNumber\n        transition\n        status\n        reason\n        createdAt\n        initiator {\n          username\n        }\n        templateVersion {\n          name\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query PageOfBuilds($name: String!, $after: String) {\n  workspaceByName(name: $name) {\n    name\n    builds(first: 10, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        buildNumber\n        transition\n        status\n        reason\n        createdAt\n        initiator {\n          username\n        }\n        templateVersion {\n          name\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WorkspacesToApps($query: String, $first: Int, $after: String) {\n  workspaces(query: $query, first: $first, after: $after) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    nodes {\n      name\n      owner {\n        username\n      }\n      latestBuild {\n        buildNumber\n        transition\n        status\n        reason\n        job {\n          status\n          error\n          startedAt\n          completedAt\n        }\n        resources {\n          name\n          type\n          agents {\n            name\n            status\n            lifecycleState\n            apps {\n              slug\n              displayName\n              health\n            }\n          }\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query WorkspacesToApps($query: String, $first: Int, $after: String) {\n  workspaces(query: $query, first: $first, after: $after) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    nodes {\n      name\n      owner {\n        username\n      }\n      latestBuild {\n        buildNumber\n        transition\n        status\n        reason\n        job {\n          status\n          error\n          startedAt\n          completedAt\n        }\n        resources {\n          name\n          type\n          agents {\n            name\n            status\n            lifecycleState\n            apps {\n              slug\n              displayName\n              health\n            }\n          }\n        }\n      }\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;