import { channel } from 'node:diagnostics_channel';
import { GraphQLEnumType, type GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';

/** Told `{ enum, value }` when Coder sends a value that this version does not know. */
export const unknownEnumValues = channel('coder-graphql:unknown-enum-value');

const UNKNOWN = 'UNKNOWN';
const openEnums = new Set<string>();

type Values = Record<string, readonly [rest: string, description: string]>;

/**
 * An enum whose values come from Coder: `NAME: [value in REST, description]`. It has `UNKNOWN` besides, which is
 * what a value that this version does not know becomes; a query never fails because of one.
 */
export function openEnum(name: string, description: string, values: Values) {
  openEnums.add(name);
  const known = Object.entries(values).map(([key, [value, text]]) => [key, { value, description: text }] as const);
  const unknown = { value: UNKNOWN, description: 'A value that this version of the gateway does not know.' };
  return builder.enumType(name, { description, values: Object.fromEntries([...known, [UNKNOWN, unknown]]) });
}

/** An enum of what the gateway sends: values that it does not know are refused. */
export function closedEnum(name: string, description: string, values: Values) {
  const entries = Object.entries(values).map(([key, [value, text]]) => [key, { value, description: text }] as const);
  return builder.enumType(name, { description, values: Object.fromEntries(entries) });
}

/** Makes the open enums of a schema open: GraphQL itself knows only closed ones. */
export function openEnumsOf(schema: GraphQLSchema): GraphQLSchema {
  for (const name of openEnums) {
    const type = schema.getType(name);
    if (!(type instanceof GraphQLEnumType)) continue;
    const names = new Map(type.getValues().map(({ name: key, value }) => [value as unknown, key]));
    type.serialize = (value) => {
      const known = names.get(value);
      if (known !== undefined) return known;
      unknownEnumValues.publish({ enum: name, value });
      return UNKNOWN;
    };
  }
  return schema;
}
