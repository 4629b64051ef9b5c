import { GraphQLError, Kind } from 'graphql';
import { parseUuid } from '../../coder/uuid.ts';
import { INVALID_BASE64 } from '../../resolvers/arguments.ts';
import { builder } from './builder.ts';

const RFC3339 =
  /^(\d{4}-(?:0[1-9]|1[0-2])-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** RFC 3339 as Coder reads it: capitals only, and days that the month has. */
function isTime(text: string): boolean {
  const date = RFC3339.exec(text)?.[1];
  const midnight = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(`${date}T`);
}

builder.scalarType('DateTime', {
  description:
    'RFC 3339, exactly as Coder sends it: 0 to 6 fraction digits, normally in UTC. Parse it, never compare it as text.',
  specifiedByURL: 'https://datatracker.ietf.org/doc/html/rfc3339',
  serialize: (value) => String(value),
  parseValue: (value) => {
    if (typeof value === 'string' && isTime(value)) return value;
    throw expected('an RFC 3339 time such as "2026-06-22T07:41:03Z"', value);
  },
});

builder.scalarType('UUID', {
  description: 'A UUID in canonical lower case. As input, any form that Coder accepts: 32 hex digits, {…}, urn:uuid:….',
  specifiedByURL: 'https://datatracker.ietf.org/doc/html/rfc9562',
  serialize: (value) => String(value),
  parseValue: (value) => {
    const uuid = typeof value === 'string' ? parseUuid(value) : undefined;
    if (uuid !== undefined) return uuid;
    throw expected('a UUID', value);
  },
});

builder.scalarType('BigInt', {
  description: 'An integer of up to 53 bits, as a JSON number.',
  serialize: (value) => Number(value),
  parseValue: (value) => {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    throw expected('an integer between -(2^53 - 1) and 2^53 - 1', value);
  },
  parseLiteral: (node) => {
    const value = node.kind === Kind.INT ? Number(node.value) : Number.NaN;
    if (Number.isSafeInteger(value)) return value;
    throw expected('an integer between -(2^53 - 1) and 2^53 - 1', 'value' in node ? node.value : node.kind);
  },
});

builder.scalarType('Base64', {
  description: 'Bytes in base64 (RFC 4648, section 4, with padding).',
  specifiedByURL: 'https://datatracker.ietf.org/doc/html/rfc4648#section-4',
  serialize: (value) => (value as Buffer).toString('base64'),
  parseValue: (value) => {
    const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
    // GraphQL would quote what it refuses, and this is a secret: the resolver refuses it without.
    return bytes !== undefined && bytes.toString('base64') === value ? bytes : INVALID_BASE64;
  },
});

function expected(what: string, got: unknown): GraphQLError {
  // What has an inside may be meant for another field, and be a secret.
  const text = typeof got === 'object' && got !== null ? 'a list or an object' : (JSON.stringify(got) ?? String(got));
  return new GraphQLError(`Expected ${what}, got ${text.length > 80 ? `${text.slice(0, 80)}…` : text}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
