import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ProgramFiles } from '../../src/cli/program-files.ts';

const moduleOf = (text: string) =>
  `(function (exports, require, module, __filename, __dirname) { 'use strict'; ${text} })`;

let programs = 0;

/** A program of two files, as a build leaves it. V8 has seen none like it, or it would ask for no code. */
async function program(): Promise<string> {
  programs++;
  const folder = await mkdtemp(join(tmpdir(), 'coder-graphql-program-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = {
    'command.cjs': "exports.of = require('./part-Ab_d-f12.cjs'); exports.file = __filename;",
    'part-Ab_d-f12.cjs': `exports.add = (a, b) => a + b; exports.join = require('node:path').join; exports.program = ${programs};`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), moduleOf(text));
  return folder;
}

interface Command {
  file: string;
  of: { add: (a: number, b: number) => number; join: typeof join };
}

function started(folder: string) {
  const files = new ProgramFiles(folder);
  return { files, command: files.load('command.cjs') as Command };
}

test('files of the program load each other and what Node has, each once', async () => {
  const folder = await program();
  const { files, command } = started(folder);
  expect(command.file).toBe(join(folder, 'command.cjs'));
  expect(command.of.add(2, 3)).toBe(5);
  expect(command.of.join).toBe(join);
  expect(files.load('part-Ab_d-f12.cjs')).toBe(command.of);
  expect(files.compiled).toBe(false);
  expect(() => files.load('part-missing.cjs')).toThrow('part-missing.cjs');
});

test('code that was kept is used by the next start', async () => {
  const folder = await program();
  const first = started(folder);
  first.command.of.add(2, 3);
  first.files.keepCode();
  const next = started(folder);
  expect(next.files.compiled).toBe(true);
  expect(next.command.of.add(2, 3)).toBe(5);
});

test('code that V8 does not take is compiled again', async () => {
  const other = await program();
  started(other).files.keepCode();
  const [made = ''] = await readdir(join(other, 'code'));
  const folder = await program();
  await mkdir(join(folder, 'code', made), { recursive: true });
  // Of another version it would look like this: V8 does not know its beginning.
  await writeFile(join(folder, 'code', made, 'part-Ab_d-f12.cjs'), Buffer.alloc(2_000, 7));
  const { files, command } = started(folder);
  expect(files.compiled).toBe(false);
  expect(command.of.add(2, 3)).toBe(5);
});

test('only files whose name tells their text have code', async () => {
  const folder = await program();
  started(folder).files.keepCode();
  const [made = ''] = await readdir(join(folder, 'code'));
  expect(made).toMatch(new RegExp(`^${process.version}-${process.arch}`));
  expect(await readdir(join(folder, 'code', made))).toEqual(['part-Ab_d-f12.cjs']);
});
