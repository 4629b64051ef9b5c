import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { modulesOf, noticesOf } from './notices.js';

const notices = {
  name: 'notices',
  generateBundle(_, bundle) {
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES.txt', source: noticesOf(modulesOf(bundle)) });
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

/** Undici's HTTP/2, which nothing here speaks: it would load Node's with every start. */
const noHttp2 = {
  name: 'no-http2',
  load: (id) => (id.endsWith('/undici/lib/dispatcher/client-h2.js') ? 'module.exports = undefined;' : null),
};

/** Asks about the global `Request`, which Node loads with a second undici once somebody looks at it. */
const ASKS_FOR_REQUEST = 'fetchAPI.Request !== globalThis.Request';

/** The answer is known: yoga has a `Request` of its own here. */
const noGlobalRequest = {
  name: 'no-global-request',
  transform(code, id) {
    if (!id.endsWith('/@whatwg-node/server/esm/createServerAdapter.js')) return null;
    if (!code.includes(ASKS_FOR_REQUEST)) this.error(`${id} does not ask \`${ASKS_FOR_REQUEST}\` any more`);
    return code.replace(ASKS_FOR_REQUEST, 'true');
  },
};

/**
 * GraphQL.js as modules, whichever of its files are asked for: of those only what is used gets in, and calls between
 * them are plain calls. There is no second copy, whose types would be strangers.
 */
const graphqlModules = {
  name: 'graphql-modules',
  resolveId(source) {
    const [, file] = /^graphql(\/.+?)?(?:\.js)?$/.exec(source) ?? [];
    if (source !== 'graphql' && file === undefined) return null;
    return resolve(`node_modules/graphql${file ?? '/index'}.mjs`);
  },
};

function escaped(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * V8 keeps the source of a program in memory, with two bytes for each character as soon as one does not fit into one:
 * the dozens of those in texts would cost as much as all the code. What is ASCII needs no decoding either.
 */
const oneBytePerCharacter = {
  name: 'one-byte-per-character',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = file.code.replace(/[^\0-\x7f]/g, escaped);
    }
  },
};

/** As `ProgramFiles` runs them: to put this around a text when it is loaded would keep a copy of it in memory. */
const moduleFunctions = {
  name: 'module-functions',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      file.code = `(function (exports, require, module, __filename, __dirname) { 'use strict'; ${file.code}\n})`;
    }
  },
};

/** Where the program goes. */
const [dir = 'dist'] = process.argv.slice(2);

/** What all bundles have in common. */
const ours = {
  platform: 'node',
  plugins: [partOfUndici, noHttp2, noGlobalRequest, graphqlModules, oneBytePerCharacter],
};

/** Writes the entries, with what they share in `program`. */
async function write(input, { plugins = [], ...output }) {
  const program = await rolldown({ ...ours, input, plugins: [...ours.plugins, ...plugins] });
  // Comments are in the sources; those of licenses are in the notices.
  await program.write({ dir, comments: false, ...output });
}

rmSync(join(dir, 'program'), { recursive: true, force: true });
/*
 * The program with its libraries in a few files: loading the thousand modules one by one takes most of the time of a
 * start. Nothing is left to be installed beside it, so that no library of a newer major, which our `overrides` keep out
 * here, warns where the package is installed.
 */
await write(
  { command: 'src/cli/command.ts' },
  {
    format: 'cjs',
    // Node 24 warns of `import()` in a script, and loads what nobody asked for.
    dynamicImportInCjs: false,
    entryFileNames: 'program/[name].cjs',
    chunkFileNames: 'program/[name]-[hash].cjs',
    plugins: [moduleFunctions],
    // Each use of what another file exports would be a call.
    codeSplitting: { groups: [{ name: 'gateway', test: /\/src\/(cli\/start|server\/observability\/log)\.ts$/ }] },
  },
);
// What others import: modules, which bundlers understand. The command would be loaded twice as slowly as one of those.
await write(
  {
    main: 'src/main.ts',
    index: 'src/index.ts',
    'conformance/main': 'src/conformance/main.ts',
    'program/files': 'src/schema/files.ts',
    'program/program-files': 'src/cli/program-files.ts',
  },
  { format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'program/[name].js', plugins: [notices] },
);

const { schemaFile } = await import(pathToFileURL(join(dir, 'program/files.js')).href);
for (const name of ['introspection.json', 'possibleTypes.json']) writeFileSync(join(dir, name), schemaFile(name));
// TypeScript reads the kinds in the JSON as any text, and clients do not take that for an introspection.
writeFileSync(
  join(dir, 'introspection.d.ts'),
  "import type { IntrospectionQuery } from 'graphql';\n\ndeclare const introspection: IntrospectionQuery;\nexport default introspection;\n",
);
