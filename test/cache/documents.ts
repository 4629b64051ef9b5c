import type { BuildRow } from '../../src/embedded/state/rows.ts';
import { encodeNodeId } from '../../src/resolvers/ids.ts';
import { pick, type World } from './changes.ts';

const job = 'job { id status error startedAt completedAt canceledAt queuePosition logsOverflowed }';
const agents = 'agents { id name status lifecycleState apps { slug health } scripts { displayName exitCode } }';
const timings =
  'timings { provisionerTimings { action stage startedAt } agentScriptTimings { displayName exitCode } agentConnectionTimings { endedAt } }';
const parameters = 'parameters { name value }';

function logs({ random }: World, { job }: BuildRow): string {
  const from = job.logs[random(job.logs.length || 1)]?.id ?? 0;
  const args = [
    '',
    '(first: 2)',
    '(last: 3)',
    `(after: "${from}")`,
    `(first: 1, after: "${from}")`,
    '(minLevel: WARN)',
  ];
  return `logs${args[random(args.length)]} { nodes { id level output } pageInfo { hasNextPage hasPreviousPage endCursor } }`;
}

function build(world: World, row: BuildRow): string {
  const parts = [
    job,
    agents,
    timings,
    parameters,
    logs(world, row),
    'logText',
    'state { base64 }',
    'status transition',
  ];
  const chosen = parts.filter(() => world.random(2) === 0);
  return `{ id buildNumber updatedAt ${chosen.join(' ')} }`;
}

/** A query for something that exists, or existed. */
export function someDocument(world: World): string {
  const { random } = world;
  const workspace = pick(world, world.workspaces);
  // The newest ones change, older ones are kept.
  const row = pick(world, random(2) ? workspace.builds : workspace.builds.slice(-2));
  const selection = build(world, row);
  const { builds, name, id } = workspace;
  const agent = world.embedded.control.agents(builds.at(-1) as BuildRow)[0];
  const owner = world.embedded.store.user(workspace.ownerId).username;
  const documents = [
    `{ build(id: "${row.id}") ${selection} }`,
    `{ node(id: "${encodeNodeId('Build', row.id)}") { ... on Build ${selection} } }`,
    `{ node(id: "${encodeNodeId('Job', `${row.id}/${row.job.id}`)}") { ... on Job { build ${selection} } } }`,
    `{ buildByNumber(owner: "${owner}", workspace: "${name}", number: ${row.number}) ${selection} }`,
    `{ workspace(id: "${id}") { name latestBuild ${selection} builds(first: 4) { nodes ${selection} } } }`,
    `{ workspace(id: "${id}") { builds(first: 3) { nodes { ${parameters} ${timings} } pageInfo { hasNextPage } } } }`,
    `{ workspaceByName(owner: "${owner}", name: "${name}") { id createdAt latestBuild ${selection} build(number: ${row.number}) ${selection} } }`,
    `{ workspaces(first: 5, query: "owner:${owner}") { totalCount nodes { name health { healthy } latestBuild ${selection} } } }`,
    `{ viewer { username } build(id: "${row.id}") { workspace { name outdated latestBuild { buildNumber ${parameters} } } } }`,
    ...(agent
      ? [`{ node(id: "${encodeNodeId('Agent', agent.id)}") { ... on Agent { status logs { nodes { output } } } } }`]
      : []),
  ];
  return documents[random(documents.length)] as string;
}
