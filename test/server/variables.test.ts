import { buildSchema, type ExecutionArgs, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { expect, it } from 'vitest';
import { coercedVariables } from '../../src/server/variables.ts';

const schema = buildSchema(`
  type Query { do(input: Input!, colors: [Color!]): Int }
  input Input { name: String }
  enum Color { RED }
`);
const document = parse('query($input: Input! = {}, $colors: [Color!]) { do(input: $input, colors: $colors) }');

function coerced(variableValues: Record<string, unknown>) {
  const args: ExecutionArgs = { schema, document, variableValues };
  return coercedVariables(args, getOperationAST(document) as OperationDefinitionNode);
}

it('should give the values of the variables, with their defaults', () => {
  expect(coerced({ colors: ['RED'] }).coerced).toEqual({ input: {}, colors: ['RED'] });
});

it.each([
  ['keys that the input does not have', { input: Object.fromEntries(Array.from({ length: 9_000 }, (_, n) => [n, 1])) }],
  ['items that the enum does not have', { colors: Array.from({ length: 25_000 }, () => 'RE') }],
])('should report a few of very many wrong %s', (_, variables) => {
  const { errors } = coerced(variables);
  expect(errors).toHaveLength(6);
  expect(errors?.at(-1)?.message).toMatch(/^Too many errors processing variables/);
});
