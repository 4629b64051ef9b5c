import { expect, test } from 'vitest';
import { ask, codes, createStub } from '../../stub-gateway.ts';

test.each([
  ['{', 'GRAPHQL_PARSE_FAILED'],
  ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['query ($n: String!) { hello(name: $n) }', 'BAD_USER_INPUT'],
  ['query A { hello } query B { hello }', 'BAD_USER_INPUT'],
  ['{ coded }', 'RATE_LIMITED'],
  ['{ uncoded }', 'INTERNAL_SERVER_ERROR'],
  ['{ broken }', 'INTERNAL_SERVER_ERROR'],
  ['{ color }', 'INTERNAL_SERVER_ERROR'],
  ['{ strict }', 'INTERNAL_SERVER_ERROR'],
])('%s fails with %s', async (query, code) => {
  for (const environment of ['production', 'development']) {
    process.env.NODE_ENV = environment;
    const answer = await ask(createStub(), query);
    expect(codes(answer)).toEqual([code]);
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|stack|GREEN|originalError|"http"|node_modules/);
  }
});

test('the same document fails alike when it comes again', async () => {
  const stub = createStub();
  for (const query of ['{', '{ nothing }']) {
    const [first, again] = [await ask(stub, query), await ask(stub, query)];
    expect(again.body).toEqual(first.body);
    expect(again.status).toBe(first.status);
  }
});

test('what an error says beside its code arrives', async () => {
  const { body } = await ask(createStub(), '{ coded }');
  expect(body.errors).toEqual([
    {
      message: 'Slow down.',
      path: ['coded'],
      locations: [{ line: 1, column: 3 }],
      extensions: { code: 'RATE_LIMITED', retryAfter: 3 },
    },
  ]);
});

test('a masked error is logged under the request id that the client sees', async () => {
  const stub = createStub();
  const { body, headers } = await ask(stub, '{ broken }', { headers: { 'x-request-id': 'my-id' } });
  expect(headers.get('x-request-id')).toBe('my-id');
  expect(body.errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: 'my-id' });
  expect(stub.logged).toContainEqual(
    expect.objectContaining({ requestId: 'my-id', err: expect.objectContaining({ message: 'secret detail' }) }),
  );
});

test('malformed JSON is a client error without the parser’s words', async () => {
  const { gateway } = createStub();
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query": secret' };
  const response = await gateway.pipeline.fetch('http://127.0.0.1:4000/graphql', init);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    errors: [{ message: 'The body is not JSON in UTF-8.', extensions: { code: 'BAD_USER_INPUT' } }],
  });
});
