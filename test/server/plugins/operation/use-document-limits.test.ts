import { getIntrospectionQuery } from 'graphql';
import { expect, test } from 'vitest';
import { ask, codes, createStub } from '../../stub-gateway.ts';

const deep = (depth: number) => `{ item ${'{ items '.repeat(depth - 2)}{ name }${' }'.repeat(depth - 2)} }`;
const aliased = (count: number) => `{ ${Array.from({ length: count }, (_, index) => `a${index}: hello`).join(' ')} }`;

test('a document may be as deep as the limit and no deeper', async () => {
  const stub = createStub({ maxDepth: 5 });
  expect((await ask(stub, deep(5))).body.errors).toBeUndefined();
  const answer = await ask(stub, deep(6));
  expect(codes(answer)).toEqual(['OPERATION_TOO_COMPLEX']);
  expect(answer.body.errors?.[0]?.message).toMatch(/limit of 5 exceeded, found 6.*GATEWAY_MAX_DEPTH/);
});

test('depth hidden in fragments counts', async () => {
  const query = `{ item { ...A } } fragment A on Item { items { ...B } } fragment B on Item { items { items { name } } }`;
  expect(codes(await ask(createStub({ maxDepth: 4 }), query))).toEqual(['OPERATION_TOO_COMPLEX']);
});

test('introspection is as deep as it has to be', async () => {
  expect((await ask(createStub({ maxDepth: 5 }), getIntrospectionQuery())).body.errors).toBeUndefined();
});

test('aliases are limited', async () => {
  const stub = createStub({ maxAliases: 3 });
  expect((await ask(stub, aliased(3))).body.errors).toBeUndefined();
  const answer = await ask(stub, aliased(4));
  expect(codes(answer)).toEqual(['OPERATION_TOO_COMPLEX']);
  expect(answer.body.errors?.[0]?.message).toMatch(/limit of 3 exceeded, found 4.*GATEWAY_MAX_ALIASES/);
});

test('tokens are limited, also when the document comes again', async () => {
  const stub = createStub({ maxTokens: 20 });
  expect((await ask(stub, aliased(6))).body.errors).toBeUndefined();
  for (const _ of [1, 2]) {
    const answer = await ask(stub, aliased(20));
    expect(codes(answer)).toEqual(['OPERATION_TOO_COMPLEX']);
    expect(answer.body.errors?.[0]?.message).toMatch(/limit of 20 exceeded.*GATEWAY_MAX_TOKENS/);
  }
});

test('aliases of __typename count like any others', async () => {
  const stub = createStub({ maxAliases: 5 });
  const aliases = Array.from({ length: 6 }, (_, index) => `a${index}: __typename`).join(' ');
  expect(codes(await ask(stub, `{ ${aliases} }`))).toEqual(['OPERATION_TOO_COMPLEX']);
});

test('a document may be as long as the limit and no longer, comments included, also when it comes again', async () => {
  const stub = createStub({ maxDocumentKb: 1 });
  const padded = (bytes: number) => `{ hello } #${'ü'.repeat((bytes - 11) / 2)}`;
  expect((await ask(stub, padded(1023))).body.errors).toBeUndefined();
  for (const _ of [1, 2]) {
    const answer = await ask(stub, padded(1025));
    expect(codes(answer)).toEqual(['OPERATION_TOO_COMPLEX']);
    expect(answer.body.errors?.[0]?.message).toMatch(/1025 bytes.*1 KiB.*GATEWAY_MAX_DOCUMENT_KB/);
  }
});
