import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { AutomaticPersistedQueries } from '../../../src/server/documents/automatic-persisted-queries.ts';
import type { DocumentParams } from '../../../src/server/documents/document-source.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (text: string): DocumentParams => ({ extensions: { persistedQuery: { sha256Hash: hash(text) } } });

it('should keep the documents that were used last, within its bytes', () => {
  const queries = new AutomaticPersistedQueries(1_000, 10_000);
  const texts = Array.from({ length: 20 }, (_, n) => `{ a${n} # ${'x'.repeat(480)}\n}`);
  for (const text of texts) queries.resolve({ query: text, ...persisted(text) });
  expect(queries.resolve(persisted(texts[19] as string)).query).toBe(texts[19]);
  expect(() => queries.resolve(persisted(texts[0] as string))).toThrow('PersistedQueryNotFound');
});

it('should keep no document over the limit', () => {
  const queries = new AutomaticPersistedQueries(100);
  const text = `{ a } # ${'x'.repeat(100)}`;
  expect(queries.resolve({ query: text, ...persisted(text) }).query).toBe(text);
  expect(() => queries.resolve(persisted(text))).toThrow('PersistedQueryNotFound');
});
