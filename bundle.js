import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

/** The folder of the package that a module belongs to; undefined: it is our own. */
function packageOf(module) {
  if (!module.includes('/node_modules/')) return undefined;
  let folder = dirname(module);
  while (!/\/node_modules\/(@[^/]+\/)?[^/]+$/.test(folder) || !existsSync(join(folder, 'package.json')))
    folder = dirname(folder);
  return folder;
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? '' : `\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
  return `${name} ${version} (${license})${text}`;
}

/** Their licenses ask that the libraries' notices go where their code goes. */
const notices = {
  name: 'notices',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
    const folders = new Set(modules.flatMap((module) => packageOf(module) ?? []));
    const source = `${[...folders]
      .sort()
      .map(notice)
      .join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES.txt', source });
  },
};

const UNDICI = '\0undici';

/**
 * Of undici only what the program uses. Its entry loads a browser's fetch, caches and sockets as well: two thirds of its
 * code, and 9 MB of memory. The methods of dispatchers are what its entry adds to them too.
 */
const partOfUndici = {
  name: 'part-of-undici',
  resolveId: (source) => (source === 'undici' ? UNDICI : null),
  load(id) {
    if (id !== UNDICI) return null;
    const of = (file) => JSON.stringify(resolve('node_modules/undici/lib', file));
    return `
      import Dispatcher from ${of('dispatcher/dispatcher.js')};
      import api from ${of('api/index.js')};
      import Pool from ${of('dispatcher/pool.js')};
      import buildConnector from ${of('core/connect.js')};
      Object.assign(Dispatcher.prototype, api);
      export { Pool, buildConnector };
    `;
  },
};

function escaped(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * V8 keeps the source of a program in memory, with two bytes for each character as soon as one does not fit into one:
 * the dozens of those in texts would cost as much as all the code.
 */
const oneBytePerCharacter = {
  name: 'one-byte-per-character',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = file.code.replace(/[^\0-\xff]/g, escaped);
    }
  },
};

/** Where the compiler has written. */
const [dir = 'dist'] = process.argv.slice(2);

/**
 * The program with its libraries in a few files, in the place of what the compiler wrote: loading the thousand modules
 * one by one takes most of the time of a start.
 */
const program = await rolldown({
  input: { main: 'src/main.ts' },
  platform: 'node',
  // These load files of their own: the worker that formats logs, and the assets of GraphiQL.
  external: ['pino', '@graphql-yoga/render-graphiql'],
  plugins: [partOfUndici, oneBytePerCharacter, notices],
});
await program.write({
  dir,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'program/[name].js',
});

const { schemaFile } = await import(pathToFileURL(join(dir, 'schema/files.js')).href);
for (const name of ['introspection.json', 'possibleTypes.json']) writeFileSync(join(dir, name), schemaFile(name));
