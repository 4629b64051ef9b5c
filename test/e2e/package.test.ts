import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { programFolder, startProgram, useProgram } from './program.ts';

useProgram();

it('should pack the program without what only tests use', async () => {
  const options = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', options, { cwd: programFolder() });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths).toContain('dist/main.js');
  expect(paths).toEqual(expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', 'dist/program/server.js']));
  expect(paths.filter((path) => path.includes('testing'))).toEqual([]);
});

it('should load its libraries from its own few files', async () => {
  const folder = `${programFolder()}/dist`;
  const chunks = await readdir(`${folder}/program`);
  const texts = await Promise.all(
    ['main.js', ...chunks.map((name) => `program/${name}`)].map((name) => readFile(`${folder}/${name}`, 'utf8')),
  );
  const imported = texts.flatMap((text) =>
    [
      ...text.matchAll(/^import .*from "([^"]+)";$|\bimport\("([^"]+)"\)|^(?:const|let) \w+ = require\("([^"]+)"\)/gm),
    ].map(([, first, second, third]) => first ?? second ?? third ?? ''),
  );
  const elsewhere = imported.filter((name) => !name.startsWith('.') && !isBuiltin(name));
  expect([...new Set(elsewhere)].sort()).toEqual([]);
  // The embedded Coder and the printed schema wait until they are asked for.
  expect(chunks).toEqual(expect.arrayContaining(['server.js', 'files.js']));
  expect(chunks.filter((name) => /^(server|cluster|otlp-tracing|pino-pretty)-.{8}\.cjs$/.test(name))).toHaveLength(4);
});

it('should start with the code that was compiled for this Node and these flags', async () => {
  const folder = `${programFolder()}/dist`;
  const node = async (...args: string[]) => (await promisify(execFile)(process.execPath, args)).stdout;
  const text = await readFile(`${programFolder()}/package.json`, 'utf8');
  const { scripts } = JSON.parse(text) as { scripts: { start: string } };
  const startFlags = scripts.start.split(' ').filter((word) => word.startsWith('--'));
  const compile = fileURLToPath(new URL('../../compile.js', import.meta.url));
  await node(compile, folder);
  await node(...startFlags, compile, folder);
  const start = `${folder}/start.js`;
  await writeFile(
    start,
    `import { ProgramFiles } from './program/program-files.js';
    const files = new ProgramFiles(import.meta.dirname + '/program');
    files.load('command.cjs');
    console.log(files.compiled ? 'compiled' : 'not compiled');`,
  );
  expect(await node(start)).toBe('compiled\n');
  expect(await node(...startFlags, start)).toBe('compiled\n');
  expect(await node('--max-semi-space-size=32', start)).toBe('not compiled\n');
  const program = await startProgram('');
  expect((await fetch(`${program.url}?query={viewer{username}}`)).status).toBe(200);
});

it('should bring the notices of the libraries whose code it has', async () => {
  const notices = await readFile(`${programFolder()}/dist/THIRD-PARTY-NOTICES.txt`, 'utf8');
  const packages = JSON.parse(await readFile(`${programFolder()}/package.json`, 'utf8'));
  const versions: Record<string, string> = { ...packages.dependencies, ...packages.devDependencies };
  const sources = new URL('../../src/', import.meta.url);
  const files = (await readdir(sources, { recursive: true })).filter((file) => /^(?!client).*\.ts$/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, sources), 'utf8')));
  const imported = texts.flatMap((text) => [
    ...text.matchAll(/^(?:import|export) (?!type )[^;]* from '([^.'][^']*)'/gm),
  ]);
  const names = new Set(
    imported
      .map(([, name]) => (name as string).replace(/^((?:@[^/]+\/)?[^/]+).*/, '$1'))
      .filter((name) => !isBuiltin(name)),
  );
  expect(names.size).toBeGreaterThan(10);
  expect([...names].filter((name) => !notices.includes(`${name} ${versions[name]} (`))).toEqual([]);
  expect(notices).toContain('Permission is hereby granted');
});

it('should bring the GraphiQL page, with the notices of what is in it, and build it once', async () => {
  const folder = `${programFolder()}/dist/graphiql`;
  const build = () => promisify(execFile)(process.execPath, ['graphiql/build.js', folder]);
  await build();
  const made = await stat(`${folder}/index.html.br`);
  await build();
  expect((await stat(`${folder}/index.html.br`)).mtimeMs).toBe(made.mtimeMs);
  const notices = gunzipSync(await readFile(`${folder}/THIRD-PARTY-NOTICES.txt.gz`)).toString();
  for (const name of ['react', 'monaco-editor', 'graphql', '@graphiql/react', 'anser', 'zustand']) {
    expect(notices).toMatch(new RegExp(`^${name} [\\d.]+ \\(MIT\\)$`, 'm'));
  }
  const options = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', options, { cwd: programFolder() });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  expect(files.map(({ path }) => path)).toContain('dist/graphiql/index.html.br');

  const program = await startProgram('', { GATEWAY_GRAPHIQL: 'on' });
  const page = await fetch(program.url, { headers: { accept: 'text/html' } });
  const [script = ''] = /graphiql\/index-[\w-]+\.js/.exec(await page.text()) ?? [];
  expect((await fetch(new URL(script, program.url))).status).toBe(200);
}, 60_000);

it('should start in front of the embedded Coder without what only tests use', async () => {
  expect(existsSync(`${programFolder()}/dist/embedded/testing`)).toBe(false);
  const program = await startProgram('');
  const response = await fetch(program.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ viewer { username } }' }),
  });
  expect(await response.json()).toEqual({ data: { viewer: { username: 'mira' } } });
});
