import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import scalars from './scalars.json' with { type: 'json' };
import { schemaFile } from './src/schema/files.ts';
import { createSchema } from './src/schema/schema.ts';

/**
 * Sorted, so that a type that moves in the sources changes no generated file; as a text, since codegen has a copy of
 * GraphQL.js of its own, to which the types of another one are strangers.
 */
const schema = printSchema(lexicographicSortSchema(createSchema()));

const typedDocuments = {
  // By its path: codegen is installed with the other tools.
  preset: 'tools/node_modules/@graphql-codegen/client-preset',
  presetConfig: { fragmentMasking: false },
  config: {
    useTypeImports: true,
    enumType: 'string-literal',
    scalars,
  },
};

/** What `GATEWAY_PERSISTED_OPERATIONS` reads: each document as its file has it, by the SHA-256 of its text. */
function persistedOperations(_schema: unknown, documents: readonly { location?: string }[]): string {
  const texts = documents.map(({ location = '' }) => readFileSync(location, 'utf8'));
  const entries = texts.map((text) => [createHash('sha256').update(text).digest('hex'), text] as const);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

const ownPlugins: Record<string, (schema: unknown, documents: readonly { location?: string }[]) => string> = {
  'printed-schema': () => schemaFile('schema.graphql'),
  'persisted-operations': persistedOperations,
};

/** Writes `schema.graphql` and the typed documents of the operations that tests and examples use: `npm run generate`. */
const config = {
  schema,
  pluginLoader: (name: string) => {
    const [, plugin] = Object.entries(ownPlugins).find(([own]) => name.endsWith(own)) ?? [];
    return plugin ? { plugin } : import(name);
  },
  ignoreNoDocuments: true,
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  generates: {
    'schema.graphql': {
      plugins: ['printed-schema'],
    },
    'test/generated/': { ...typedDocuments, documents: ['test/**/*.ts', '!**/generated/**', '!**/node_modules/**'] },
    'examples/persisted-operations.json': {
      plugins: ['persisted-operations'],
      documents: 'examples/operations/*.graphql',
    },
    'examples/generated/': { ...typedDocuments, documents: 'examples/operations/*.graphql' },
  },
};

export default config;
