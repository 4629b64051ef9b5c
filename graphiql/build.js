import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { inputHash, stampOf } from '../input-hash.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const source = join(root, 'graphiql');
/** Where the page goes. */
const [target = join(root, 'dist/graphiql')] = process.argv.slice(2);
/** What the page was built from. */
const stamp = join(target, 'stamp');

/**
 * Writes a file as it is sent: nobody but a client that reads neither coding needs the file as it was. All files are
 * compressed at once, which uses all cores: somebody waits for it. Of Brotli, 9 would take more than twice as long for 1 % less.
 */
async function writeCompressed(name, content) {
  const bytes = Buffer.from(content);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 7, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const [br, gz] = await Promise.all([promisify(brotliCompress)(bytes, { params }), promisify(gzip)(bytes)]);
  writeFileSync(join(target, `${name}.br`), br);
  writeFileSync(join(target, `${name}.gz`), gz);
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
  await Promise.all([
    ...output.map((file) =>
      // Those in the folder `graphiql` are asked for there, and lie here.
      writeCompressed(file.fileName.replace(/^graphiql\//, ''), file.type === 'chunk' ? file.code : file.source),
    ),
    writeCompressed('THIRD-PARTY-NOTICES.txt', noticesOf(modules)),
  ]);
}

// At a start nothing has changed.
const from = inputHash(['graphiql', 'examples/operations', 'package-lock.json', 'notices.js']);
if (stampOf(stamp) !== from) {
  await build();
  // Last: what was broken off is built again.
  writeFileSync(stamp, from);
}
