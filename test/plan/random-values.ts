import {
  type GraphQLArgument,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';

/** A number from 0 to below `below`. */
export type Random = (below: number) => number;

/** The value of an argument, as a variable has it; undefined: any value of its type. */
export type ArgumentValue = (coordinate: string, argument: GraphQLArgument, random: Random) => unknown;

export function pick<T>(items: readonly T[], random: Random): T {
  return items[random(items.length)] as T;
}

/** A value of the type, as JSON. */
export function randomValue(type: GraphQLInputType, random: Random): unknown {
  if (isNonNullType(type)) return presentValue(type.ofType, random);
  return random(6) === 0 ? null : presentValue(type, random);
}

function presentValue(type: GraphQLInputType, random: Random): unknown {
  if (isListType(type)) {
    if (random(5) === 0) return randomValue(type.ofType, random);
    return Array.from({ length: random(3) }, () => randomValue(type.ofType, random));
  }
  if (isEnumType(type)) return pick(type.getValues(), random).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => (isNonNullType(field.type) && field.defaultValue === undefined) || random(2) === 0,
    );
    return Object.fromEntries(fields.map(({ name, type: inner }) => [name, randomValue(inner, random)]));
  }
  if (!isScalarType(type)) throw new Error(`${String(type)} is no input type.`);
  switch (type.name) {
    case 'Int':
    case 'BigInt':
      return random(200) - 20;
    case 'Float':
      return random(200) / 8;
    case 'Boolean':
      return random(2) === 0;
    case 'DateTime':
      return `202${random(10)}-0${1 + random(9)}-1${random(10)}T01:02:03Z`;
    case 'UUID':
      return `00000000-0000-4000-8000-${String(random(1_000)).padStart(12, '0')}`;
    default:
      return pick(['', 'plain', 'with "quotes" and \\', 'line\nbreak', 'ümläut 😀'], random);
  }
}

/** A value as it stands in a document. */
export function literal(value: unknown, type: GraphQLInputType): string {
  if (value === null || value === undefined) return 'null';
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (isListType(type)) {
    return Array.isArray(value)
      ? `[${value.map((item) => literal(item, type.ofType)).join(', ')}]`
      : literal(value, type.ofType);
  }
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const entries = Object.entries(value).map(
      ([name, inner]) => `${name}: ${literal(inner, fields[name]?.type as GraphQLInputType)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  return isEnumType(type) ? String(value) : JSON.stringify(value);
}
