import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test as it } from 'vitest';
import { programFolder, useProgram } from '../e2e/program.ts';
import { endedBuild, given, root } from './program.ts';

useProgram();

const run = promisify(execFile);
const packages = join(root, 'examples/recipes/node_modules');

/** Where the runtimes are, and how they run a file. The packages of the last two are there on Linux alone. */
const RUNTIMES: [name: string, program: string, ...args: string[]][] = [
  ['Node', process.execPath],
  ['Deno', join(packages, '@deno/linux-x64-glibc/deno'), 'run', '--quiet', '--allow-all'],
  ['Bun', join(packages, '@oven/bun-linux-x64/bin/bun')],
];

const FOLLOW = `
import { followBuildLog } from './dist/client/index.js';
import { webSocket } from './dist/client/websocket.js';

const [, , url, token, buildId, over] = process.argv;
const transport = over === 'WebSocket' ? { transport: webSocket() } : {};
for await (const event of followBuildLog({ url, token, buildId, ...transport })) {
  if (event.__typename === 'BuildLogBatch') for (const { output } of event.logs) console.log(output);
  else console.log(event.build.status);
}
`;

beforeAll(async () => {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const project = ['-p', join(root, 'tsconfig.client.json'), '--outDir', join(programFolder(), 'dist')];
  await run(process.execPath, [compiler, ...project, '--incremental', 'false', '--tsBuildInfoFile', 'null']);
  await writeFile(join(programFolder(), 'follow.mjs'), FOLLOW);
});

const ways = RUNTIMES.filter(([, program]) => existsSync(program)).flatMap(([name, program, ...args]) =>
  // Node has a WebSocket of its own from 22 on.
  (name === 'Node' && !('WebSocket' in globalThis) ? ['server-sent events'] : ['server-sent events', 'WebSocket']).map(
    (over) => ({ name, over, program, args }),
  ),
);

it.each(ways)('the client follows a build on $name over $over', async ({ over, program, args }) => {
  const world = await given();
  const file = join(programFolder(), 'follow.mjs');
  const options = { cwd: programFolder(), timeout: 20_000, env: { HOME: programFolder() } };
  const { stdout } = await run(program, [...args, file, world.url, world.token, endedBuild(world).id, over], options);
  expect(stdout).toBe('line 1\nline 2\nline 3\nRUNNING\n');
});

const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;

it.runIf(hasPip)('gql of Python', { timeout: 180_000 }, async () => {
  const world = await given();
  const modules = join(programFolder(), 'python');
  await run('python3', ['-m', 'pip', 'install', '--quiet', '--target', modules, 'gql[requests]==4.4.0']);
  const env = { ...process.env, PYTHONPATH: modules, TOKEN: world.token };
  const recipe = join(root, 'examples/recipes/workspaces.py');
  expect((await run('python3', [recipe, world.url], { env })).stdout).toContain('atlas-dev RUNNING\n');
});
