import { expect, test } from 'vitest';
import { createStub } from '../../stub-gateway.ts';

test('a browser is told that GraphiQL is off', async () => {
  const { gateway } = createStub({ graphiql: false });
  const url = 'http://127.0.0.1:4000/graphql';
  const response = await gateway.pipeline.fetch(url, { headers: { accept: 'text/html,application/xhtml+xml' } });
  expect(response.status).toBe(406);
  expect(await response.text()).toContain('GATEWAY_GRAPHIQL');
});

test('a query is answered as ever', async () => {
  const { gateway } = createStub({ graphiql: false });
  const url = 'http://127.0.0.1:4000/graphql?query={hello}';
  const response = await gateway.pipeline.fetch(url, { headers: { accept: 'application/json' } });
  expect(await response.json()).toHaveProperty('data.hello');
});
