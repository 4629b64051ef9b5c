import type { CodegenConfig } from '@graphql-codegen/cli';
import scalars from './scalars.json' with { type: 'json' };
import { schemaFile } from './src/schema/files.ts';
import { createSchema } from './src/schema/schema.ts';

const schema = createSchema();

const typedDocuments = {
  preset: 'client',
  presetConfig: { fragmentMasking: false },
  config: {
    useTypeImports: true,
    enumType: 'string-literal',
    scalars,
  },
} as const;

/** Writes `schema.graphql` and the typed documents of the operations that tests and examples use. */
const config: CodegenConfig = {
  schema,
  pluginLoader: (name) =>
    name.endsWith('printed-schema') ? { plugin: () => schemaFile('schema.graphql') } : import(name),
  ignoreNoDocuments: true,
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  generates: {
    'schema.graphql': {
      plugins: ['printed-schema'],
    },
    'test/generated/': { ...typedDocuments, documents: ['test/**/*.ts', '!**/generated/**'] },
    'examples/generated/': { ...typedDocuments, documents: 'examples/operations/*.graphql' },
  },
};

export default config;
