import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../', import.meta.url));
const source = join(root, 'graphiql');
/** Where the page goes. */
const [target = join(root, 'dist/graphiql')] = process.argv.slice(2);
/** What the page was built from. */
const stamp = join(target, 'stamp');

/** A hash of all that the page is made of: it is built when that has changed, which at a start it has not. */
function inputs() {
  const hash = createHash('sha256');
  const folders = [source, join(root, 'examples/operations')];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...files, join(root, 'package-lock.json'), join(root, 'notices.js')].sort()) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function builtFrom() {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return undefined;
  }
}

/** Lies on the disk as it is sent: nobody but a client that reads neither coding needs the file as it was. */
function writeCompressed(name, content) {
  const bytes = Buffer.from(content);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(join(target, `${name}.br`), brotliCompressSync(bytes, { params }));
  writeFileSync(join(target, `${name}.gz`), gzipSync(bytes, { level: 9 }));
}

async function build() {
  // Only now: to load it takes longer than to see that there is nothing to do.
  const [{ build }, { modulesOf, noticesOf }] = await Promise.all([import('vite'), import('../notices.js')]);
  const modules = new Set();
  const collect = () => ({
    name: 'modules',
    generateBundle(_, bundle) {
      for (const module of modulesOf(bundle)) modules.add(module);
    },
  });
  const { output } = await build({
    configFile: join(source, 'vite.config.js'),
    logLevel: 'warn',
    plugins: [collect()],
    worker: { plugins: () => [collect()] },
  });
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const file of output) {
    // Those in the folder `graphiql` are asked for there, and lie here.
    writeCompressed(file.fileName.replace(/^graphiql\//, ''), file.type === 'chunk' ? file.code : file.source);
  }
  writeCompressed('THIRD-PARTY-NOTICES.txt', noticesOf(modules));
}

const from = inputs();
if (builtFrom() !== from) {
  await build();
  // Last: what was broken off is built again.
  writeFileSync(stamp, from);
}
