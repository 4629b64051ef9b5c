import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSettings } from '../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'operations-'));

function read(content: string) {
  const file = join(folder, 'operations.json');
  writeFileSync(file, content);
  return readSettings({ env: { GATEWAY_PERSISTED_OPERATIONS: file } });
}

it.each([
  ['the client preset or Relay', '{"a1":"{ viewer { id } }"}'],
  [
    'Apollo',
    '{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"a1","name":"V","type":"query","body":"{ viewer { id } }"}]}',
  ],
])('should read the file that %s writes', (_, content) => {
  expect(read(content).settings?.persistedOperations).toEqual(new Map([['a1', '{ viewer { id } }']]));
});

it.each([
  ['{', 'is not JSON'],
  ['[]', 'is not an object of documents by their ids'],
  ['{}', 'has no operations'],
  ['{"a":5}', 'has no document under "a"'],
  ['{"a":"{"}', 'has a document "a" that is not GraphQL: Syntax Error: Expected Name, found <EOF>.'],
  ['{"format":"apollo-persisted-query-manifest"}', 'has no list of operations'],
  ['{"format":"apollo-persisted-query-manifest","operations":[null]}', 'has an operation without an id'],
])('should say what is wrong with %s', (content, what) => {
  const file = JSON.stringify(join(folder, 'operations.json'));
  expect(read(content).problems).toEqual([`GATEWAY_PERSISTED_OPERATIONS: the file ${file} ${what}`]);
});

it('should say when there is no such file', () => {
  const { problems } = readSettings({ env: { GATEWAY_PERSISTED_OPERATIONS: '/nowhere/at.all' } });
  expect(problems).toEqual(['GATEWAY_PERSISTED_OPERATIONS: the file "/nowhere/at.all" cannot be read (ENOENT)']);
});
