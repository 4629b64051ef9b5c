/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Whether an agent is connected, as Coder sees it at the moment of the read (REST: `agent.status`). */
export type AgentStatus =
  /** Connected. */
  | 'CONNECTED'
  /** Has not connected yet. */
  | 'CONNECTING'
  /** Was connected and is not any more. */
  | 'DISCONNECTED'
  /** Has not connected within `connectionTimeoutSeconds`. */
  | 'TIMEOUT'
  /** A value that this version of the gateway does not know. */
  | 'UNKNOWN';

/** The health of an app (REST: `app.health`). */
export type AppHealth =
  /** The app has no health check. */
  | 'DISABLED'
  /** The last check has passed. */
  | 'HEALTHY'
  /** Not checked yet. */
  | 'INITIALIZING'
  /** As many checks in a row as the threshold says have failed. */
  | 'UNHEALTHY'
  /** A value that this version of the gateway does not know. */
  | 'UNKNOWN';

/** The state of a build, which Coder derives from its job and transition (REST: `status` of a build). The state of a workspace is that of its latest build. */
export type BuildStatus =
  /** Canceled before a provisioner took it, or after the work was done. */
  | 'CANCELED'
  /** A cancellation was asked for; the provisioner has not yet ended. */
  | 'CANCELING'
  /** The deletion has succeeded. */
  | 'DELETED'
  /** A deletion is being provisioned. */
  | 'DELETING'
  /** The job has failed; after a failed stop, compute may still run. */
  | 'FAILED'
  /** Queued; no provisioner has taken the job. */
  | 'PENDING'
  /** The start has succeeded. */
  | 'RUNNING'
  /** A start is being provisioned. */
  | 'STARTING'
  /** The stop has succeeded. */
  | 'STOPPED'
  /** A stop is being provisioned. */
  | 'STOPPING'
  /** A value that this version of the gateway does not know. */
  | 'UNKNOWN';

/** The state of a provisioner job (REST: `job.status`). */
export type JobStatus =
  /** Ended by a cancellation, without error. */
  | 'CANCELED'
  /** A cancellation was asked for. */
  | 'CANCELING'
  /** Ended with an error; look at `canceledAt` to tell a cancellation. */
  | 'FAILED'
  /** Queued. */
  | 'PENDING'
  /** A provisioner works on it. */
  | 'RUNNING'
  /** Ended without error. */
  | 'SUCCEEDED'
  /** A value that this version of the gateway does not know. */
  | 'UNKNOWN';

/** How grave a log line is (REST: `log_level`, `level`), least first. */
export type LogLevel =
  /** Debug. */
  | 'DEBUG'
  /** Error. */
  | 'ERROR'
  /** Information. */
  | 'INFO'
  /** Trace. */
  | 'TRACE'
  /** A value that this version of the gateway does not know. */
  | 'UNKNOWN'
  /** Warning. */
  | 'WARN';

/** Who wrote a build log line (REST: `log_source`). */
export type LogSource =
  /** What the daemon runs: normally Terraform. */
  | 'PROVISIONER'
  /** The daemon that runs the job: stage markers. */
  | 'PROVISIONER_DAEMON'
  /** A value that this version of the gateway does not know. */
  | 'UNKNOWN';

export type StartWorkspaceMutationVariables = Exact<{
  workspaceId: string | number;
}>;


export type StartWorkspaceMutation = { createBuild:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'CreateBuildSuccess', buildId: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'ValidationError', message: string }
   | null };

export type CancelBuildMutationVariables = Exact<{
  buildId: string | number;
}>;


export type CancelBuildMutation = { cancelBuild:
    | { __typename: 'CancelBuildSuccess', build: { job: { status: JobStatus } } | null }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'PreconditionFailedError', message: string }
    | { __typename: 'ValidationError', message: string }
   | null };

export type FollowBuildSubscriptionVariables = Exact<{
  buildId: string | number;
  after?: string | number | null | undefined;
}>;


export type FollowBuildSubscription = { buildLogs:
    | { __typename: 'BuildLogBatch', lastId: string, logs: Array<{ id: string, createdAt: string, level: LogLevel, source: LogSource, stage: string, output: string }> }
    | { __typename: 'BuildLogEnd', build: { status: BuildStatus, job: { status: JobStatus, error: string | null } } }
   };

export type WorkspaceTreeQueryVariables = Exact<{
  query?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type WorkspaceTreeQuery = { workspaces: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ name: string, owner: { username: string | null }, latestBuild: { buildNumber: number, status: BuildStatus, job: { status: JobStatus, error: string | null }, resources: Array<{ name: string, type: string, agents: Array<{ name: string, status: AgentStatus, apps: Array<{ slug: string, health: AppHealth }> }> }> } | null }> } | null };


export const StartWorkspaceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartWorkspace"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createBuild"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"workspaceId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"workspaceId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"transition"},"value":{"kind":"EnumValue","value":"START"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateBuildSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"buildId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<StartWorkspaceMutation, StartWorkspaceMutationVariables>;
export const CancelBuildDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelBuild"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"buildId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelBuild"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"buildId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"buildId"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CancelBuildSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"build"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CancelBuildMutation, CancelBuildMutationVariables>;
export const FollowBuildDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FollowBuild"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"buildId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"buildLogs"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"buildId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"buildId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BuildLogBatch"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lastId"}},{"kind":"Field","name":{"kind":"Name","value":"logs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"output"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BuildLogEnd"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"build"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"error"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<FollowBuildSubscription, FollowBuildSubscriptionVariables>;
export const WorkspaceTreeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WorkspaceTree"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"query"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workspaces"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"query"},"value":{"kind":"Variable","name":{"kind":"Name","value":"query"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"latestBuild"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"buildNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"error"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"agents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"apps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slug"}},{"kind":"Field","name":{"kind":"Name","value":"health"}}]}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<WorkspaceTreeQuery, WorkspaceTreeQueryVariables>;