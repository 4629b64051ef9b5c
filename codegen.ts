import type { CodegenConfig } from '@graphql-codegen/cli';
import { printedSchema } from './src/schema/printed.ts';
import { createSchema } from './src/schema/schema.ts';

const schema = createSchema();

const typedDocuments = {
  preset: 'client',
  presetConfig: { fragmentMasking: false },
  config: {
    useTypeImports: true,
    enumType: 'string-literal',
    scalars: { DateTime: 'string', UUID: 'string', BigInt: 'number', Base64: 'string' },
  },
} as const;

/** Writes `schema.graphql` and the typed documents of the operations that tests and examples use. */
const config: CodegenConfig = {
  schema,
  pluginLoader: (name) => (name.endsWith('printed-schema') ? { plugin: printedSchema } : import(name)),
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
