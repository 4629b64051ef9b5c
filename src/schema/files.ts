import {
  type GraphQLSchema,
  introspectionFromSchema,
  isAbstractType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { createSchema } from './schema.ts';

/** A form of the schema that tools of clients read. */
interface SchemaFile {
  mediaType: string;
  text: (sorted: GraphQLSchema) => string;
}

/** By file name: in the package, and under the base path of a gateway. */
export const schemaFiles = {
  /** SDL, as `--print-schema` prints it. */
  'schema.graphql': { mediaType: 'text/plain', text: (schema) => `${printSchema(schema)}\n` },
  /** The answer of the introspection query, without `data` around it. */
  'introspection.json': { mediaType: 'application/json', text: (schema) => json(introspectionFromSchema(schema)) },
  /** The `possibleTypes` of Apollo Client's cache. */
  'possibleTypes.json': { mediaType: 'application/json', text: (schema) => json(possibleTypes(schema)) },
} satisfies Record<string, SchemaFile>;

export type SchemaFileName = keyof typeof schemaFiles;

/** The text of one of them. */
export function schemaFile(name: SchemaFileName, schema = createSchema()): string {
  return schemaFiles[name].text(lexicographicSortSchema(schema));
}

/** The object types by the name of each interface and union that they belong to. */
function possibleTypes(schema: GraphQLSchema): Record<string, string[]> {
  const types = Object.values(schema.getTypeMap()).filter((type) => isAbstractType(type));
  return Object.fromEntries(types.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]));
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
