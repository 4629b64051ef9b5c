import { complexityFromQuery } from '@pothos/plugin-complexity';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../src/schema/schema.ts';
import { defaultSettings } from '../default-settings.ts';
import { openingTabs } from '../graphiql/opening-tabs.ts';
import { startGateway } from '../support.ts';

const schema = createSchema();

const { maxComplexity } = defaultSettings();

function cost(query: string, variables: Record<string, unknown> = {}): number {
  return complexityFromQuery(query, { schema, variables, ctx: {} }).complexity;
}

const deep = (fields: string) => `{
  workspaces(first: 100) { ${fields.replace(
    'NEXT',
    `builds(first: 100) { ${fields.replace('NEXT', `logs(first: 1000) { ${fields.replace('NEXT', 'id')} }`)} }`,
  )} }
}`;

describe('the cost of a document', () => {
  it('is that of its pages times what is selected of each item, by nodes and by edges', () => {
    expect(cost('{ workspaces(first: 10) { nodes { name } } }')).toBe(1 + 10 * (1 + 1));
    expect(cost('{ workspaces(first: 10) { edges { node { name } } } }')).toBe(1 + 10 * (1 + 1 + 1));
    expect(cost('query($n: Int) { workspaces(first: $n) { nodes { name } } }', { n: 50 })).toBe(1 + 50 * 2);
  });

  it.each([
    ['nodes', 'nodes { NEXT }'],
    ['edges', 'edges { node { NEXT } }'],
  ])(
    'is beyond the limit for pages within pages within pages, by %s, which are refused without a call',
    async (_, way) => {
      expect(cost(deep(way))).toBeGreaterThan(100 * 100 * 1000);
      const { query, calls } = await startGateway();
      const { errors } = await query(deep(way));
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'OPERATION_TOO_COMPLEX', limit: maxComplexity });
      expect(calls()).toEqual([]);
    },
  );

  it('leaves room for what people ask', () => {
    const everything = `{ workspaces(first: 100) { nodes { name owner { username } latestBuild { buildNumber status job { status }
      resources { name metadata { key value } agents { name status apps { slug health } scripts { displayName } } } } } } }`;
    expect(cost(everything)).toBeLessThan(maxComplexity / 5);
    const builds = `{ workspaces(first: 20) { nodes { builds(first: 10) { nodes { status resources { agents { apps { slug } } } parameters { name value } } } } } }`;
    expect(cost(builds)).toBeLessThan(maxComplexity / 5);
    for (const { query, variables } of openingTabs({})) expect(cost(query, variables)).toBeLessThan(maxComplexity / 50);
  });
});
