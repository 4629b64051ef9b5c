// Packs the package, installs it in an empty folder as its users do, and runs what it brings: the command, the gateway
// to embed, its types. Nothing may warn.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');
const folder = await mkdtemp(join(tmpdir(), 'coder-graphql-pack-'));

/** What npm prints beside its answer. */
async function quiet(command, args, options) {
  const { stdout, stderr } = await run(command, args, { cwd: folder, ...options });
  assert.doesNotMatch(`${stdout}\n${stderr}`, /\bwarn|EBADENGINE|deprecated/i, `${command} ${args.join(' ')}`);
  return stdout;
}

async function runsAsCommand() {
  assert.match(await quiet('npx', ['--no', 'coder-graphql', '--version'], {}), /^\d+\.\d+\.\d+\n$/);
  const env = { ...process.env, PORT: '0', CODER_URL: '', LOG_FORMAT: 'json', NODE_ENV: 'production' };
  // Not by npx: the signal is for the program itself.
  const program = spawn(join(folder, 'node_modules/.bin/coder-graphql'), { cwd: folder, env });
  let output = '';
  const url = await new Promise((found, failed) => {
    for (const stream of [program.stdout, program.stderr]) {
      stream.on('data', (data) => {
        output += data;
        const match = /HTTP +(http:\S+)/.exec(output);
        if (match) found(match[1]);
      });
    }
    program.once('exit', (code) => failed(new Error(`exited with ${code}; the program said:\n${output}`)));
  });
  const response = await fetch(`${url}?query={viewer{username}}`);
  assert.deepEqual(await response.json(), { data: { viewer: { username: 'mira' } } });
  program.kill('SIGTERM');
  const [code] = await once(program, 'close');
  assert.equal(code, 0, output);
}

/** What `docs/embedding.md` says, on what is installed. */
const EMBEDDED = `
import { createServer } from 'node:http';
import { createGateway, type Gateway, type GatewaySettings, SettingsError } from 'coder-graphql';
import { followBuildLog } from 'coder-graphql/client';
import type { BuildLogFeed } from 'coder-graphql/client/react';
import { webSocket } from 'coder-graphql/client/websocket';
import introspection from 'coder-graphql/introspection.json' with { type: 'json' };
import possibleTypes from 'coder-graphql/possibleTypes.json' with { type: 'json' };
import type { IntrospectionQuery } from 'graphql';

const settings: GatewaySettings = { graphiql: false, maxDepth: 15, logLevel: 'silent', allowedOrigins: ['https://a.example.com'] };
const gateway: Gateway = await createGateway(settings);
const response: Response = await gateway.fetch(new Request('http://localhost/graphql?query={viewer{username}}'));
const server = createServer(gateway.listener).on('upgrade', gateway.upgrade);
console.log(await response.text(), server.listening, typeof followBuildLog, typeof webSocket);
await gateway.close({ graceMs: 0 });
try {
  await createGateway({ maxDepth: 0 });
} catch (error) {
  if (error instanceof SettingsError) console.log(...error.problems);
}
// What clients with a normalized cache are given.
export const schema: { introspection: IntrospectionQuery; possibleTypes: Record<string, string[]> } = { introspection, possibleTypes };
// React is not installed here: nobody needs it who does not use the hooks.
export const state = (feed: BuildLogFeed): string => feed.state;
// @ts-expect-error The server that the gateway is embedded in listens.
export const wrong: GatewaySettings = { port: 4000 };
`;

async function isEmbedded() {
  await writeFile(join(folder, 'embed.mts'), EMBEDDED);
  const options = ['--target', 'es2023', '--strict', '--types', 'node'];
  // Of the package's own types nothing is skipped; node's are this project's.
  await symlink(join(root, 'node_modules/@types'), join(folder, 'node_modules/@types'));
  await symlink(join(root, 'node_modules/undici-types'), join(folder, 'node_modules/undici-types'));
  const compile = (...more) =>
    run(join(root, 'node_modules/.bin/tsc'), [...options, ...more, 'embed.mts'], { cwd: folder });
  await compile('--module', 'esnext', '--moduleResolution', 'bundler', '--noEmit');
  await compile('--module', 'nodenext');
  const { stdout } = await run(process.execPath, ['embed.mjs'], { cwd: folder, timeout: 60_000 });
  assert.match(stdout, /^\{"data":\{"viewer":\{"username":"mira"\}\}\} false function function$/m);
  assert.match(stdout, /^maxDepth \(GATEWAY_MAX_DEPTH\): got "0", expected a whole number of at least 1$/m);
}

try {
  const packed = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root });
  const tarball = join(folder, packed.stdout.trim().split('\n').at(-1));
  await quiet('npm', ['install', tarball], {});
  await runsAsCommand();
  await isEmbedded();
  for (const lint of ['types', 'manifest']) {
    await run('npm', ['--prefix', 'tools', 'run', '--silent', lint, '--', tarball], { cwd: root });
  }
  console.log('packed, installed, ran');
} catch (error) {
  console.error(error.stdout ?? '', error);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
