import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { type Block, blocksOf, pages, root } from './blocks.ts';

const schema = buildSchema(readFileSync(new URL('schema.graphql', root), 'utf8'));
const source = readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => flat(readFileSync(new URL(`src/${name}`, root), 'utf8')))
  .join('\n');

/** Shell blocks that test/docs/shell.test.ts runs, by page. */
const RUN = ['README.md', 'docs/log-feed.md'];

/** What nothing runs or checks, by a piece of its text, and why. */
const NOT_RUN: Record<string, string> = {
  'npm ci': 'installs packages: .ci/run does the same',
  'CODER_URL=https://coder.example.com': 'needs a real Coder',
  'npx coder-graphql --coder-url': 'needs a real Coder',
  'npm install coder-graphql': 'needs a registry that has the package',
  'gateway.listener': 'test/embedding.test.ts serves the same',
  'npm run conformance': 'needs a real Coder; test/conformance runs the command',
  'npm run bench': 'takes half an hour; test/bench.test.ts runs a part',
  'ACL SETUSER gateway': 'test/redis/commands.test.ts runs the gateway as this user',
  'bench run simulate': 'takes minutes, and a real Redis',
  'REDIS_READERS=300': 'takes minutes; .ci/run runs the same with fewer readers',
  'map $http_upgrade': 'needs nginx',
  handle_path: 'needs Caddy',
  '──HTTP / SSE / WebSocket──▶': 'a drawing',
  'values compared, 0 differences': 'the output of a command that needs a real Coder',
  'event: next\ndata:': 'bytes on the wire: test/e2e/sse.test.ts reads them',
  '│ backlog  │': 'a drawing',
  '"documentId": "4f1a': 'a request with a placeholder: test/e2e/persisted-operations.test.ts sends such',
  '"sha256Hash": "4f1a': 'a request with a placeholder: test/e2e/persisted-operations.test.ts sends such',
  'workspaceName: t.field(': 'a field that does not exist, deprecated',
};

/** Without what the formatter decides. */
function flat(text: string): string {
  return text.replaceAll(/\s+/g, '').replaceAll(/,(?=[)}\]])/g, '');
}

/** Why the block is accounted for; undefined when it is not. */
function checkedBy({ page, language, text, file }: Block): string | undefined {
  if (file !== undefined) return 'test/docs/files.test.ts, and what runs the file';
  // documents.test.ts executes every operation, except those of the two pages that have a test of their own.
  if (language === 'graphql' && validate(schema, parse(text)).length === 0) return 'the schema, and the gateway';
  if (language === 'json' && ['docs/mutations.md', 'README.md'].includes(page)) return 'the block before it';
  if (language === 'json' && page === 'docs/errors.md') return 'test/docs/errors-page.test.ts';
  if (language === 'ts' && source.includes(flat(text))) return 'the compiler, in src';
  if (Object.keys(NOT_RUN).some((piece) => text.includes(piece))) return 'nothing';
  if (language === 'sh' && RUN.includes(page) && text.includes('curl')) return 'test/docs/shell.test.ts';
  return undefined;
}

const blocks = pages.flatMap(blocksOf);

it('runs or checks every code block, or says why not', () => {
  const open = blocks.filter((block) => checkedBy(block) === undefined);
  expect(open.map(({ page, line, language }) => `${page}:${line} ${language}`)).toEqual([]);
});

const tests = ['clients', 'browser', 'e2e']
  .flatMap((folder) => readdirSync(new URL(`test/${folder}/`, root)).map((name) => `test/${folder}/${name}`))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(new URL(name, root), 'utf8'))
  .join('\n');

it('has a test that runs each recipe', () => {
  const recipes = readdirSync(new URL('examples/recipes/', root)).filter((name) => /\.(tsx?|py)$/.test(name));
  const notRun = recipes.filter((name) => {
    const bare = name.replace(/\.\w+$/, '');
    return !tests.includes(`recipe('${bare}')`) && !tests.includes(`recipes/${bare}.`) && !tests.includes(`'${bare}'`);
  });
  expect(recipes.length).toBeGreaterThan(20);
  expect(notRun).toEqual([]);
});

it('excuses no block that is not there', () => {
  const unused = Object.keys(NOT_RUN).filter((piece) => !blocks.some(({ text }) => text.includes(piece)));
  expect(unused).toEqual([]);
});
