import { expect, test } from 'vitest';
import { ask, codes, createStub } from '../../stub-gateway.ts';

test('the variables that a subscription keeps are small', async () => {
  const stub = createStub();
  const query = 'subscription ($first: Int) { ticks(first: $first) }';
  const refused = await ask(stub, query, { variables: { first: 'x'.repeat(20_000) } });
  expect(codes(refused)).toEqual(['BAD_USER_INPUT']);
  expect(refused.body.errors?.[0]?.message).toBe(
    'The variables of a subscription may have 16 KiB together, got 20012 bytes.',
  );
});

test('variables that the document does not declare count as little as they do for a query', async () => {
  const stub = createStub();
  stub.sources.ticks = async function* () {
    yield 'one';
  };
  const response = await stub.gateway.pipeline.fetch('http://127.0.0.1:4000/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({
      query: 'subscription ($first: Int) { ticks(first: $first) }',
      variables: { first: 1, other: 'x'.repeat(20_000) },
    }),
  });
  expect(await response.text()).toContain('one in');
});
