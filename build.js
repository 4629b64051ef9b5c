// Builds the package, or the parts that the arguments name, side by side: `node build.js program page`.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const compiler = 'node_modules/typescript/bin/tsc';
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

/** What V8 is told by `npm start`, and by the image too. */
const startFlags = scripts.start.split(' ').filter((word) => word.startsWith('--'));

/** Arguments for Node, one run after the other, by what comes of them. None needs what another one writes. */
const PARTS = {
  // Its code is compiled for these flags, and for none.
  program: [['bundle.js'], ['compile.js'], [...startFlags, 'compile.js']],
  page: [['graphiql/build.js']],
  types: [[compiler, '-p', 'tsconfig.build.json']],
  client: [[compiler, '-p', 'tsconfig.client.json']],
};

/** Resolves to whether it has succeeded; what it said is printed in one piece. */
function run(part, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        said += text;
      });
    }
    child.once('close', (code, signal) => {
      if (code !== 0) console.error(`${part}: the build failed (${signal ?? `exit code ${code}`})`);
      if (said !== '') console.error(said.trimEnd());
      resolve(code === 0);
    });
  });
}

/** Resolves to whether all of its runs have succeeded. */
async function build(part) {
  for (const args of PARTS[part]) if (!(await run(part, args))) return false;
  return true;
}

const named = process.argv.slice(2);
const unknown = named.filter((part) => !(part in PARTS));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);
  process.exitCode = 2;
} else {
  const built = await Promise.all((named.length > 0 ? named : Object.keys(PARTS)).map(build));
  if (built.includes(false)) process.exitCode = 1;
}
