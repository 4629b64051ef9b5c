import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test as it } from 'vitest';
import { startProgram, useProgram } from '../e2e/program.ts';
import type { Wire } from '../support.ts';
import { given, projectFolder, root } from './program.ts';

useProgram();

const run = promisify(execFile);
const codegen = join(root, 'examples/recipes/node_modules/@graphql-codegen/cli/esm/bin.js');
const compile = (folder: string, ...files: string[]) =>
  run(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    ...['--strict', '--noEmit', '--skipLibCheck', '--types', '', '--target', 'es2023', '--lib', 'es2023,dom'],
    ...['--module', 'esnext', '--moduleResolution', 'bundler', '--allowImportingTsExtensions', '--ignoreConfig'],
    ...files.map((file) => join(folder, file)),
  ]);

/** What a page does with the types: the mistakes in it have to be found. */
const page = (imports: string) => `${imports}

export const WORKSPACES = graphql(\`query Names($query: String) {
  workspaces(query: $query, first: 3) { nodes { name latestBuild { status job { startedAt } } } }
}\`);

export async function names(url: string, token: string): Promise<string[]> {
  const client = new GraphQLClient(url, { headers: { 'Coder-Session-Token': token } });
  const { workspaces } = await client.request(WORKSPACES, { query: 'owner:me' });
  const startedAt: string | null | undefined = workspaces?.nodes[0]?.latestBuild?.job?.startedAt;
  // @ts-expect-error A DateTime is text.
  const wrong: number | null | undefined = workspaces?.nodes[0]?.latestBuild?.job?.startedAt;
  // @ts-expect-error There is no such field in the selection.
  const missing = workspaces?.nodes[0]?.owner;
  return [startedAt, wrong, missing].length === 3 ? (workspaces?.nodes.map(({ name }) => name) ?? []) : [];
}
`;

async function runs(folder: string, file: string, { url, token }: { url: string; token: string }): Promise<void> {
  const module: Wire = await import(join(folder, file));
  expect(await module.names(url, token)).toContain('atlas-dev');
}

it('graphql-codegen, with the scalar map', { timeout: 120_000 }, async () => {
  const world = await given();
  const folder = await projectFolder();
  const config = await readFile(join(root, 'examples/recipes/codegen.ts'), 'utf8');
  await writeFile(join(folder, 'codegen.ts'), config.replace('http://127.0.0.1:4000', new URL(world.url).origin));
  await mkdir(join(folder, 'src'));
  const imports = "import { GraphQLClient } from 'graphql-request';\nimport { graphql } from './gql/gql.ts';";
  await writeFile(join(folder, 'src/page.ts'), page(imports));
  await run(process.execPath, [codegen, '--config', 'codegen.ts'], { cwd: folder });
  await compile(folder, 'src/page.ts');
  await runs(folder, 'src/page.ts', world);
});

it('persisted-codegen writes the file of operations that the gateway runs', { timeout: 120_000 }, async () => {
  const world = await given();
  const folder = await projectFolder();
  await writeFile(
    join(folder, 'schema.graphql'),
    await (await fetch(`${new URL(world.url).origin}/schema.graphql`)).text(),
  );
  await writeFile(join(folder, 'codegen.ts'), await readFile(join(root, 'examples/recipes/persisted-codegen.ts')));
  await mkdir(join(folder, 'src'));
  const imports = "import { GraphQLClient } from 'graphql-request';\nimport { graphql } from './gql/gql.ts';";
  await writeFile(join(folder, 'src/page.tsx'), page(imports));
  await run(process.execPath, [codegen, '--config', 'codegen.ts'], { cwd: folder });
  const file = join(folder, 'src/gql/persisted-documents.json');
  const [documentId] = Object.keys(JSON.parse(await readFile(file, 'utf8')));
  const { url } = await startProgram(world.embedded.url, { GATEWAY_PERSISTED_OPERATIONS: file });
  const ask = async (body: object): Promise<Wire> => {
    const headers = { 'content-type': 'application/json', 'coder-session-token': world.token };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  const answer = await ask({ documentId, variables: { query: 'owner:me' } });
  expect(answer.data.workspaces.nodes[0].name).toBe('atlas-dev');
  const refused = await ask({ query: '{ viewer { username } }' });
  expect(refused.errors[0].extensions.code).toBe('OPERATION_NOT_ALLOWED');
});

it('gql.tada', { timeout: 120_000 }, async () => {
  const world = await given();
  const folder = await projectFolder();
  const schema = `${new URL(world.url).origin}/schema.graphql`;
  await writeFile(join(folder, 'schema.graphql'), await (await fetch(schema)).text());
  const plugin = { name: 'gql.tada/ts-plugin', schema: './schema.graphql', tadaOutputLocation: './graphql-env.d.ts' };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { plugins: [plugin] } }));
  await run(join(root, 'examples/recipes/node_modules/.bin/gql-tada'), ['generate-output'], { cwd: folder });
  await writeFile(join(folder, 'gql-tada.ts'), await readFile(join(root, 'examples/recipes/gql-tada.ts'), 'utf8'));
  const imports = "import { GraphQLClient } from 'graphql-request';\nimport { graphql } from './gql-tada.ts';";
  await writeFile(join(folder, 'page.ts'), page(imports));
  await compile(folder, 'page.ts');
  await runs(folder, 'page.ts', world);
});
