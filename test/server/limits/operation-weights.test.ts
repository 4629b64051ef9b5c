import { buildSchema, type ExecutionArgs, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { expect, it } from 'vitest';
import { OperationWeights } from '../../../src/server/limits/operation-weights.ts';

const schema = buildSchema(`
  type Query { pages(first: Int, name: String): [Page!]! pick(ids: [ID!]!): [Page!]! }
  type Page { title: String }
`);
const { pages, pick } = schema.getQueryType()?.getFields() ?? {};
Object.assign(pages ?? {}, {
  extensions: { complexity: ({ first }: { first?: number | null }) => ({ field: 1, multiplier: first ?? 25 }) },
});
Object.assign(pick ?? {}, {
  extensions: { complexity: ({ ids }: { ids: string[] }) => ({ field: 1, multiplier: ids.length }) },
});

const document = parse(`
  query Pages($first: Int = 100, $name: String) { pages(first: $first, name: $name) { title } }
  query Pick($ids: [ID!]!) { pick(ids: $ids) { title } }
`);

const weights = new OperationWeights();

function weight(operationName: string, variableValues: Record<string, unknown>): number {
  const args: ExecutionArgs = { schema, document, operationName, variableValues, contextValue: {} };
  return weights.of(args, getOperationAST(document, operationName) as OperationDefinitionNode);
}

it('should weigh an operation with the variables that it comes with', () => {
  expect([2, 50, 2].map((first) => weight('Pages', { first, name: 'a' }))).toEqual([3, 51, 3]);
  expect(weight('Pages', { name: 'b' })).toBe(101);
  expect(weight('Pages', { first: null })).toBe(26);
  expect([['a'], ['a', 'b'], ['b']].map((ids) => weight('Pick', { ids }))).toEqual([2, 3, 2]);
});

it('should not take variables that are not declared for those that are', () => {
  expect(weight('Pages', { first: 1, name: 'a' })).toBe(2);
  expect(weight('Pages', { 'first:1;name': 'a', other: 1 })).toBe(101);
});

it('should weigh right however many sizes of pages come', () => {
  for (let first = 1; first <= 200; first++) expect(weight('Pages', { first })).toBe(first + 1);
});
