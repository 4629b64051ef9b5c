import { type DocumentNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { RunningDocuments } from '../../../src/server/limits/running-documents.ts';

/** About 1 MB. */
const large = (n: number) => parse(`subscription { a${n} ${'field '.repeat(1_990)} }`);

/** Holds until there is no room. */
function fill(documents: RunningDocuments, key: string) {
  const releases: (() => void)[] = [];
  for (;;) {
    const document = large(releases.length);
    if (!documents.hasRoom(key, document)) return releases;
    releases.push(documents.hold(key, document));
  }
}

test('an account holds so many documents, and leaves room for others', () => {
  const documents = new RunningDocuments();
  const releases = fill(documents, 'one');
  expect(releases.length).toBeGreaterThan(10);
  expect(documents.hasRoom('one', parse('subscription { short }'))).toBe(true);
  expect(documents.hasRoom('two', large(1_000))).toBe(true);
  releases[0]?.();
  expect(documents.hasRoom('one', large(1_001))).toBe(true);
});

test('all accounts together hold so many', () => {
  const documents = new RunningDocuments();
  const held = Array.from({ length: 20 }, (_, n) => fill(documents, `${n}`));
  expect(held.at(-1)).toEqual([]);
  for (const release of held.flat()) release();
  expect(documents.bytes).toBe(0);
});

test('a document counts once, until the last that runs it has ended', () => {
  const documents = new RunningDocuments();
  const document: DocumentNode = large(0);
  const releases = Array.from({ length: 1_000 }, () => documents.hold('one', document));
  const { bytes } = documents;
  for (const release of releases.slice(1)) {
    release();
    release();
  }
  expect(documents.bytes).toBe(bytes);
  releases[0]?.();
  expect(documents.bytes).toBe(0);
});
