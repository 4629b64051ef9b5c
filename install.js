// Installs the packages of folders with a lockfile of their own: `node install.js tools`. Only when that has changed.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputHash, stampOf } from './input-hash.js';

for (const folder of process.argv.slice(2)) {
  const cwd = join(import.meta.dirname, folder);
  const stamp = join(cwd, 'node_modules/.stamp');
  const lock = inputHash([`${folder}/package-lock.json`]);
  if (stampOf(stamp) === lock) continue;
  // NODE_ENV=production would leave most of them out.
  execFileSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    // On Windows npm is a batch file, which only a shell can start.
    shell: process.platform === 'win32',
  });
  // Last, so that an installation that was interrupted is done again.
  writeFileSync(stamp, lock);
}
