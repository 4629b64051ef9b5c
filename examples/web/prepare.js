// Installs what the page is made with, and builds it; each only when it has changed.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputHash, stampOf } from '../../input-hash.js';

const here = import.meta.dirname;
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'codegen.ts', 'cache-schema.ts', 'package-lock.json'];

// NODE_ENV of tests would build React for development.
const { NODE_ENV: _, ...env } = process.env;
/** @type {import('node:child_process').ExecFileSyncOptions} */
const options = { cwd: here, env, stdio: ['ignore', 'inherit', 'inherit'] };

execFileSync(process.execPath, [join(here, '../../install.js'), 'examples/web'], options);

const stamp = join(here, 'dist/.stamp');
const sources = [...SOURCES.map((name) => `examples/web/${name}`), 'src/client', 'schema.graphql', 'scalars.json'];
const from = inputHash(sources);
if (stampOf(stamp) !== from) {
  // On Windows npm is a batch file, which only a shell can start.
  execFileSync('npm', ['run', '--silent', 'build'], { ...options, shell: process.platform === 'win32' });
  writeFileSync(stamp, from);
}
