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

export type BuildInDepthQueryVariables = Exact<{
  id: string | number;
}>;


export type BuildInDepthQuery = { build: { buildNumber: number, status: BuildStatus, workspace: { name: string, url: string, owner: { username: string | null, avatarUrl: string | null } }, initiator: { username: string | null }, job: { status: JobStatus, queuePosition: number, initiator: { username: string | null } | null }, resources: Array<{ name: string, agents: Array<{ name: string, apps: Array<{ slug: string }>, scripts: Array<{ displayName: string, logSource: { displayName: string } | null }> }> }> } | null };

export type OverviewQueryVariables = Exact<{ [key: string]: never; }>;


export type OverviewQuery = { workspaces: { totalCount: number, nodes: Array<{ name: string, owner: { username: string | null }, latestBuild: { buildNumber: number, status: BuildStatus, job: { status: JobStatus }, resources: Array<{ name: string, agents: Array<{ name: string, status: AgentStatus, apps: Array<{ slug: string, health: AppHealth }> }> }> } | null }> } | null };


export const BuildInDepthDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BuildInDepth"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"build"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"buildNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"workspace"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"avatarUrl"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"initiator"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"queuePosition"}},{"kind":"Field","name":{"kind":"Name","value":"initiator"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"resources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"agents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"apps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slug"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scripts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"logSource"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<BuildInDepthQuery, BuildInDepthQueryVariables>;
export const OverviewDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Overview"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workspaces"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"latestBuild"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"buildNumber"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"agents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"apps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"slug"}},{"kind":"Field","name":{"kind":"Name","value":"health"}}]}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<OverviewQuery, OverviewQueryVariables>;