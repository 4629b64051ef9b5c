import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** What a page consists of: the document, and a script whose name has a hash. */
export const pageText = {
  'index.html':
    '<!doctype html><title>GraphiQL</title><script type="module" src="./graphiql/index-ocOSEAVV.js"></script>',
  'index-ocOSEAVV.js': 'document.body.textContent = "Hello";',
  'LICENSES.txt': 'None',
};

/** A folder with a small page in it, as the build leaves one; it goes with the process. */
export function pageFixture(): URL {
  const folder = mkdtempSync(join(tmpdir(), 'graphiql-page-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(pageText)) {
    writeFileSync(join(folder, `${name}.gz`), gzipSync(text));
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text));
  }
  writeFileSync(join(folder, 'stamp'), 'hash');
  return pathToFileURL(`${folder}/`);
}
