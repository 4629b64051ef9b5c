import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tailcallDocuments } from '../queries/documents.ts';
import type { ServerSpec } from './catalogue.ts';

const binary = fileURLToPath(
  new URL('../../node_modules/@tailcallhq/core-linux-x64-gnu/bin/tailcall', import.meta.url),
);

/** A directory with a newer glibc than the machine's: its loader and libraries then run Tailcall. */
const glibc = process.env.TAILCALL_GLIBC;
const command = glibc ? [join(glibc, 'ld-linux-x86-64.so.2'), '--library-path', glibc, binary] : [binary];

function whyMissing(): string | undefined {
  if (!existsSync(binary)) return 'its package for this platform is not installed';
  const [program = '', ...rest] = command;
  const { status, stderr, error } = spawnSync(program, [...rest, '--version'], { encoding: 'utf8' });
  if (status === 0) return undefined;
  const needed = [...(stderr ?? '').matchAll(/GLIBC_(\d+\.\d+)/g)].map(([, version]) => Number(version)).sort();
  if (needed.length > 0) return `it needs glibc ${needed.at(-1)}; TAILCALL_GLIBC may name a directory that has it`;
  return error?.message ?? `it does not start: ${stderr}`;
}

const missing = whyMissing();

/** Tailcall, the gateway in Rust. Batching of requests off: with it on, all three questions take longer. */
export const tailcall: ServerSpec = {
  key: 'tailcall',
  title: 'Tailcall',
  documents: tailcallDocuments,
  path: '/graphql',
  launch: ({ port, upstream }) => {
    const file = join(mkdtempSync(join(tmpdir(), 'bench-tailcall-')), 'coder.graphql');
    writeFileSync(file, config(port, upstream));
    return { command: [...command, 'start', file], env: { TAILCALL_TRACKER: 'false', TAILCALL_LOG_LEVEL: 'error' } };
  },
  ...(missing && { missing }),
};

function config(port: number, upstream: string): string {
  return `
schema
  @server(port: ${port}, hostname: "127.0.0.1")
  @upstream(allowedHeaders: ["coder-session-token"], poolIdleTimeout: 60, poolMaxIdlePerHost: 64) {
  query: Query
}

type Query {
  builds(workspace: String!, limit: Int!): [Build!]!
    @http(url: "${upstream}/api/v2/workspaces/{{.args.workspace}}/builds", query: [{ key: "limit", value: "{{.args.limit}}" }])
  workspaces(limit: Int!): WorkspacePage!
    @http(url: "${upstream}/api/v2/workspaces", query: [{ key: "limit", value: "{{.args.limit}}" }])
}

type WorkspacePage {
  workspaces: [Workspace!]!
}

type Workspace {
  id: String!
  name: String!
  latest_build: Build!
  builds: [Build!]!
    @http(url: "${upstream}/api/v2/workspaces/{{.value.id}}/builds", query: [{ key: "limit", value: "10" }])
}

type Build {
  id: String!
  build_number: Int!
  status: String!
  transition: String!
  reason: String!
  created_at: String!
  updated_at: String!
  deadline: String
  daily_cost: Int!
  job: Job!
  resources: [Resource!]!
  parameters: [Parameter!]!
    @http(url: "${upstream}/api/v2/workspacebuilds/{{.value.id}}/parameters")
}

type Job {
  id: String!
  status: String!
  created_at: String!
  started_at: String
  completed_at: String
  queue_position: Int!
}

type Resource {
  id: String!
  name: String!
  type: String!
  daily_cost: Int!
  agents: [Agent!]
}

type Agent {
  id: String!
  name: String!
  status: String!
  lifecycle_state: String!
  created_at: String!
  updated_at: String!
  last_connected_at: String
  architecture: String!
  operating_system: String!
  version: String!
  apps: [App!]!
}

type App {
  id: String!
  slug: String!
  display_name: String
  url: String
  health: String!
  hidden: Boolean!
  sharing_level: String!
}

type Parameter {
  name: String!
  value: String!
}
`;
}
