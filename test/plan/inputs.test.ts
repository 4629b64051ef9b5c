import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const src = resolve(import.meta.dirname, '../../src');
/** What takes part in answering a query, above the session. */
const FOLDERS = ['schema', 'resolvers', 'loaders', 'plan'];

/** Where an answer could come from besides the calls and facts that a session notes. */
const SOURCES: Record<string, RegExp> = {
  'the time': /Date\.now|new Date\(\)|performance\.now|hrtime/,
  chance: /Math\.random|random(?:UUID|Bytes|Int)/,
  'the process': /\bprocess\./,
  'the client that all share': /\bclient\b/,
};

/** Why these may read what the session does not note. */
const EXCEPTIONS: Record<string, string> = {
  'loaders/scan-budget.ts': 'a scan that goes on asks the session what is left, and then nothing is kept',
  'loaders/build-details.ts': 'only for a call whose answer is not compared',
  'loaders/kept-details.ts': 'takes answers that cannot change from the cache, and tells the session of each',
  'loaders/kept-log.ts': 'takes answers that cannot change from the cache, and tells the session of each',
  'loaders/workspaces.ts': 'only tells of what Coder has refused',
  'resolvers/create-build.ts': 'a mutation',
  'resolvers/update-build-state.ts': 'a mutation',
  'resolvers/cancel-build.ts': 'a mutation',
};

function codeOf(file: string): string {
  const text = readFileSync(resolve(src, file), 'utf8');
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'/g, '');
}

const files = FOLDERS.flatMap((folder) =>
  readdirSync(resolve(src, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`),
);
const readsMore = (file: string) => Object.values(SOURCES).some((source) => source.test(codeOf(file)));

// A result is kept by the calls and the facts that its session has noted.
it('the answer to a query comes from nothing that its session does not note', () => {
  expect(files.filter(readsMore).toSorted()).toEqual(Object.keys(EXCEPTIONS).toSorted());
});
