import { getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { expect, it } from 'vitest';
import { createSchema } from '../../src/schema/schema.ts';
import { OperationWeights } from '../../src/server/limits/operation-weights.ts';

const schema = createSchema();

function weight(query: string): number {
  const document = parse(query);
  return new OperationWeights().of({ schema, document }, getOperationAST(document) as OperationDefinitionNode);
}

it.each([
  ['Build', 'a: logText b: logText', 2_000],
  ['Build', 'state { base64 a: base64 text sha256 }', 40_000],
])('should count each copy of a long text: %s { %s }', (type, selection, cost) => {
  expect(weight(`{ node(id: "x") { ... on ${type} { ${selection} } } }`)).toBeGreaterThanOrEqual(cost);
});
