import { buildSchema, GraphQLError, graphql } from 'graphql';
import { expect, test } from 'vitest';
import { redactError } from '../../../src/server/errors/redact-message.ts';

const schema = buildSchema(`
  input Inner { number: Int! }
  input Input { text: String, enum: Enum, inner: Inner, list: [Inner!] }
  enum Enum { ONE }
  type Query { field(input: Input! = {}, number: Int): String }
`);
const SECRET = 'c2VjcmV0LXN0YXRl';
const LONG = SECRET.repeat(6);

async function messagesOf(source: string, variableValues?: Record<string, unknown>): Promise<string[]> {
  const { errors = [] } = await graphql({ schema, source, ...(variableValues && { variableValues }) });
  return errors.map((error) => redactError(error).message);
}

test.each([
  [{ secret: SECRET }, 'Variable "$input" got invalid value; Field "secret" is not defined by type "Input".'],
  [SECRET, 'Variable "$input" got invalid value; Expected type "Input" to be an object.'],
  [
    { text: { secret: SECRET } },
    'Variable "$input" got invalid value at "input.text"; String cannot represent a non string value: …',
  ],
  [
    { list: [{ number: [SECRET] }] },
    'Variable "$input" got invalid value at "input.list[0].number"; Int cannot represent non-integer value: …',
  ],
  [
    { inner: { number: LONG } },
    'Variable "$input" got invalid value at "input.inner.number"; Int cannot represent non-integer value: …',
  ],
  [
    { inner: { number: 'one' } },
    'Variable "$input" got invalid value at "input.inner.number"; Int cannot represent non-integer value: "one"',
  ],
  [
    { enum: `${LONG} ${LONG}` },
    'Variable "$input" got invalid value at "input.enum"; Value "…" does not exist in "Enum" enum.',
  ],
  [
    { enum: 'ONES' },
    'Variable "$input" got invalid value at "input.enum"; Value "ONES" does not exist in "Enum" enum. Did you mean the enum value "ONE"?',
  ],
  [
    { inner: { text: ` at "${SECRET}"` } },
    'Variable "$input" got invalid value at "input.inner"; Field "number" of required type "Int!" was not provided.',
  ],
])('a variable is refused without its value: %j', async (input, message) => {
  const messages = await messagesOf('query ($input: Input!) { field(input: $input) }', { input });
  expect(messages[0]).toBe(message);
  expect(messages.join()).not.toContain(SECRET);
});

test.each([
  [`{ field(input: "${SECRET}") }`, 'Expected value of type "Input!".'],
  [`{ field(input: { text: { secret: "${SECRET}" } }) }`, 'String cannot represent a non string value: …'],
  [`{ field(input: { inner: { number: "${LONG}" } }) }`, 'Int cannot represent non-integer value: …'],
  [`{ field(input: { ${LONG}: 1 }) }`, 'Field … is not defined by type "Input".'],
  [`{ field(input: { text "${SECRET}" }) }`, 'Syntax Error: Expected ":", found String.'],
  [`{ field(input: { text """${SECRET}""" }) }`, 'Syntax Error: Expected ":", found BlockString.'],
  [`{ "${SECRET}" field }`, 'Syntax Error: Expected Name, found String.'],
])('a literal is refused without its value: %s', async (source, message) => {
  const messages = await messagesOf(source);
  expect(messages[0]).toBe(message);
  expect(messages.join()).not.toContain(SECRET);
});

test('a literal that only a variable makes wrong is not quoted', async () => {
  const source = `query ($n: Int = 1) { field(input: { text: "${SECRET}", inner: { number: $n } }) }`;
  expect(await messagesOf(source, { n: null })).toEqual(['Argument "input" has invalid value.']);
});

test('a message without a value stays, and so does the error', () => {
  const error = new GraphQLError('Variable "$input" of required type "Input!" was not provided.');
  expect(redactError(error)).toBe(error);
});

test('a value of megabytes is no trouble', async () => {
  const text = '"\\ a'.repeat(2 ** 20);
  expect(await messagesOf('query ($input: Input!) { field(input: $input) }', { input: { enum: text } })).toEqual([
    'Variable "$input" got invalid value at "input.enum"; Value "…" does not exist in "Enum" enum.',
  ]);
});
