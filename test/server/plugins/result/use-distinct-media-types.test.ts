import { expect, test } from 'vitest';
import { createStub } from '../../stub-gateway.ts';

test('a 406 names each type once, however many the client named', async () => {
  const { gateway } = createStub();
  const answer = await gateway.pipeline.fetch('http://localhost/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: Array(1_500).fill('a/b').join() },
    body: JSON.stringify({ query: '{ hello }' }),
  });
  expect(answer.status).toBe(406);
  const types = answer.headers.get('accept')?.split(', ') ?? [];
  expect(types).toContain('application/graphql-response+json; charset=utf-8');
  expect(types.length).toBe(new Set(types).size);
});
