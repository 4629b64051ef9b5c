import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The page that the journeys open: installed and built when it is not up to date. */
export default function buildPage(): void {
  const prepare = fileURLToPath(new URL('../prepare.js', import.meta.url));
  execFileSync(process.execPath, [prepare], { stdio: ['ignore', 'ignore', 'inherit'] });
}
