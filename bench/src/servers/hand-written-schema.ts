/** The schema and resolvers that a team writes by hand over these REST calls; Apollo and plain yoga share them. */
import type { RestBuild, RestParameter, RestWorkspace } from './pick.ts';

/** The REST calls, by whatever client. */
export interface Rest {
  workspaces(limit: number): Promise<{ workspaces: RestWorkspace[] }>;
  builds(workspace: string, limit: number): Promise<RestBuild[]>;
  parameters(build: string): Promise<RestParameter[]>;
}

export interface Context {
  rest: Rest;
}

export const typeDefs = /* GraphQL */ `
  type Query {
    workspaces(first: Int! = 25): [Workspace!]!
    builds(workspace: ID!, first: Int! = 25): [Build!]!
  }

  type Workspace {
    uuid: ID!
    name: String!
    latestBuild: Build!
    builds(first: Int! = 25): [Build!]!
  }

  type Build {
    uuid: ID!
    buildNumber: Int!
    status: String!
    transition: String!
    reason: String!
    createdAt: String!
    updatedAt: String!
    deadline: String
    dailyCost: Int!
    job: Job!
    resources: [Resource!]!
    parameters: [Parameter!]!
  }

  type Job {
    uuid: ID!
    status: String!
    createdAt: String!
    startedAt: String
    completedAt: String
    queuePosition: Int!
  }

  type Resource {
    uuid: ID!
    name: String!
    type: String!
    dailyCost: Int!
    agents: [Agent!]!
  }

  type Agent {
    uuid: ID!
    name: String!
    status: String!
    lifecycleState: String!
    createdAt: String!
    updatedAt: String!
    lastConnectedAt: String
    architecture: String!
    operatingSystem: String!
    version: String!
    apps: [App!]!
  }

  type App {
    uuid: ID!
    slug: String!
    displayName: String
    url: String
    health: String!
    hidden: Boolean!
    sharingLevel: String!
  }

  type Parameter {
    name: String!
    value: String!
  }
`;

type Source = Record<string, unknown>;

/** A field that has another name in REST. */
const from = (key: string) => (source: Source) => source[key];
const uuid = from('id');

export const resolvers = {
  Query: {
    workspaces: async (_: unknown, { first }: { first: number }, { rest }: Context) =>
      (await rest.workspaces(first)).workspaces,
    builds: (_: unknown, { workspace, first }: { workspace: string; first: number }, { rest }: Context) =>
      rest.builds(workspace, first),
  },
  Workspace: {
    uuid,
    latestBuild: from('latest_build'),
    builds: ({ id }: RestWorkspace, { first }: { first: number }, { rest }: Context) => rest.builds(id, first),
  },
  Build: {
    uuid,
    buildNumber: from('build_number'),
    createdAt: from('created_at'),
    updatedAt: from('updated_at'),
    dailyCost: from('daily_cost'),
    parameters: ({ id }: RestBuild, _: unknown, { rest }: Context) => rest.parameters(id),
  },
  Job: {
    uuid,
    createdAt: from('created_at'),
    startedAt: from('started_at'),
    completedAt: from('completed_at'),
    queuePosition: from('queue_position'),
  },
  Resource: { uuid, dailyCost: from('daily_cost'), agents: ({ agents }: Source) => agents ?? [] },
  Agent: {
    uuid,
    lifecycleState: from('lifecycle_state'),
    createdAt: from('created_at'),
    updatedAt: from('updated_at'),
    lastConnectedAt: from('last_connected_at'),
    operatingSystem: from('operating_system'),
  },
  App: { uuid, displayName: from('display_name'), sharingLevel: from('sharing_level') },
};
