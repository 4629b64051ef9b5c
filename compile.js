/*
 * Runs the bundled program for a moment and keeps the code that V8 has compiled for it, so that later starts with the
 * same Node and the same flags need not: `node compile.js`, `node FLAGS compile.js`.
 */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dir = 'dist'] = process.argv.slice(2);
const folder = resolve(dir, 'program');

/** Its first executions take the ordinary path, the later ones that of a plan. */
const TIMES = 3;
const query = `query ($first: Int!) {
  viewer { username }
  workspaces(first: $first) {
    nodes {
      id name lastUsedAt latestBuild { status }
      builds(first: $first) {
        nodes {
          id buildNumber status job { status queuedMs } parameters { name value }
          resources { name agents { name status apps { slug openUrl } } }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;

const { ProgramFiles } = await import(pathToFileURL(resolve(folder, 'program-files.js')).href);
const files = new ProgramFiles(folder);
const { run } = files.load('command.cjs');

let stop;
let printed;
const url = new Promise((found) => {
  printed = found;
});
let problems = '';
const ended = run({
  args: [],
  // The embedded Coder, and the log that a container has.
  readEnv: () => ({ PORT: '0', LOG_FORMAT: 'json', LOG_LEVEL: 'error' }),
  terminal: false,
  print: async (text) => printed(/HTTP +(http:\S+)/.exec(text)?.[1]),
  printError: (text) => {
    problems += text;
  },
  shutdownSignal: new Promise((resolve) => {
    stop = resolve;
  }),
});
const asked = await Promise.race([url, ended]);
assert.equal(typeof asked, 'string', `the program does not start: ${problems}`);
for (let time = 0; time < TIMES; time++) {
  const response = await fetch(asked, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ query, variables: { first: 2 } }),
  });
  const { errors } = await response.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
}
files.keepCode();
stop('compiled');
await ended;
