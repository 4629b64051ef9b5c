import { expect, test } from 'vitest';
import { ask, codes, createStub } from '../../stub-gateway.ts';

const page = 'query ($first: Int) { page(first: $first) { name } }';

test('the cost counts the variables of this request, not of an earlier one with the same document', async () => {
  const stub = createStub({ maxComplexity: 100 });
  expect((await ask(stub, page, { variables: { first: 2 } })).body.errors).toBeUndefined();
  const answer = await ask(stub, page, { variables: { first: 500 } });
  expect(codes(answer)).toEqual(['OPERATION_TOO_COMPLEX']);
  expect(answer.body.errors?.[0]?.message).toMatch(/limit of 100 exceeded, found 501.*GATEWAY_MAX_COMPLEXITY/);
  expect((await ask(stub, page, { variables: { first: 2 } })).body.errors).toBeUndefined();
});

test('the operation that is run is the one that is weighed', async () => {
  const stub = createStub({ maxComplexity: 100 });
  const query = 'query Small { hello } query Large { page(first: 500) { name } }';
  expect(codes(await ask(stub, query, { operationName: 'Large' }))).toEqual(['OPERATION_TOO_COMPLEX']);
  expect((await ask(stub, query, { operationName: 'Small' })).body.errors).toBeUndefined();
});

test('a subscription over the limit never starts', async () => {
  const stub = createStub({ maxComplexity: 100 });
  let started = 0;
  stub.sources.ticks = async function* () {
    started += 1;
    yield 'tick';
  };
  expect(codes(await ask(stub, 'subscription { ticks(first: 500) }'))).toEqual(['OPERATION_TOO_COMPLEX']);
  expect(started).toBe(0);
});

test('variables that are wrong are reported as such', async () => {
  expect(codes(await ask(createStub(), page, { variables: { first: 'many' } }))).toEqual(['BAD_USER_INPUT']);
});

test('each part of an answer costs as much as 20 fields', async () => {
  const found = async (query: string) => {
    const { body } = await ask(createStub({ maxComplexity: 1 }), query, {
      headers: { accept: 'multipart/mixed, application/json' },
    });
    return Number(/found (\d+)/.exec(body.errors?.[0]?.message ?? '')?.[1]);
  };
  const fields = await found('{ page(first: 10) { name items { name } } }');
  expect(await found('{ page(first: 10) { name ... @defer { items { name } } } }')).toBe(fields + 10 * 20);
  expect(await found('{ page(first: 10) @stream { name items { name } } }')).toBe(fields + 10 * 20);
  const spread = '{ page(first: 10) { name ...F @defer } } fragment F on Item { items { name } }';
  expect(await found(spread)).toBe(fields + 10 * 20);
  expect(await found('{ page(first: 10) { name ... @defer(if: false) { items { name } } } }')).toBe(fields);
  expect(await found('{ __schema { types @stream { name } } }')).toBeGreaterThan(300);
});
