import { type GraphQLScalarType, parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../src/schema/schema.ts';

const schema = createSchema();

function scalar(name: string): GraphQLScalarType {
  return schema.getType(name) as GraphQLScalarType;
}

/** As a literal in a document; a variable goes through `parseValue`. */
function literal(name: string, text: string): unknown {
  return scalar(name).parseLiteral(parseValue(text), {});
}

describe('DateTime', () => {
  it.each([
    '2026-06-22T07:41:03Z',
    '2026-06-22T07:41:03.1Z',
    '2026-06-22T07:41:03.118204123Z',
    '2026-06-22T07:41:03+02:00',
    '2028-02-29T23:59:59-11:30',
  ])('takes %s as it is', (text) => {
    expect(scalar('DateTime').parseValue(text)).toBe(text);
    expect(literal('DateTime', `"${text}"`)).toBe(text);
    expect(scalar('DateTime').serialize(text)).toBe(text);
  });

  it.each([
    '2026-02-29T00:00:00Z',
    '2026-06-31T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-13-10T00:00:00Z',
    '2026-06-22T24:00:00Z',
    '2026-06-22T07:60:00Z',
    '2026-06-22T07:41:60Z',
    '2026-06-22T07:41:03',
    '2026-06-22T07:41:03z',
    '2026-06-22T07:41:03+24:00',
    '2026-06-22T07:41:03,5Z',
    '12026-06-22T07:41:03Z',
    ' 2026-06-22T07:41:03Z',
    1782114063,
    true,
  ])('refuses %j', (value) => {
    expect(() => scalar('DateTime').parseValue(value)).toThrow('Expected an RFC 3339 time');
  });
});

describe('UUID', () => {
  const canonical = '820683d3-6842-4ccc-bae9-b3a66af12b6c';

  it.each([
    canonical,
    canonical.toUpperCase(),
    `{${canonical}}`,
    `urn:uuid:${canonical}`,
    canonical.replaceAll('-', ''),
  ])('takes %s in its canonical form', (text) => {
    expect(scalar('UUID').parseValue(text)).toBe(canonical);
    expect(literal('UUID', `"${text}"`)).toBe(canonical);
  });

  it.each(['', 'x', 5, null, `${canonical}/..`])('refuses %j', (value) => {
    expect(() => scalar('UUID').parseValue(value)).toThrow('Expected a UUID');
  });
});

describe('BigInt', () => {
  it.each([0, -1, 2 ** 31, 2 ** 53 - 1])('takes and gives %d', (value) => {
    expect(scalar('BigInt').parseValue(value)).toBe(value);
    expect(literal('BigInt', String(value))).toBe(value);
    expect(scalar('BigInt').serialize(value)).toBe(value);
  });

  it.each([2 ** 53, 0.5, '1', null])('refuses %j', (value) => {
    expect(() => scalar('BigInt').parseValue(value)).toThrow('Expected an integer between');
  });

  it.each(['9007199254740993', '"1"', '1.5', 'true', 'null'])('refuses the literal %s', (text) => {
    expect(() => literal('BigInt', text)).toThrow('Expected an integer between');
  });
});

describe('Base64', () => {
  it.each(['', 'AA==', '/wD+', 'eyJhIjoxfQ=='])('takes and gives %j', (text) => {
    const bytes = scalar('Base64').parseValue(text) as Buffer;
    expect(bytes).toEqual(Buffer.from(text, 'base64'));
    expect(scalar('Base64').serialize(bytes)).toBe(text);
  });

  it.each(['A', 'AA', '_wD-', 'AA==\n', 5])('takes no %j for bytes, and does not throw it back', (value) => {
    // The resolver refuses it: what GraphQL refuses, it quotes, and this is a secret.
    expect(Buffer.isBuffer(scalar('Base64').parseValue(value))).toBe(false);
  });
});
