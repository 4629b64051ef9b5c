import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readOperationsFile } from '../../src/config-operations.ts';
import { startWorld } from '../e2e/support.ts';
import { root } from './blocks.ts';

const operations = readOperationsFile(fileURLToPath(new URL('examples/persisted-operations.json', root)));
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

// `npm run generate` writes it again.
it('has each document of the examples as it is, by its hash', () => {
  const folder = new URL('examples/operations/', root);
  const texts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  expect(operations).toEqual(new Map(texts.map((text) => [hash(text), text])));
});

it('is what the gateway can be given: it runs these by their ids, and nothing else', async () => {
  const { url, embedded } = await startWorld({ settings: { persistedOperations: operations } });
  const headers = { 'content-type': 'application/json', 'coder-session-token': embedded.user('mira').token };
  const ask = async (body: object) =>
    (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json() as Promise<unknown>;
  const text = readFileSync(new URL('examples/operations/count-by-status.graphql', root), 'utf8');
  const answer = { data: { workspacesByStatus: expect.arrayContaining([expect.anything()]) } };
  expect(await ask({ documentId: hash(text) })).toEqual(answer);
  expect(await ask({ extensions: { persistedQuery: { version: 1, sha256Hash: hash(text) } } })).toEqual(answer);
  expect(await ask({ query: '{ viewer { username } }' })).toMatchObject({
    errors: [{ extensions: { code: 'OPERATION_NOT_ALLOWED' } }],
  });
});
