import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { connect, startWorld } from '../e2e/support.ts';
import { startGateway } from '../support.ts';
import { blocksOf, root } from './blocks.ts';
import { cases } from './cookbook-cases.ts';

const page = readFileSync(new URL('docs/cookbook.md', root), 'utf8');

/** The tasks of the page: the name of the file, its text, and the calls that the line below it states. */
const tasks = blocksOf('docs/cookbook.md').map(({ file = '', text, line }) => {
  const below = page
    .split('\n')
    .slice(line + text.split('\n').length - 1)
    .join('\n');
  const stated = /^\n*Calls: (.*)\.$/m.exec(below.split('\n### ')[0] ?? '')?.[1];
  const calls = [...(stated ?? '').matchAll(/(?:(\d+) × )?`([^`]+)`/g)].flatMap(([, times = '1', call = '']) =>
    Array<string>(Number(times)).fill(call),
  );
  return { name: file.replace('examples/operations/', '').replace('.graphql', ''), text, calls };
});

describe('the cookbook', () => {
  it('has at least twenty tasks, each with a case here', () => {
    expect(tasks.map(({ name }) => name).sort()).toEqual(Object.keys(cases).sort());
    expect(tasks.length).toBeGreaterThanOrEqual(20);
  });

  it.each(tasks.filter(({ text }) => !text.includes('\nsubscription ')))(
    '$name takes the calls that the page states',
    async ({ name, text, calls: stated }) => {
      // Each cost is that of an empty cache.
      const { embedded, query, calls } = await startGateway({ embedded: { speed: 1e-6 }, settings: { cacheMb: 0 } });
      const variables = cases[name]?.(embedded);
      embedded.clearRequests();
      const { data, errors } = await query(text, variables);
      expect(errors).toBeUndefined();
      for (const value of Object.values(data as Record<string, unknown>)) expect(value).not.toBeNull();
      const outcomes = Object.values(data as Record<string, { __typename?: string }>).map(
        ({ __typename }) => __typename,
      );
      expect(outcomes.filter((type) => type?.endsWith('Error'))).toEqual([]);
      expect(calls().sort()).toEqual([...stated].sort());
    },
  );

  it('can be gone through in the order of the page, twice, with one gateway', async () => {
    const { embedded, url } = await startWorld({ embedded: { speed: 100 } });
    const client = connect(url, embedded.user('mira').token);
    for (let time = 1; time <= 2; time++)
      for (const { name, text } of tasks) {
        const first = await client.iterate({ query: text, variables: cases[name]?.(embedded) ?? {} }).next();
        // What has been begun the first time, Coder may refuse the second time: as data.
        expect(first.value?.errors, `${name}, time ${time}`).toBeUndefined();
        expect(first.value?.data, `${name}, time ${time}`).toBeTruthy();
      }
  });

  it.each(tasks.filter(({ text }) => text.includes('\nsubscription ')))(
    '$name begins without an error',
    async ({ name, text }) => {
      const { embedded, url } = await startWorld({ embedded: { speed: 1e-6 } });
      const client = connect(url, embedded.user('mira').token);
      const variables = cases[name]?.(embedded) ?? {};
      const first = await client.iterate({ query: text, variables }).next();
      expect(first.value?.errors).toBeUndefined();
      expect(first.value?.data).toBeTruthy();
    },
  );
});
