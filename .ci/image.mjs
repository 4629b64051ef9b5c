// Does what the Dockerfile says without an engine: each stage in a folder, what is copied as .dockerignore leaves it, the
// commands but those of apt; then the entry point and the health check of the last stage.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '..');
const work = mkdtempSync(join(tmpdir(), 'coder-graphql-image-'));
const steps = readFileSync(join(root, 'Dockerfile'), 'utf8')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .flatMap((line) => /^([A-Z]+)\s+(.*)$/.exec(line)?.slice(1, 3).join('\0') ?? [])
  .map((line) => line.split('\0'));
const ignored = readFileSync(join(root, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

/** The files that an engine would be sent: git's, without the ignored ones. */
function context() {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  return files
    .trim()
    .split('\n')
    .filter((file) => !ignored.some((each) => file === each || file.startsWith(`${each}/`)))
    .filter((file) => existsSync(join(root, file)));
}

const stages = [];
/** Where a path of the image is, in the stage that is made or another. */
const inside = (path, stage = stages.at(-1)) =>
  path.startsWith('/') ? join(stage.folder, path) : join(stage.cwd, path);

function copy(text) {
  const words = text.split(' ');
  const [, from] = /^--from=(.*)$/.exec(words[0]) ?? [];
  const target = words.at(-1);
  for (const source of words.slice(from === undefined ? 0 : 1, -1)) {
    if (from !== undefined) {
      const stage = stages.find(({ name }) => name === from);
      const path = inside(source, stage);
      cpSync(path, source.endsWith('.tgz') ? join(inside(target), basename(source)) : inside(target), {
        recursive: true,
      });
    } else {
      const files = source === '.' ? context() : [source];
      for (const file of files) cpSync(join(root, file), join(inside(target), file));
    }
  }
}

const env = {
  PATH: process.env.PATH,
  HOME: work,
  npm_config_cache: process.env.npm_config_cache ?? join(process.env.HOME, '.npm'),
};
const last = {};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

async function runs() {
  const stage = stages.at(-1);
  const [tini, , ...command] = JSON.parse(last.ENTRYPOINT);
  assert.equal(tini, 'tini');
  const health = JSON.parse(last.HEALTHCHECK.replace(/^.*? CMD /, ''));
  const settings = { ...env, ...stage.env, PORT: String(await freePort()), CODER_URL: '' };
  const isHealthy = () =>
    promisify(execFile)(health[0], health.slice(1), { env: settings }).then(
      () => true,
      () => false,
    );
  const args = command.slice(1).map((each) => (each.startsWith('/') ? inside(each) : each));
  const program = spawn(command[0], args, { cwd: stage.cwd, env: settings, stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.race([
    once(program.stdout, 'data'),
    once(program, 'exit').then(([code]) => assert.fail(`exited with ${code}`)),
  ]);
  assert.equal(await isHealthy(), true);
  program.kill('SIGTERM');
  assert.deepEqual(await once(program, 'exit'), [0, null]);
  assert.equal(await isHealthy(), false);
}

try {
  for (const [step, text] of steps) {
    const stage = stages.at(-1);
    console.log(`${step} ${text.slice(0, 100)}`);
    if (step === 'FROM') {
      const folder = join(work, String(stages.length));
      mkdirSync(folder);
      stages.push({ name: text.split(' AS ')[1], folder, cwd: folder, env: {} });
    } else if (step === 'WORKDIR') {
      stage.cwd = inside(text);
      mkdirSync(stage.cwd, { recursive: true });
    } else if (step === 'COPY') copy(text);
    else if (step === 'ENV') for (const pair of text.split(' ')) stage.env[pair.split('=')[0]] = pair.split('=')[1];
    else if (step === 'RUN' && text.startsWith('npm ci')) {
      // That is the first step of CI.
      symlinkSync(join(root, 'node_modules'), join(stage.cwd, 'node_modules'));
    } else if (step === 'RUN' && !text.startsWith('apt-get')) {
      execFileSync('sh', ['-ec', text], { cwd: stage.cwd, env: { ...env, ...stage.env }, stdio: 'inherit' });
    } else last[step] = text;
  }
  const installed = readdirSync(join(stages.at(-1).cwd, 'node_modules')).filter((name) => !name.startsWith('.'));
  assert.deepEqual(installed.sort(), ['coder-graphql', 'graphql', 'graphql-ws']);
  await runs();
  console.log('the image is built, runs, and ends');
} finally {
  rmSync(work, { recursive: true, force: true });
}
