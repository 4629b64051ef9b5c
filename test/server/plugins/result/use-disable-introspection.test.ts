import { expect, test } from 'vitest';
import { ask, codes, createStub } from '../../stub-gateway.ts';

test('with introspection off the schema cannot be asked for', async () => {
  const stub = createStub({ introspection: false });
  const answer = await ask(stub, '{ __schema { queryType { name } } }');
  expect(new Set(codes(answer))).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
  expect(answer.body.data).toBeUndefined();
  expect((await ask(stub, '{ __typename }')).body.data).toEqual({ __typename: 'Query' });
});

test('nor guessed by its suggestions', async () => {
  const [open, hidden] = [createStub(), createStub({ introspection: false })];
  for (const query of ['{ hell }', '{ hello(nam: "x") }', '{ item { ... on Ite { name } } }']) {
    expect((await ask(open, query)).body.errors?.[0]?.message).toContain('Did you mean');
    expect((await ask(hidden, query)).body.errors?.[0]?.message).not.toContain('Did you mean');
  }
});
