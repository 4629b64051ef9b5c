import { parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, start } from '../../src/cli/start.ts';
import { defaultSettings } from '../../src/config.ts';
import { schema } from '../../src/schema/schema.ts';
import { graphiqlTabs } from '../../src/server/graphiql-tabs.ts';
import { createLog } from '../../src/server/log.ts';

let running: Running;

beforeAll(async () => {
  const log = createLog({ logLevel: 'silent', logFormat: 'json' });
  running = await start({ settings: defaultSettings({ port: 0 }), log });
});
afterAll(() => running.close());

const tabs = graphiqlTabs.map(({ query, variables }) => ({
  name: /(?:query|mutation|subscription) (\w+)/.exec(query)?.[1],
  query,
  variables: variables === undefined ? undefined : JSON.parse(variables),
}));

test.each(tabs)('the tab $name fits the schema', ({ query, name }) => {
  expect(name).toBeDefined();
  expect(validate(schema, parse(query))).toEqual([]);
});

test.each(tabs.filter(({ query }) => /^query/m.test(query)))(
  'the tab $name works on the embedded Coder',
  async (tab) => {
    const response = await fetch(`${running.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: tab.query, variables: tab.variables }),
    });
    const { data, errors } = await response.json();
    expect(errors).toBeUndefined();
    for (const value of Object.values(data)) expect(value).not.toBeNull();
  },
);
