import { readFileSync } from 'node:fs';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { buildSchema, type GraphQLError, graphql, parse, validate } from 'graphql';
import { makeServer } from 'graphql-ws';
import { expect, test } from 'vitest';
import {
  armorFinding,
  concernsArgument,
  concernsVariable,
  exceedsTokenLimit,
  isServerMessageRefusal,
  refusedVariable,
  withoutQuotedValues,
  withoutSuggestion,
} from '../../../src/server/errors/graphql-messages.ts';

// A change of one of these versions is welcome once the messages below are what the new one says.
test.each([
  ['graphql', '16.15.0'],
  ['graphql-ws', '6.4.2'],
  ['@escape.tech/graphql-armor-max-depth', '2.4.2'],
  ['@escape.tech/graphql-armor-max-aliases', '2.6.2'],
])('the messages are those of %s %s', (name, version) => {
  const file = new URL(`../../../node_modules/${name}/package.json`, import.meta.url);
  expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe(version);
});

const schema = buildSchema(`
  input Input { number: Int! }
  type Query { field(input: Input, text: String! = "x"): Query, other: String }
`);

async function refusal(source: string, variableValues?: Record<string, unknown>): Promise<GraphQLError> {
  const { errors = [] } = await graphql({ schema, source, rootValue: { field: {} }, variableValues });
  return errors[0] as GraphQLError;
}

test('a document with too many tokens', () => {
  const refuse = () => parse('{ other other other }', { maxTokens: 3 });
  expect(refuse).toThrow('Syntax Error: Document contains more that 3 tokens. Parsing aborted.');
  expect(exceedsTokenLimit('Syntax Error: Document contains more that 3 tokens. Parsing aborted.', 3)).toBe(true);
  expect(exceedsTokenLimit('Syntax Error: Unexpected Name "x".', 3)).toBe(false);
});

test.each([
  ['depth', maxDepthRule, 'Query depth limit of 1 exceeded, found 2.'],
  ['aliases', maxAliasesRule, 'Aliases limit of 1 exceeded, found 2.'],
] as const)('a document over the limit of its %s', (_, rule, finding) => {
  const found: string[] = [];
  const onReject = [(_context: unknown, { message }: GraphQLError) => found.push(message)];
  validate(schema, parse('{ a: field { b: other } }'), [rule({ n: 1, propagateOnRejection: false, onReject })]);
  expect(found).toEqual([`Syntax Error: ${finding}`]);
  expect(armorFinding(found[0] as string)).toBe(finding);
});

test.each([
  ['of a wrong type', { input: { number: 'secret' } }],
  ['missing where one is required', {}],
])('a variable %s', async (_, variables) => {
  const { message, path } = await refusal('query ($input: Input!) { field(input: $input) { other } }', variables);
  expect(path).toBeUndefined();
  expect(concernsVariable(message)).toBe(true);
  expect(concernsArgument(message)).toBe(false);
});

test('the place in a variable, without its value', async () => {
  const error = await refusal('query ($input: Input) { field(input: $input) { other } }', {
    input: { number: 'secret' },
  });
  expect(error.message).toBe(
    'Variable "$input" got invalid value "secret" at "input.number"; Int cannot represent non-integer value: "secret"',
  );
  const reason = error.originalError?.message ?? '';
  expect(refusedVariable(error.message, reason)).toBe('Variable "$input" got invalid value at "input.number"');
  expect(refusedVariable('Cannot query field "x" on type "Query".', '')).toBeUndefined();
});

test('an argument that a variable makes wrong only when it is executed', async () => {
  const { message, path } = await refusal('query ($text: String) { field(text: $text) { other } }', { text: null });
  expect(message).toBe('Argument "text" of non-null type "String!" must not be null.');
  expect(path).toEqual(['field']);
  expect(concernsArgument(message)).toBe(true);
});

test('a suggestion of names', async () => {
  const { message } = await refusal('{ othr }');
  expect(message).toBe('Cannot query field "othr" on type "Query". Did you mean "other"?');
  expect(withoutSuggestion(message)).toBe('Cannot query field "othr" on type "Query".');
});

test.each([
  ['{ field("secret") }', 'Syntax Error: Expected Name, found String.'],
  ['{ field(input: "secret") { other } }', 'Expected value of type "Input".'],
  ['{ field(input: { number: { a: "secret" } }) { other } }', 'Int cannot represent non-integer value: …'],
])('what %s quotes', async (source, message) => {
  const error = await refusal(source);
  expect(error.message).toContain('secret');
  expect(withoutQuotedValues(error.message, 80)).toBe(message);
});

test('a suggestion is cut off in linear time, whatever the client wrote before it', () => {
  const own = ' Did you mean '.repeat(200_000);
  expect(withoutSuggestion(`Value "${own}" is wrong. Did you mean the enum value "RED"?`)).toBe(
    `Value "${own}" is wrong.`,
  );
  expect(withoutSuggestion(`Value "${own}" is wrong.`)).toBe(`Value "${own}" is wrong.`);
});

test('a message of a type that only servers send', async () => {
  let receive: (message: string) => Promise<void> = async () => {};
  const onMessage = (handle: typeof receive) => {
    receive = handle;
  };
  const socket = { protocol: 'graphql-transport-ws', send: async () => {}, close: () => {}, onMessage };
  makeServer({}).opened(socket as never, {});
  const error = await receive('{"type":"connection_ack"}').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(isServerMessageRefusal(error)).toBe(true);
  expect(isServerMessageRefusal(new Error('another'))).toBe(false);
});
