import { expect, it } from 'vitest';
import { encodeNodeId } from '../../src/resolvers/ids.ts';
import { startGateway, type Wire } from '../support.ts';

/** A member's own workspace whose template he may not read any more. */
async function world() {
  const gateway = await startGateway();
  const { control } = gateway.embedded;
  const workspace = control.createWorkspace({ name: 'orphaned', owner: 'omar', template: 'hidden' });
  control.createFinishedBuild(workspace);
  const foreign = control.createWorkspace({ name: 'foreign', template: 'hidden' });
  control.createFinishedBuild(foreign);
  const other = gateway.embedded.workspace('falcon');
  const missing = 'c0de0000-0000-4000-8000-000000000000';
  const known = {
    id: encodeNodeId('Workspace', workspace.id),
    uuid: workspace.id,
    name: 'orphaned',
    owner: { username: 'omar' },
    build: { buildNumber: 1 },
  };
  const ask = (document: string, user = 'omar'): Promise<Wire> => gateway.query(document, {}, { user });
  return { ...gateway, workspace, foreign, other, missing, known, ask };
}

const KNOWN = 'id uuid name owner { username } build(number: 1) { buildNumber }';

it('a workspace whose template the token may not read is what its builds say of it, by every path', async () => {
  const { workspace, foreign, other, missing, known, ask, query, calls } = await world();
  const { id } = workspace;
  const paths: [name: string, document: string, found: (data: Wire) => Wire][] = [
    ['alone', `{ workspace(id: "${id}") { FIELDS } }`, (data) => data.workspace],
    [
      'among several',
      `{ found: workspace(id: "${id}") { FIELDS } a: workspace(id: "${other.id}") { name } b: workspace(id: "${missing}") { name } }`,
      (data) => data.found,
    ],
    [
      'with its builds',
      `{ workspace(id: "${id}") { FIELDS builds(first: 3) { nodes { id } } } }`,
      (data) => data.workspace,
    ],
    ['by its name', '{ workspaceByName(owner: "omar", name: "orphaned") { FIELDS } }', (data) => data.workspaceByName],
    [
      'by its node',
      `{ node(id: "${encodeNodeId('Workspace', id)}") { ... on Workspace { FIELDS } } }`,
      (data) => data.node,
    ],
    [
      'of a build',
      `{ build(id: "${workspace.builds[0]?.id}") { workspace { FIELDS } } }`,
      (data) => data.build.workspace,
    ],
  ];
  for (const [name, document, found] of paths) {
    const { data, errors } = await ask(document.replace('FIELDS', KNOWN));
    expect(errors, name).toBeUndefined();
    expect(found(data), name).toMatchObject(known);
    const refused = await ask(document.replace('FIELDS', `${KNOWN} createdAt template { name }`));
    expect(found(refused.data), name).toMatchObject({ ...known, createdAt: null, template: null });
    expect(
      refused.errors.map(({ path, extensions }: Wire) => [path.at(-1), extensions.code]),
      name,
    ).toEqual([
      ['createdAt', 'FORBIDDEN'],
      ['template', 'FORBIDDEN'],
    ]);
  }
  // Another member is told nothing of it.
  const stranger = await query(
    `{ workspace(id: "${foreign.id}") { name } workspaceByName(owner: "mira", name: "foreign") { name } }`,
    {},
    { user: 'omar' },
  );
  expect(stranger).toEqual({ data: { workspace: null, workspaceByName: null } });
  calls();
  expect((await ask(`{ workspace(id: "${id}") { name } }`)).data).toEqual({ workspace: { name: 'orphaned' } });
  expect(calls()).toEqual(['GET /workspaces/{workspace}', 'GET /workspaces/{workspace}/builds']);
  await ask(
    `{ a: workspace(id: "${id}") { name } b: workspace(id: "${other.id}") { name } c: workspace(id: "${missing}") { name } }`,
  );
  // What is left out is counted, so one that is missing costs no call unless another was left out.
  expect(calls().toSorted()).toEqual(['GET /workspaces', ...Array(2).fill('GET /workspaces/{workspace}/builds')]);
  await ask(`{ b: workspace(id: "${other.id}") { name } c: workspace(id: "${missing}") { name } }`);
  expect(calls()).toEqual(['GET /workspaces']);
});
