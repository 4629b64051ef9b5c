// Installs what the page is made with, and builds it; each only when it has changed.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputHash, stampOf } from '../../input-hash.js';

const here = import.meta.dirname;
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'codegen.ts', 'cache-schema.ts', 'package-lock.json'];

/**
 * @param {string} stamp Where it is kept what was done with what.
 * @param {string} from What it is to be done with now.
 * @param {string[]} args
 */
function once(stamp, from, args) {
  if (stampOf(stamp) === from) return;
  // That of tests would build React for development.
  const { NODE_ENV: _, ...env } = process.env;
  // A list of arguments for a shell, since npm is a script of its own kind on each system.
  execFileSync('npm', args, {
    cwd: here,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  writeFileSync(stamp, from);
}

const installed = inputHash(['examples/web/package-lock.json']);
once(join(here, 'node_modules/.stamp'), installed, ['ci', '--no-audit', '--no-fund']);

const sources = SOURCES.map((name) => `examples/web/${name}`);
const built = inputHash([...sources, 'src/client', 'schema.graphql', 'scalars.json']);
once(join(here, 'dist/.stamp'), built, ['run', '--silent', 'build']);
