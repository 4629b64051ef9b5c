import { describe, expect, test } from 'vitest';
import { ask, codes, createStub } from '../../stub-gateway.ts';

const streams = { accept: 'text/event-stream, application/json' };

describe('a condition on the root field of a subscription', () => {
  test.each([
    'subscription ($no: Boolean!) { ticks @skip(if: $no) }',
    'subscription ($no: Boolean!) { ...F } fragment F on Subscription { ticks @include(if: $no) }',
    'subscription ($no: Boolean!) { ...F @skip(if: $no) } fragment F on Subscription { ticks }',
    'subscription { ticks @skip(if: true) }',
    'subscription Named { ... @include(if: false) { ticks } }',
    'subscription { ... on Subscription { ... { ticks @include(if: true) } } }',
  ])('is refused: %s', async (query) => {
    const stub = createStub();
    const answer = await ask(stub, query, { variables: { no: false }, headers: streams });
    expect(answer.body.errors).toEqual([
      {
        message: expect.stringMatching(/^(Anonymous s|S)ubscription.* must not use @skip or @include on its top level/),
        locations: [{ line: 1, column: query.search(/@(skip|include)/) + 1 }],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
    expect(stub.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  test('is no matter of fields below, of other operations, or of fragments in a circle', async () => {
    const stub = createStub();
    expect((await ask(stub, '{ hello @skip(if: true) item { name @include(if: true) } }')).status).toBe(200);
    const circle = 'subscription { ...F } fragment F on Subscription { ...F }';
    expect((await ask(stub, circle, { headers: streams })).body.errors?.[0]?.message).toMatch(/within itself/);
  });
});

describe('what only execution can find', () => {
  test.each([
    ['query ($no: Boolean = true) { hello @skip(if: $no) }', { no: null }],
    ['query ($no: Boolean = true) { item { name @skip(if: $no) } }', { no: null }],
    ['query ($n: Int) { page(first: $n) { name } }', { n: 'x' }],
    ['subscription ($n: Int) { ticks(first: $n) }', { n: 'x' }],
    ['subscription ($n: Int!) { ticks(first: $n) }', {}],
    ['subscription ($n: Int = 1) { strictly(first: $n) }', { n: null }],
  ])('is the fault of the client: %s', async (query, variables) => {
    const stub = createStub();
    const answer = await ask(stub, query, { variables, headers: streams });
    expect(codes(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.status).toBe(200);
    expect(stub.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});
