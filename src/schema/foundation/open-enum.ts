import { GraphQLEnumType, type GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';

/** Told when Coder sends a value that this version does not know. */
export type OnUnknownEnumValue = (enumName: string, value: unknown) => void;

const UNKNOWN = 'UNKNOWN';

type Values = Record<string, readonly [rest: string, description: string]>;

/**
 * An enum whose values come from Coder: `NAME: [value in REST, description]`. It has `UNKNOWN` besides, which is
 * what a value that this version does not know becomes; a query never fails because of one.
 */
export function openEnum(name: string, description: string, knownValues: Values) {
  const known = Object.entries(knownValues).map(([key, [value, text]]) => [key, { value, description: text }] as const);
  const unknown = { value: UNKNOWN, description: 'A value that this version of the gateway does not know.' };
  const values = Object.fromEntries([...known, [UNKNOWN, unknown]]);
  return builder.enumType(name, { description, values, extensions: { open: true } });
}

/** An enum of what the gateway sends: values that it does not know are refused. */
export function closedEnum(name: string, description: string, values: Values) {
  const entries = Object.entries(values).map(([key, [value, text]]) => [key, { value, description: text }] as const);
  return builder.enumType(name, { description, values: Object.fromEntries(entries) });
}

/** Makes the open enums of a schema open, in place: GraphQL itself knows only closed ones. */
export function openEnumsOf(schema: GraphQLSchema, onUnknown: OnUnknownEnumValue): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!(type instanceof GraphQLEnumType && type.extensions.open === true)) continue;
    const names = new Map(type.getValues().map(({ name, value }) => [value as unknown, name]));
    type.serialize = (value) => {
      const known = names.get(value);
      if (known !== undefined) return known;
      onUnknown(type.name, value);
      return UNKNOWN;
    };
  }
  return schema;
}
