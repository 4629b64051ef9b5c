import { parse, validate } from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, start } from '../../src/cli/start.ts';
import { defaultSettings } from '../../src/config.ts';
import { createSchema } from '../../src/schema/schema.ts';
import { graphiqlTabs } from '../../src/server/graphiql-tabs.ts';

const schema = createSchema();

let running: Running;

beforeAll(async () => {
  const log = pino({ level: 'silent' });
  running = await start({ settings: defaultSettings({ port: 0 }), log });
});
afterAll(() => running.close());

const tabs = graphiqlTabs().map(({ query, variables }) => ({
  name: /(?:query|mutation|subscription) (\w+)/.exec(query)?.[1],
  query,
  variables: variables === undefined ? undefined : JSON.parse(variables),
}));

test.each(tabs)('the tab $name fits the schema', ({ query, name }) => {
  expect(name).toBeDefined();
  expect(validate(schema, parse(query))).toEqual([]);
});

const post = (query: string, variables: unknown, accept: string, signal?: AbortSignal) =>
  fetch(`${running.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query, variables }),
    ...(signal && { signal }),
  });

const isSubscription = ({ query }: { query: string }) => /^subscription/m.test(query);

test.each(tabs.filter((tab) => !isSubscription(tab)))('the tab $name works on the embedded Coder', async (tab) => {
  const { data, errors } = await (await post(tab.query, tab.variables, 'application/json')).json();
  expect(errors).toBeUndefined();
  for (const value of Object.values(data as Record<string, { __typename?: string } | null>)) {
    expect(value).not.toBeNull();
    if (/^mutation/m.test(tab.query)) expect(value?.__typename).toMatch(/Success$/);
  }
});

test.each(tabs.filter(isSubscription))('the tab $name has something to follow', async ({ query, variables }) => {
  const leaving = new AbortController();
  const response = await post(query, variables, 'text/event-stream', leaving.signal);
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    if (/"lastId":"\d+"|"changed":\[\{/.test(text)) break;
  }
  leaving.abort();
  expect(text).not.toContain('"errors"');
});
