import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { documents, startMutations } from './support.ts';

const page = readFileSync(new URL('../../docs/mutations.md', import.meta.url), 'utf8');

/** What the page's examples stand on, by the name of the operation. */
const EXAMPLES: Record<string, { user?: string; variables: (coder: TestCoder) => Record<string, unknown> }> = {
  Start: { user: 'omar', variables: falcon },
  StartWithTooMuch: { user: 'omar', variables: falcon },
  Cancel: { user: 'omar', variables: running },
  CancelTooLate: { user: 'omar', variables: (coder) => ({ buildId: coder.build('falcon').id }) },
  CancelWhilePending: { user: 'omar', variables: running },
  Store: { user: 'tara', variables: state },
  StoreAsMember: { user: 'omar', variables: state },
  StartAndLose: {
    variables: (coder) => {
      coder.faults.add({ method: 'POST', cutAfterBytes: 0 });
      return falcon(coder);
    },
  },
};

function falcon(coder: TestCoder) {
  return { workspaceId: coder.workspace('falcon').id };
}

function running(coder: TestCoder) {
  return { buildId: coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'running' }).id };
}

function state(coder: TestCoder) {
  return { buildId: coder.build('falcon').id, state: Buffer.from('{}').toString('base64') };
}

const examples = [...page.matchAll(/```graphql\n(.+?)```\n\n```json\n(.+?)```/gs)].map(
  ([, document = '', answer = '']) => ({
    name: /mutation (\w+)/.exec(document)?.[1] ?? '',
    document,
    answer,
  }),
);

/** What the page writes as text with `…` at the end begins so. */
function pattern(value: unknown): unknown {
  if (typeof value === 'string' && value.endsWith('…')) return expect.stringContaining(value.slice(0, -1));
  if (Array.isArray(value)) return value.map(pattern);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pattern(inner)]));
}

describe('the page about mutations', () => {
  it('has every example with its answer', () => {
    expect(examples.map(({ name }) => name)).toEqual(Object.keys(EXAMPLES));
    expect(examples.length).toBe(page.split('```graphql').length - 1);
  });

  it.each(examples)('$name answers as it says', async ({ name, document, answer }) => {
    const { embedded, query } = await startMutations();
    const { user = 'mira', variables } = EXAMPLES[name] ?? {};
    const { data, errors } = await query(document, variables?.(embedded), { user });
    const unplaced = errors?.map(({ message, path, extensions }) => ({ message, path, extensions }));
    expect({ data, ...(unplaced && { errors: unplaced }) }).toEqual(pattern(JSON.parse(answer)));
  });

  const rows = page.match(/^\| \d{3}.*\|$/gm) ?? [];
  it.each(rows)('%s', async (row) => {
    const [statuses = '', ...outcomes] = row.split('|').slice(1, -1);
    for (const status of statuses.split(',').map(Number)) {
      for (const [index, name] of (Object.keys(documents) as (keyof typeof documents)[]).entries()) {
        const { embedded, mutate } = await startMutations();
        const respond = { status, body: '{"message":"no"}' };
        embedded.faults.add({ when: ({ method }) => method !== 'GET', respond });
        const target = running(embedded);
        const input = {
          createBuild: { ...falcon(embedded), transition: 'START' },
          cancelBuild: target,
          updateBuildState: { ...target, state: '' },
        }[name];
        const { data, errors } = await mutate(name, input);
        expect(data?.result?.__typename ?? errors?.[0]?.extensions.code).toBe(outcomes[index]?.trim().slice(1, -1));
      }
    }
  });
});
