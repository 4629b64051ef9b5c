import { readFileSync } from 'node:fs';
import { openingNames, openings, openingVariables, type TabIds } from '../../graphiql/src/openings.ts';

export interface OpeningTab {
  name: string;
  kind: string;
  query: string;
  variables: Record<string, unknown>;
}

/** The tabs that GraphiQL opens with, about these things. */
export function openingTabs(ids: TabIds): OpeningTab[] {
  const variables = openingVariables(ids);
  return openingNames.map((name) => {
    const file = new URL(`../../examples/operations/${openings[name]}.graphql`, import.meta.url);
    const query = readFileSync(file, 'utf8');
    const [, kind = ''] = /^(query|mutation|subscription) \w+/m.exec(query) ?? [];
    return { name, kind, query, variables: JSON.parse(variables[name]) };
  });
}
