import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The page that the tests open: built when it is not up to date. */
export default function buildPage(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../graphiql/build.js', import.meta.url))]);
}
